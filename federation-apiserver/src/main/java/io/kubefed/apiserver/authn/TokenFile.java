package io.kubefed.apiserver.authn;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Users by fixed tokens. */
public final class TokenFile implements Authenticator {

    // By digest: how long a look-up takes tells nothing of the tokens.
    private final Map<String, User> users = new HashMap<>();

    private TokenFile() {}

    /**
     * The users of a file with lines {@code token,user,uid,"group1,group2"}.
     *
     * @throws IllegalArgumentException if a line cannot be understood; the message names it, and no token
     */
    public static TokenFile read(String text) {
        TokenFile file = new TokenFile();
        CsvUsers.read(text).forEach(line -> file.users.put(Digest.of(line.secret()), line.user()));
        return file;
    }

    /** One more user. */
    public TokenFile with(String token, User user) {
        TokenFile more = new TokenFile();
        more.users.putAll(users);
        more.users.put(Digest.of(token), user);
        return more;
    }

    @Override
    public Mono<User> authenticate(Credentials credentials) {
        String token = credentials.token();
        if (token.isEmpty()) {
            return Mono.empty();
        }
        @Nullable User user = users.get(Digest.of(token));
        return user == null ? Mono.error(Refusal.unauthorized()) : Mono.just(user);
    }
}
