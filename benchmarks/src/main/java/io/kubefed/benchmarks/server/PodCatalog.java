package io.kubefed.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.benchmarks.pods.Pods;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** The Pods that the server has, as bytes: what differs from event to event is the version only. */
final class PodCatalog {

    /** Versions of equal length, so that they can be put in place. */
    private static final long FIRST_VERSION = 100_000_000;

    private static final byte[] KIND = "\"kind\":\"Pod\",\"apiVersion\":\"v1\",".getBytes(UTF_8);

    private final byte[][] pods;
    private final int[] versionAt;

    PodCatalog(int count) {
        pods = new byte[count][];
        versionAt = new int[count];
        for (int i = 0; i < count; i++) {
            pods[i] = Pods.listed(i, FIRST_VERSION);
            versionAt[i] = Pods.versionAt(pods[i]);
        }
    }

    int count() {
        return pods.length;
    }

    /** The version after {@code round} rounds in which every Pod changed once. */
    long version(int round) {
        return FIRST_VERSION + (long) round * count();
    }

    /** One page: {@code items} Pods from {@code from}, and what surrounds them. */
    ByteBuf listed(int index, ByteBufAllocator allocator) {
        ByteBuf item = allocator.buffer(pods[index].length + 1);
        if (index > 0) {
            item.writeByte(',');
        }
        return item.writeBytes(pods[index]);
    }

    /** A watch event. */
    ByteBuf event(String type, int index, int round, ByteBufAllocator allocator) {
        byte[] pod = pods[index];
        byte[] head = ("{\"type\":\"" + type + "\",\"object\":{").getBytes(UTF_8);
        ByteBuf event = allocator.buffer(head.length + KIND.length + pod.length + 2);
        event.writeBytes(head).writeBytes(KIND);
        int version = event.writerIndex() + versionAt[index] - 1;
        event.writeBytes(pod, 1, pod.length - 1);
        event.setBytes(version, Long.toString(version(round) + index).getBytes(UTF_8));
        return event.writeByte('}').writeByte('\n');
    }

    ByteBuf listHead(ByteBufAllocator allocator) {
        return text(
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version(0)
                        + "\"},\"items\":[",
                allocator);
    }

    ByteBuf listHead(String token, int remaining, ByteBufAllocator allocator) {
        return text(
                "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version(0)
                        + "\",\"continue\":\"" + token + "\",\"remainingItemCount\":" + remaining + "},\"items\":[",
                allocator);
    }

    ByteBuf listEnd(ByteBufAllocator allocator) {
        return text("]}\n", allocator);
    }

    ByteBuf initialEnd(ByteBufAllocator allocator) {
        return text(
                "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
                        + version(0)
                        + "\",\"creationTimestamp\":null,\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}},"
                        + "\"spec\":{\"containers\":null},\"status\":{}}}\n",
                allocator);
    }

    private static ByteBuf text(String text, ByteBufAllocator allocator) {
        return allocator.buffer(text.length()).writeBytes(text.getBytes(UTF_8));
    }
}
