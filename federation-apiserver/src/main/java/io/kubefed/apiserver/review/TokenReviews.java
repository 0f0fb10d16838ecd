package io.kubefed.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.authn.Authenticator;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Whose token is this. */
final class TokenReviews {

    private final Authenticator authenticator;
    private final List<String> audiences;

    TokenReviews(Authenticator authenticator, List<String> audiences) {
        this.authenticator = authenticator;
        this.audiences = List.copyOf(audiences);
    }

    Mono<ObjectNode> of(JsonNode spec) {
        String token = Json.text(spec, "token");
        if (token.isEmpty()) {
            return Mono.error(Refusal.badRequest("token is required for TokenReview in authentication"));
        }
        List<String> wanted = new ArrayList<>();
        spec.path("audiences").forEach(audience -> wanted.add(audience.asText()));
        Credentials asked = Credentials.bearer(token).forAudiences(wanted);
        return authenticator
                .authenticate(asked)
                .map(user -> known(user, wanted.isEmpty() ? audiences : wanted))
                .onErrorResume(Refusal.class, refusal -> Mono.just(unknown("invalid bearer token")))
                .switchIfEmpty(Mono.fromSupplier(() -> unknown("")));
    }

    private static ObjectNode known(User user, List<String> audiences) {
        ObjectNode status = Json.object().put("authenticated", true);
        User member = user.groups().contains(User.AUTHENTICATED) ? user : user.in(User.AUTHENTICATED);
        status.set("user", Reviews.userInfo(member));
        if (!audiences.isEmpty()) {
            ArrayNode array = status.putArray("audiences");
            audiences.forEach(array::add);
        }
        return status;
    }

    private static ObjectNode unknown(String why) {
        ObjectNode status = Json.object();
        status.putObject("user");
        return why.isEmpty() ? status : status.put("error", why);
    }
}
