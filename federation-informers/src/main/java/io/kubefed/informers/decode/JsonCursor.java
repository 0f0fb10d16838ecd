package io.kubefed.informers.decode;

import io.kubefed.core.error.TransientException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks JSON in UTF-8 bytes without building anything: enters what is asked for and skips the rest.
 *
 * <p>Design note: skipping looks only at quotes, escapes and brackets, which is what makes it several times faster than a
 * tokeniser, and what it steps over is therefore checked for balance only. Names and values that are read are checked in full.
 * Strings, half of the bytes of a Kubernetes object, are looked through eight bytes at a time.
 */
final class JsonCursor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private final byte[] bytes;
    private final int end;
    private int at;
    private int nameFrom;
    private int nameTo;

    JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Where the next value begins, white space skipped. */
    int position() {
        skipSpace();
        return at;
    }

    /** The first byte of the next value. */
    byte peek() {
        skipSpace();
        if (at >= end) {
            throw malformed("ends too early");
        }
        return bytes[at];
    }

    /** Steps into an object. */
    void enterObject() {
        take('{');
    }

    /** Steps into an array. */
    void enterArray() {
        take('[');
    }

    /**
     * Steps to the value of the next field of the object that was entered.
     *
     * @param first whether none of its fields was read yet
     * @return false at its end, which is stepped over
     */
    boolean nextField(boolean first) {
        if (isOver('}', first)) {
            return false;
        }
        if (peek() != '"') {
            throw malformed("has no field name");
        }
        nameFrom = at + 1;
        skipString();
        nameTo = at - 1;
        take(':');
        return true;
    }

    /** Steps to the next item of the array that was entered; false at its end, which is stepped over. */
    boolean nextItem(boolean first) {
        return !isOver(']', first);
    }

    private boolean isOver(char close, boolean first) {
        byte next = peek();
        if (next == close) {
            at++;
            return true;
        }
        if (!first) {
            take(',');
        }
        return false;
    }

    /** Whether the name of the field at hand is this one. Names written with escapes are compared by value. */
    boolean nameIs(byte[] name) {
        int length = nameTo - nameFrom;
        if (length == name.length) {
            for (int i = 0; i < length; i++) {
                if (bytes[nameFrom + i] != name[i]) {
                    return false;
                }
            }
            return true;
        }
        return length > name.length
                && hasEscape(nameFrom, nameTo)
                && text(nameFrom, nameTo).equals(new String(name, StandardCharsets.UTF_8));
    }

    /** Where the quote that opens the name of the field at hand is. */
    int namePosition() {
        return nameFrom - 1;
    }

    /** Steps over a value. */
    void skip() {
        byte first = peek();
        if (first == '"') {
            skipString();
        } else if (first == '{' || first == '[') {
            skipNested();
        } else {
            skipLiteral();
        }
    }

    private void skipNested() {
        byte[] all = bytes;
        int to = end;
        int depth = 0;
        int next = at;
        while (next < to) {
            byte b = all[next++];
            if (b == '"') {
                next = stringEnd(all, next, to);
                if (next < 0) {
                    break;
                }
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    at = next;
                    return;
                }
            }
        }
        throw malformed("ends inside a value");
    }

    private void skipString() {
        int next = stringEnd(bytes, at + 1, end);
        if (next < 0) {
            throw malformed("ends inside a string");
        }
        at = next;
    }

    /** Behind the quote that ends the string whose text begins at {@code from}; negative if there is none before {@code to}. */
    private static int stringEnd(byte[] all, int from, int to) {
        int next = plainEnd(all, from, to);
        while (next < to && all[next] == '\\') {
            next = plainEnd(all, next + 2, to);
        }
        return next < to ? next + 1 : -1;
    }

    /** Where the first quote or backslash from {@code from} on is; {@code to}, or a later position, if there is none before that. */
    static int plainEnd(byte[] all, int from, int to) {
        int next = from;
        for (; next <= to - Long.BYTES; next += Long.BYTES) {
            long found = endsOrEscapes((long) LONGS.get(all, next));
            if (found != 0) {
                return next + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (next < to && all[next] != '"' && all[next] != '\\') {
            next++;
        }
        return next;
    }

    /** The lowest bit that is set is in the first byte that is a quote or a backslash; above it some may be set that should not. */
    private static long endsOrEscapes(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes)) & HIGH_BITS;
    }

    private void skipLiteral() {
        int from = at;
        while (at < end && isLiteral(bytes[at])) {
            at++;
        }
        if (at == from) {
            throw malformed("has no value");
        }
    }

    private static boolean isLiteral(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == '-' || b == '+' || b == '.' || b == 'E';
    }

    /** Reads a string; null and anything that is no string give the empty one. */
    String string() {
        if (peek() != '"') {
            skip();
            return "";
        }
        int from = at + 1;
        skipString();
        return text(from, at - 1);
    }

    /** Reads a whole number; anything else gives 0. */
    long number() {
        int from = position();
        skip();
        try {
            return Long.parseLong(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
        } catch (NumberFormatException notWhole) {
            return 0;
        }
    }

    /** Reads {@code null} or steps over anything else; true if it was something else. */
    boolean present() {
        boolean isNull = peek() == 'n';
        skip();
        return !isNull;
    }

    /** Checks that nothing but white space is left. */
    void requireEnd() {
        skipSpace();
        if (at != end) {
            throw malformed("goes on after its end");
        }
    }

    private String text(int from, int to) {
        return hasEscape(from, to)
                ? Unescape.text(bytes, from, to)
                : new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private void take(char wanted) {
        if (peek() != wanted) {
            throw malformed("has '" + (char) bytes[at] + "' instead of '" + wanted + "'");
        }
        at++;
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private TransientException malformed(String what) {
        return new TransientException("the JSON from the server " + what + ", at byte " + at + " of " + end, null);
    }
}
