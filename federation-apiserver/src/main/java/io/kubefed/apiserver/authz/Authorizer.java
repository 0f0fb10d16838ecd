package io.kubefed.apiserver.authz;

import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.List;

/** Says who may do what, at once: what it needs to know is in memory. */
public interface Authorizer {

    /** Everybody may do everything. */
    Authorizer ALWAYS_ALLOW = new Fixed(
            new Decision(Decision.Verdict.ALLOWED, ""), new Rules(List.of(Rule.EVERY_OBJECT, Rule.EVERY_PATH), false));

    /** Nobody may do anything. */
    Authorizer ALWAYS_DENY = new Fixed(
            new Decision(Decision.Verdict.NO_OPINION, "Everything is forbidden."), new Rules(List.of(), false));

    /** Those who may do everything, so that nobody can be locked out of mending the roles. */
    Authorizer MASTERS = new Authorizer() {
        @Override
        public Decision decide(Attributes wanted) {
            return wanted.user().master() ? Decision.allowed("") : Decision.NO_OPINION;
        }

        @Override
        public Rules rules(User user, String namespace) {
            return user.master()
                    ? new Rules(List.of(Rule.EVERY_OBJECT, Rule.EVERY_PATH), false)
                    : new Rules(List.of(), false);
        }
    };

    /** Whether this may be done. */
    Decision decide(Attributes wanted);

    /** What a user may do in a namespace. */
    Rules rules(User user, String namespace);

    /** Asks one after the other; the first that has an opinion decides. */
    static Authorizer inOrder(List<Authorizer> authorizers) {
        List<Authorizer> all = List.copyOf(authorizers);
        return new Authorizer() {
            @Override
            public Decision decide(Attributes wanted) {
                List<String> reasons = new ArrayList<>();
                for (Authorizer one : all) {
                    Decision decision = one.decide(wanted);
                    if (decision.verdict() != Decision.Verdict.NO_OPINION) {
                        return decision;
                    }
                    if (!decision.reason().isEmpty()) {
                        reasons.add(decision.reason());
                    }
                }
                return new Decision(Decision.Verdict.NO_OPINION, String.join("\n", reasons));
            }

            @Override
            public Rules rules(User user, String namespace) {
                List<Rule> rules = new ArrayList<>();
                boolean incomplete = false;
                for (Authorizer one : all) {
                    Rules known = one.rules(user, namespace);
                    rules.addAll(known.rules());
                    incomplete |= known.incomplete();
                }
                return new Rules(rules, incomplete);
            }
        };
    }

    /**
     * Always the same answer.
     *
     * @param decision to everything
     * @param allRules of everybody
     */
    record Fixed(Decision decision, Rules allRules) implements Authorizer {

        @Override
        public Decision decide(Attributes wanted) {
            return decision;
        }

        @Override
        public Rules rules(User user, String namespace) {
            return allRules;
        }
    }
}
