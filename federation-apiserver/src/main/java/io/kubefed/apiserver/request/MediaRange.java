package io.kubefed.apiserver.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One part of an {@code Accept} header, or a {@code Content-Type}.
 *
 * @param type type and subtype in lower case, for example {@code application/json}
 * @param parameters the parameters, without {@code q}; immutable
 * @param quality how much it is wanted, in thousandths
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, section 12.5.1</a>
 */
public record MediaRange(String type, Map<String, String> parameters, int quality) {

    /** Copies the parameters. */
    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /** All parts of a header, what is wanted most first; an empty header accepts everything. */
    public static List<MediaRange> list(String header) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            if (!part.isBlank()) {
                ranges.add(parse(part));
            }
        }
        ranges.removeIf(range -> range.quality == 0);
        ranges.sort(Comparator.comparingInt(range -> -range.quality));
        return header.isBlank() ? List.of(parse("*/*")) : ranges;
    }

    /** One part. */
    public static MediaRange parse(String text) {
        String[] parts = text.split(";", -1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            if (pair.length == 2) {
                parameters.put(pair[0].strip().toLowerCase(Locale.ROOT), unquoted(pair[1].strip()));
            }
        }
        int quality = quality(parameters.remove("q"));
        return new MediaRange(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality);
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static int quality(@org.jspecify.annotations.Nullable String q) {
        if (q == null) {
            return 1000;
        }
        return q.matches("[01](\\.\\d{0,3})?") ? (int) Math.round(Double.parseDouble(q) * 1000) : 1000;
    }

    /** A parameter; empty if it is missing. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whether JSON is such a thing. */
    public boolean allowsJson() {
        return type.equals("application/json") || type.equals("*/*");
    }
}
