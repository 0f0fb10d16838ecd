package io.kubefed.apiserver.authn;

import io.kubefed.apiserver.request.Credentials;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Users by name and password, HTTP's {@code Basic}. */
public final class PasswordFile implements Authenticator {

    private static final String BASIC = "basic ";

    private final Map<String, User> users = new HashMap<>();

    private PasswordFile() {}

    /**
     * The users of a file with lines {@code password,user,uid,"group1,group2"}.
     *
     * @throws IllegalArgumentException if a line cannot be understood; the message names it, and no password
     */
    public static PasswordFile read(String text) {
        PasswordFile file = new PasswordFile();
        CsvUsers.read(text)
                .forEach(line -> file.users.put(Digest.of(line.user().name() + ":" + line.secret()), line.user()));
        return file;
    }

    @Override
    public Mono<User> authenticate(Credentials credentials) {
        String header = credentials.authorization();
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Mono.empty();
        }
        @Nullable User user = users.get(Digest.of(decoded(header.substring(BASIC.length()).strip())));
        return user == null ? Mono.error(Refusal.unauthorized()) : Mono.just(user);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
