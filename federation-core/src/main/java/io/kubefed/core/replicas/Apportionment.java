package io.kubefed.core.replicas;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Divides a number by weight, between a floor and a ceiling of each share.
 *
 * <p>The rule is Webster's (Sainte-Laguë's): the next replica goes to whoever has the largest {@code weight / (2k - 1)}, where
 * {@code k} counts from its base; among equals the one of lower rank. So one replica more never takes one from anybody, and a
 * heavier weight of one never gives more to another (Balinski, Young: Fair Representation, 1982; the largest remainder, which
 * looks simpler, has neither property).
 *
 * <p>Handing out one by one costs O(replicas · log n). Instead: with {@code level} as the real number at which the shares,
 * filled to {@code base + level · weight} and cut to their bounds, hold half a replica each less than there is, nobody gets less
 * than {@code level · weight - 1/2} rounded down, because rounding moves each by half a replica at most. From there no more than
 * two replicas per share are left to be handed out one by one, with whole numbers. O(n log n).
 */
final class Apportionment {

    private static final Comparator<Share> NEXT = (a, b) -> {
        // a.weight / (2ka - 1) against b.weight / (2kb - 1); int times int in long does not overflow.
        int more = Long.compare(b.weight * odd(a), a.weight * odd(b));
        return more != 0 ? more : Integer.compare(a.rank, b.rank);
    };

    private Apportionment() {}

    /**
     * Gives each share its floor, and the rest by weight.
     *
     * @param amount at least the sum of all floors
     * @return what is left because everyone with a weight is full
     */
    static long divide(List<? extends Share> shares, long amount) {
        long left = amount;
        for (Share one : shares) {
            one.given = one.floor;
            left -= one.floor;
        }
        List<Share> open = shares.stream()
                .<Share>map(one -> one)
                .filter(one -> one.weight > 0 && one.floor < one.ceiling)
                .toList();
        for (Share one : open) {
            one.ceiling = Math.min(one.ceiling, one.floor + left);
        }
        long most = open.stream().mapToLong(one -> one.ceiling - one.floor).sum();
        if (most <= left) {
            open.forEach(one -> one.given = one.ceiling);
            return left - most;
        }
        handOut(open, left - fillSafely(open, left));
        return 0;
    }

    private static long fillSafely(List<Share> open, long left) {
        long floors = open.stream().mapToLong(one -> one.floor).sum();
        double target = floors + left - open.size() / 2.0;
        if (target <= floors) {
            return 0;
        }
        double level = level(open, target);
        long filled = 0;
        for (Share one : open) {
            long sure = one.base + (long) Math.floor(level * one.weight - 0.5);
            one.given = Math.max(one.floor, Math.min(one.ceiling, sure));
            filled += one.given - one.floor;
        }
        return filled;
    }

    /** The level at which the shares hold {@code target}, which is above their floors and below their ceilings. */
    private static double level(List<Share> open, double target) {
        double[] bends = new double[2 * open.size()];
        int next = 0;
        for (Share one : open) {
            bends[next++] = (double) (one.floor - one.base) / one.weight;
            bends[next++] = (double) (one.ceiling - one.base) / one.weight;
        }
        Arrays.sort(bends);
        int low = 0;
        int high = bends.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (held(open, bends[middle]) <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double below = held(open, bends[low]);
        double above = held(open, bends[high]);
        return bends[low] + (bends[high] - bends[low]) * (target - below) / (above - below);
    }

    private static double held(List<Share> open, double level) {
        double sum = 0;
        for (Share one : open) {
            sum += Math.max(one.floor, Math.min(one.ceiling, one.base + level * one.weight));
        }
        return sum;
    }

    private static void handOut(List<Share> open, long left) {
        PriorityQueue<Share> queue = new PriorityQueue<>(open.size(), NEXT);
        open.stream().filter(one -> one.given < one.ceiling).forEach(queue::add);
        for (long rest = left; rest > 0; rest--) {
            Share one = queue.remove();
            one.given++;
            if (one.given < one.ceiling) {
                queue.add(one);
            }
        }
    }

    private static long odd(Share one) {
        return 2 * (one.given - one.base) + 1;
    }
}
