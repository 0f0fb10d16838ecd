package io.kubefed.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Go writes them in JSON; a time of 0 is none. */
final class GoTimes {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private GoTimes() {}

    static JsonNode time(long[] secondsAndNanos) throws MalformedProtobufException {
        return written(secondsAndNanos, SECONDS);
    }

    static JsonNode microTime(long[] secondsAndNanos) throws MalformedProtobufException {
        return written(secondsAndNanos, MICROS);
    }

    private static JsonNode written(long[] time, DateTimeFormatter format) throws MalformedProtobufException {
        if (time[0] == 0 && time[1] == 0) {
            return NullNode.instance;
        }
        try {
            return TextNode.valueOf(format.format(Instant.ofEpochSecond(time[0], (int) time[1])));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedProtobufException("Time.MarshalJSON: year outside of range [0,9999]");
        }
    }

    /** Hours, minutes and seconds: {@code 1h2m3.5s}. */
    static JsonNode duration(long nanos) {
        if (nanos == 0) {
            return TextNode.valueOf("0s");
        }
        long seconds = Math.abs(nanos / NANOS_PER_SECOND);
        StringBuilder text = new StringBuilder(nanos < 0 ? "-" : "");
        if (seconds >= 3600) {
            text.append(seconds / 3600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append('m');
        }
        String fraction = String.format(Locale.ROOT, "%09d", Math.abs(nanos % NANOS_PER_SECOND))
                .replaceAll("0+$", "");
        text.append(seconds % 60)
                .append(fraction.isEmpty() ? "" : "." + fraction)
                .append('s');
        return TextNode.valueOf(text.toString());
    }
}
