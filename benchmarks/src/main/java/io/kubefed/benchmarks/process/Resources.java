package io.kubefed.benchmarks.process;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What this JVM has used: all its threads' CPU, those of its collector and compiler included, and its heap. */
public final class Resources {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong livePeak = new AtomicLong();

    private Resources() {}

    /** Begins to look at every collection. */
    public static Resources observed() {
        Resources resources = new Resources();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((news, handback) -> resources.collected(news.getUserData()), null, null);
        }
        return resources;
    }

    private void collected(Object news) {
        if (news instanceof CompositeData data) {
            var collection = GarbageCollectionNotificationInfo.from(data).getGcInfo();
            peak.accumulateAndGet(used(collection.getMemoryUsageBeforeGc()), Math::max);
            livePeak.accumulateAndGet(used(collection.getMemoryUsageAfterGc()), Math::max);
        }
    }

    private long used(Map<String, MemoryUsage> usage) {
        return usage.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Nanoseconds of CPU since the start of this JVM, in steps of 10 ms. */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** The largest part of the heap that was in use, garbage included, since {@link #forget}: before any collection, and now. */
    public long peakBytes() {
        return Math.max(peak.get(), usedBytes());
    }

    /** The largest part of the heap that was in use after a collection since {@link #forget}. */
    public long livePeakBytes() {
        return livePeak.get();
    }

    /** Begins anew. */
    public void forget() {
        peak.set(0);
        livePeak.set(0);
    }

    /** What the heap holds after garbage was collected, the smallest of several attempts. */
    public static long retainedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, usedBytes());
        }
        return least;
    }

    private static long usedBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
