package io.kubefed.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Serves the documents of discovery. */
public final class Discovery {

    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Function<Served, byte[]> core =
            new Remembered(served -> Json.bytes(AggregatedDocuments.core(served)));
    private final Function<Served, byte[]> groups =
            new Remembered(served -> Json.bytes(AggregatedDocuments.groups(served)));

    /** {@code /api}. */
    public Answer core(Request request, Served served) {
        return wantsAggregated(request)
                ? aggregated(core.apply(served))
                : Answer.json(200, PlainDocuments.coreVersions(served));
    }

    /** {@code /apis}. */
    public Answer groups(Request request, Served served) {
        return wantsAggregated(request)
                ? aggregated(groups.apply(served))
                : Answer.json(200, PlainDocuments.groups(served));
    }

    /** {@code /apis/GROUP}; empty if there is no such group. */
    public Optional<Answer> group(Served served, String group) {
        return PlainDocuments.group(served, group).map(Discovery::plain);
    }

    /** {@code /api/VERSION} for group {@code ""}, or {@code /apis/GROUP/VERSION}; empty if there is no such version. */
    public Optional<Answer> resources(Served served, String group, String version) {
        return PlainDocuments.resources(served, group, version).map(Discovery::plain);
    }

    private static Answer plain(ObjectNode document) {
        return Answer.json(200, document);
    }

    private static boolean wantsAggregated(Request request) {
        boolean readable = false;
        for (MediaRange range : MediaRange.list(request.accept())) {
            if (!range.allowsJson()) {
                continue;
            }
            if (range.parameter("as").isEmpty()) {
                return false;
            }
            if (range.parameter("g").equals("apidiscovery.k8s.io")
                    && range.parameter("v").equals("v2")
                    && range.parameter("as").equals("APIGroupDiscoveryList")) {
                return true;
            }
            readable = true;
        }
        throw Refusal.notAcceptable(
                readable
                        ? "only the following media types are accepted: application/json"
                        : "406: Not Acceptable\n\nAvailable representations: application/json");
    }

    private static Answer aggregated(byte[] document) {
        return new Answer.Whole(
                200,
                List.of(
                        Map.entry("Content-Type", AGGREGATED),
                        Map.entry("Cache-Control", "public"),
                        Map.entry("Vary", "Accept"),
                        Map.entry("ETag", "\"" + Hashes.of(document) + "\"")),
                document);
    }

    /** Makes a document once for each catalog. */
    private static final class Remembered implements Function<Served, byte[]> {
        private final Function<Served, byte[]> maker;
        private volatile @org.jspecify.annotations.Nullable Made last;

        private record Made(Served of, byte[] document) {}

        Remembered(Function<Served, byte[]> maker) {
            this.maker = maker;
        }

        @Override
        public byte[] apply(Served served) {
            Made known = last;
            if (known == null || known.of != served) {
                known = new Made(served, maker.apply(served));
                last = known;
            }
            return known.document;
        }
    }
}
