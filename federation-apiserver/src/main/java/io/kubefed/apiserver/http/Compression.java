package io.kubefed.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes long answers shorter, for clients that can read it. */
final class Compression {

    /** Shorter answers are not worth the work. */
    private static final int FROM_BYTES = 128 << 10;

    private Compression() {}

    static boolean wanted(String acceptEncoding, byte[] body) {
        return body.length > FROM_BYTES && acceptEncoding.contains("gzip");
    }

    static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new FastGzip(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 64 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
