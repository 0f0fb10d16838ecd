package io.kubefed.sync.apply;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.field.FieldPath;
import io.kubefed.sync.field.UnknownFields;
import io.kubefed.sync.plan.Desired;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Applies a copy, and where the member's schema lacks some of its fields, the copy without those.
 *
 * <p>A server names one unknown field of each struct at a time, so it may take several requests to learn them all; each leaves out
 * at least one field more, and so there is an end. What was learnt is handed in with the next apply, which is one request again.
 */
final class FittingApply {

    private final Member member;
    private final String fieldManager;

    /**
     * What a member took.
     *
     * @param response its answer
     * @param leftOut the fields that it did not get
     */
    record Taken(ApiResponse response, List<String> leftOut) {}

    FittingApply(Member member, String fieldManager) {
        this.member = requireNonNull(member, "member");
        this.fieldManager = requireNonNull(fieldManager, "fieldManager");
    }

    /** Creates a copy; errors with 409 if an object of the name exists. */
    Mono<Taken> create(TemplateKey key, Desired desired) {
        return send(key, desired, List.of(), Desired::toCreate, false);
    }

    /**
     * Changes the copy with this uid.
     *
     * @param leftOut fields that the member is known not to know
     */
    Mono<Taken> update(TemplateKey key, Desired desired, String uid, List<String> leftOut) {
        return send(key, desired, leftOut, fitting -> fitting.toUpdate(uid), true);
    }

    private Mono<Taken> send(
            TemplateKey key, Desired desired, List<String> leftOut, Function<Desired, byte[]> form, boolean force) {
        Desired.Reduced fitting = desired.without(leftOut);
        return member.client()
                .apply(key.type(), key.key(), form.apply(fitting.desired()), fieldManager, force)
                .map(response -> new Taken(response, fitting.fields()))
                .onErrorResume(FederationException.class, error -> {
                    List<String> more = more(desired, fitting.fields(), error);
                    return more.size() > fitting.fields().size()
                            ? send(key, desired, more, form, force)
                            : Mono.error(error);
                });
    }

    private static List<String> more(Desired desired, List<String> leftOut, FederationException error) {
        List<String> all = new ArrayList<>(leftOut);
        UnknownFields.of(error.status()).stream()
                .map(FieldPath::text)
                .filter(field -> !all.contains(field))
                .forEach(all::add);
        return all.size() == leftOut.size() ? leftOut : desired.without(all).fields();
    }
}
