package io.kubefed.apiserver;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.admission.Admission;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.authz.Authorizer;
import java.util.List;

/**
 * Who a server knows and what it lets them do. The gates before its sockets use the same; this is what it answers reviews by.
 *
 * @param authenticator knows the users
 * @param authorizer says what they may do
 * @param admission has a say in writes
 * @param audiences whom service-account tokens must be for; immutable
 */
public record Access(Authenticator authenticator, Authorizer authorizer, Admission admission, List<String> audiences) {

    /** Knows nobody, and lets everybody do everything. */
    public static final Access OPEN =
            new Access(Authenticator.NONE, Authorizer.ALWAYS_ALLOW, Admission.NONE, List.of());

    /** Checks the parts. */
    public Access {
        requireNonNull(authenticator, "authenticator");
        requireNonNull(authorizer, "authorizer");
        requireNonNull(admission, "admission");
        audiences = List.copyOf(audiences);
    }
}
