package io.kubefed.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kubefed.benchmarks.pods.Pods;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.decode.ListDecoder;
import io.kubefed.informers.decode.ListListener;
import io.kubefed.informers.decode.WatchDecoder;
import io.kubefed.informers.decode.WatchListener;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does it cost to make something usable of the bytes of a watch event, and of an item of a list page?
 *
 * <p>Distribution: 16,384 distinct Pods of 8.6 KB in turn, in 32 pages of 500 for lists. Ours makes an entry of the metadata tier, the
 * others a tree of all, and fabric8's objects. One operation is one Pod.
 *
 * <p>Command: {@code benchmarks/run micro Decode}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class DecodeBenchmark {

    private static final int PAGE = 500;

    /** How many Pods there are. */
    @Param("16384")
    public int pods;

    private final ObjectMapper jackson = new ObjectMapper();
    private final KubernetesSerialization fabric8 = new KubernetesSerialization();
    private final KeyTable keys = new KeyTable();
    private final Last last = new Last();
    private final WatchDecoder watch = new WatchDecoder(Projection.metadata("fcp:benchmark"), keys, last);
    private byte[][] events = {};
    private byte[][] pages = {};
    private int at;

    private static final class Last implements WatchListener, ListListener {

        private @Nullable Entry entry;

        @Override
        public void saved(Entry saved) {
            entry = saved;
        }

        @Override
        public void deleted(Entry deleted) {
            entry = deleted;
        }

        @Override
        public void item(Entry item) {
            entry = item;
        }

        @Override
        public void bookmark(String resourceVersion, boolean initialEventsEnd) {}

        @Override
        public void error(ApiStatus status) {}

        @Override
        public void end(String resourceVersion, String continueToken) {}
    }

    /** Makes the Pods. */
    @Setup
    public void makePods() {
        events = new byte[pods][];
        for (int i = 0; i < pods; i++) {
            events[i] = ("{\"type\":\"MODIFIED\",\"object\":" + new String(Pods.watched(i, i + 100), UTF_8) + "}\n")
                    .getBytes(UTF_8);
        }
        pages = new byte[Math.max(1, pods / PAGE)][];
        for (int page = 0; page < pages.length; page++) {
            pages[page] = page(page * PAGE % pods);
        }
    }

    private byte[] page(int from) {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.writeBytes(
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                        .getBytes(UTF_8));
        for (int i = 0; i < PAGE; i++) {
            if (i > 0) {
                page.write(',');
            }
            page.writeBytes(Pods.listed((from + i) % pods, i + 100));
        }
        page.writeBytes("]}\n".getBytes(UTF_8));
        return page.toByteArray();
    }

    private byte[] next(byte[][] documents) {
        at = at + 1 < documents.length ? at + 1 : 0;
        return documents[at];
    }

    /** Ours. */
    @Benchmark
    public @Nullable Entry eventKubefed() {
        watch.feed(ByteBuffer.wrap(next(events)));
        return last.entry;
    }

    /** A tree by Jackson, with its defaults. */
    @Benchmark
    public JsonNode eventJackson() throws IOException {
        return jackson.readTree(next(events));
    }

    /** What fabric8's watch does with a frame of text. */
    @Benchmark
    public WatchEvent eventFabric8() {
        return fabric8.unmarshal(new String(next(events), UTF_8), WatchEvent.class);
    }

    /** Ours, in pieces of 64 KB. */
    @Benchmark
    @OperationsPerInvocation(PAGE)
    public @Nullable Entry pageKubefed() {
        ListDecoder list = new ListDecoder(Projection.metadata("fcp:benchmark"), keys, last);
        byte[] page = next(pages);
        for (int from = 0; from < page.length; from += 64 << 10) {
            list.feed(ByteBuffer.wrap(page, from, Math.min(64 << 10, page.length - from)));
        }
        list.end();
        return last.entry;
    }

    /** A tree by Jackson, with its defaults. */
    @Benchmark
    @OperationsPerInvocation(PAGE)
    public JsonNode pageJackson() throws IOException {
        return jackson.readTree(next(pages));
    }

    /** What fabric8's list does with a body. */
    @Benchmark
    @OperationsPerInvocation(PAGE)
    public PodList pageFabric8() {
        return fabric8.unmarshal(new ByteArrayInputStream(next(pages)), PodList.class);
    }
}
