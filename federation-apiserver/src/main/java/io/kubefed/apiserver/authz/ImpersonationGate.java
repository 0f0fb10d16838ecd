package io.kubefed.apiserver.authz;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.Gate;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.request.User;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Lets a user act as another, who may impersonate that user, each of its groups, its uid and each of its extras.
 *
 * @param authorizer who decides
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">User impersonation</a>
 */
public record ImpersonationGate(Authorizer authorizer) implements Gate {

    private static final Logger LOG = LoggerFactory.getLogger(ImpersonationGate.class);
    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String VERB = "impersonate";
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String ACCOUNT = "system:serviceaccount:";

    /** Checks that there is an authorizer. */
    public ImpersonationGate {
        requireNonNull(authorizer, "authorizer");
    }

    @Override
    public Mono<Answer> pass(Request head, Function<Request, Mono<Answer>> inside) {
        Map<String, List<String>> asked = head.credentials().impersonation();
        if (asked.isEmpty()) {
            return inside.apply(head);
        }
        User other = other(head, asked);
        LOG.atInfo()
                .addKeyValue("user", head.user().name())
                .addKeyValue("as", other.name())
                .addKeyValue("request", head)
                .log("acts as another user");
        return inside.apply(head.by(other));
    }

    private User other(Request head, Map<String, List<String>> asked) {
        User user = head.user();
        String name = first(asked, USER);
        List<String> groups = asked.getOrDefault(GROUP, List.of());
        String uid = first(asked, UID);
        Map<String, List<String>> extra = extra(asked);
        if (name.isEmpty()) {
            throw Refusal.badRequest(
                    "requested " + asked.keySet().stream().sorted().toList() + " without impersonating a user name");
        }
        List<Attributes> needed = new ArrayList<>();
        needed.add(name(user, name));
        groups.forEach(group -> needed.add(Attributes.object(user, VERB, "", "groups", group)));
        if (!uid.isEmpty()) {
            needed.add(Attributes.object(user, VERB, AUTHENTICATION, "uids", uid));
        }
        extra.forEach((key, values) ->
                values.forEach(value -> needed.add(Attributes.object(user, VERB, AUTHENTICATION, "userextras", value)
                        .part(key))));
        if (!needed.stream().allMatch(wanted -> authorizer.decide(wanted).allows())) {
            // As a real server says it, which names the narrower right that would do for this one request.
            Attributes wanted = Attributes.of(head);
            throw wanted.verb("impersonate-on:user-info:" + wanted.verb()).refusal("");
        }
        return new User(name, uid, groups(name, groups), extra);
    }

    private static Attributes name(User user, String name) {
        String[] account = name.startsWith(ACCOUNT) ? name.split(":", -1) : new String[0];
        return account.length == 4
                ? Attributes.object(user, VERB, "", "serviceaccounts", account[3])
                        .in(account[2])
                : Attributes.object(user, VERB, "", "users", name);
    }

    private static String first(Map<String, List<String>> asked, String header) {
        List<String> values = asked.getOrDefault(header, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private static Map<String, List<String>> extra(Map<String, List<String>> asked) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        asked.forEach((header, values) -> {
            if (header.startsWith(EXTRA)) {
                extra.put(decoded(header.substring(EXTRA.length())), values);
            }
        });
        return extra;
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return key;
        }
    }

    /** A service account is in the groups of service accounts; everybody is authenticated but who nobody is. */
    private static List<String> groups(String name, List<String> asked) {
        List<String> groups = new ArrayList<>(asked);
        String[] account = name.split(":", -1);
        if (groups.isEmpty() && name.startsWith(ACCOUNT) && account.length == 4) {
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + account[2]);
        }
        String everybody = name.equals(User.ANONYMOUS.name()) ? User.UNAUTHENTICATED : User.AUTHENTICATED;
        if (!groups.contains(User.UNAUTHENTICATED) && !groups.contains(everybody)) {
            groups.add(everybody);
        }
        return groups;
    }
}
