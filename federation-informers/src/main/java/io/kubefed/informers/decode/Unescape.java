package io.kubefed.informers.decode;

import io.kubefed.core.error.TransientException;
import java.nio.charset.StandardCharsets;

/** Strings with escapes, which are rare: RFC 8259, section 7. */
final class Unescape {

    private Unescape() {}

    static String text(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (++i >= raw.length()) {
                throw new TransientException("the JSON from the server ends inside an escape", null);
            }
            char escaped = raw.charAt(i);
            if (escaped == 'u') {
                text.append(codeUnit(raw, i + 1));
                i += 4;
            } else {
                text.append(simple(escaped));
            }
        }
        return text.toString();
    }

    private static char codeUnit(String raw, int at) {
        try {
            return (char) Integer.parseInt(raw.substring(at, at + 4), 16);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new TransientException("the JSON from the server has a broken \\u escape", e);
        }
    }

    private static char simple(char escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new TransientException("the JSON from the server has the escape \\" + escaped, null);
        };
    }
}
