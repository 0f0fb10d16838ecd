package io.kubefed.apiserver;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authn.TokenIssuer;
import io.kubefed.apiserver.authz.Authorizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a server knows and what it lets them do. The gates before its sockets use the same; this is what it answers reviews by.
 *
 * @param authenticator knows the users
 * @param authorizer says what they may do
 * @param admission has a say in writes
 * @param audiences whom service-account tokens must be for; immutable
 * @param tokens makes tokens for service accounts; null if it cannot
 */
public record Access(
        Authenticator authenticator,
        Authorizer authorizer,
        Admission admission,
        List<String> audiences,
        @Nullable TokenIssuer tokens) {

    /** Knows nobody, and lets everybody do everything. */
    public static final Access OPEN =
            new Access(Authenticator.NONE, Authorizer.ALWAYS_ALLOW, Admission.NONE, List.of(), null);

    /** Checks the parts. */
    public Access {
        requireNonNull(authenticator, "authenticator");
        requireNonNull(authorizer, "authorizer");
        requireNonNull(admission, "admission");
        audiences = List.copyOf(audiences);
    }
}
