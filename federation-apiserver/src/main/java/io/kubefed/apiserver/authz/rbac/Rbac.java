package io.kubefed.apiserver.authz.rbac;

import io.kubefed.apiserver.authz.Attributes;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.Decision;
import io.kubefed.apiserver.authz.Rule;
import io.kubefed.apiserver.authz.Rules;
import io.kubefed.apiserver.authz.rbac.Roles.Binding;
import io.kubefed.apiserver.request.User;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Decides by the roles and bindings in a store, which it follows: a decision costs no request.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC authorization</a>
 */
public final class Rbac implements Authorizer {

    private static final List<String> COLLECTIONS =
            List.of(Roles.CLUSTER_ROLES, Roles.CLUSTER_BINDINGS, Roles.ROLES, Roles.BINDINGS);

    private final Storage storage;
    private final Roles roles = new Roles();

    /** Decides nothing before {@link #load}. */
    public Rbac(Storage storage) {
        this.storage = storage;
    }

    /** Reads all roles and bindings once. */
    public Mono<Void> load() {
        return Flux.fromIterable(COLLECTIONS)
                .concatMap(prefix -> storage.range(RangeQuery.all(prefix)).doOnNext(range -> take(prefix, range)), 1)
                .then();
    }

    /** Follows them; never completes. */
    public Mono<Void> run() {
        return Flux.fromIterable(COLLECTIONS)
                .flatMap(this::follow, COLLECTIONS.size())
                .then();
    }

    private Mono<Void> follow(String prefix) {
        return storage.range(RangeQuery.all(prefix))
                .doOnNext(range -> take(prefix, range))
                .flatMapMany(range -> storage.watch(prefix, range.revision(), Flux.never()))
                .ofType(Change.class)
                .doOnNext(this::take)
                .then()
                .retryWhen(Retry.indefinitely().filter(StorageException.Compacted.class::isInstance));
    }

    private void take(String prefix, Range range) {
        range.items().forEach(item -> roles.put(item.key(), item.content()));
        roles.retain(prefix, range.items().stream().map(Stored::key).toList());
    }

    private void take(Change change) {
        roles.put(change.key(), change.removal() ? null : change.after().content());
    }

    @Override
    public Decision decide(Attributes wanted) {
        AtomicReference<Decision> decision = new AtomicReference<>(Decision.NO_OPINION);
        roles.visit(Subjects.of(wanted.user()), wanted.namespace(), (subject, binding) -> {
            if (!allows(binding, wanted)) {
                return false;
            }
            decision.set(Decision.allowed(binding.reason(subject)));
            return true;
        });
        return decision.get();
    }

    private boolean allows(Binding binding, Attributes wanted) {
        // A path belongs to no namespace, so only what holds everywhere speaks of paths.
        if (!wanted.ofObject() && !binding.namespace().isEmpty()) {
            return false;
        }
        for (Rule rule : roles.rulesOf(binding)) {
            if (rule.allows(wanted)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Rules rules(User user, String namespace) {
        List<Rule> rules = new ArrayList<>();
        roles.visit(Subjects.of(user), namespace, (subject, binding) -> {
            rules.addAll(roles.rulesOf(binding));
            return false;
        });
        return new Rules(rules.stream().distinct().toList(), false);
    }

    /** The rules of a role; empty if it is not there. */
    Optional<List<Rule>> role(String namespace, String kind, String name) {
        return roles.find(namespace, kind, name);
    }
}
