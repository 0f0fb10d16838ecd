package io.kubefed.core.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.ApiStatus.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code meta/v1 Status} in the body of a refusal, and makes something of a body that has none. */
public final class StatusBody {

    private static final int QUOTED_CHARS = 200;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .build();

    private StatusBody() {}

    /**
     * What a refusal says.
     *
     * @param code the HTTP status, which wins over that of the body
     * @param body a {@code Status}, or anything else: then its beginning becomes the message
     * @param retryAfter what the HTTP head said; null if nothing, then the body may
     */
    public static ApiStatus parse(int code, byte[] body, @Nullable Duration retryAfter) {
        JsonNode tree = tree(body);
        if (tree == null || !"Status".equals(tree.path("kind").asText())) {
            return new ApiStatus(code, reasonOf(code), quoted(body), List.of(), retryAfter);
        }
        JsonNode details = tree.path("details");
        String reason = tree.path("reason").asText("");
        return new ApiStatus(
                code,
                reason.isEmpty() ? reasonOf(code) : reason,
                tree.path("message").asText(""),
                causes(details.path("causes")),
                retryAfter == null ? seconds(details.path("retryAfterSeconds")) : retryAfter);
    }

    private static @Nullable JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private static List<Cause> causes(JsonNode nodes) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode node : nodes) {
            causes.add(new Cause(
                    node.path("reason").asText(""),
                    node.path("field").asText(""),
                    node.path("message").asText("")));
        }
        return causes;
    }

    private static @Nullable Duration seconds(JsonNode node) {
        long seconds = node.asLong(0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }

    private static String quoted(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4_096), StandardCharsets.UTF_8)
                .replaceAll("(?s)<(style|script).*?</\\1>|<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return text.length() > QUOTED_CHARS ? text.substring(0, QUOTED_CHARS) + "…" : text;
    }

    private static String reasonOf(int code) {
        return switch (code) {
            case 400 -> "BadRequest";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 405 -> "MethodNotAllowed";
            case 406 -> "NotAcceptable";
            case 409 -> "Conflict";
            case 410 -> "Expired";
            case 413 -> "RequestEntityTooLarge";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 500 -> "InternalError";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "";
        };
    }
}
