package io.kubefed.core.loop;

import static java.util.Objects.requireNonNull;

/** A limit whose starts each cost a token. */
final class PacedLimit implements Limit {

    private final Limit limit;
    private final TokenBucket bucket;

    PacedLimit(Limit limit, TokenBucket bucket) {
        this.limit = limit;
        this.bucket = requireNonNull(bucket, "bucket");
    }

    @Override
    public int permits(long nowNanos) {
        return bucket.tokens(nowNanos) < 1 ? 0 : limit.permits(nowNanos);
    }

    @Override
    public long growsAt(long nowNanos) {
        long token = bucket.nextAt(nowNanos);
        return token > nowNanos ? token : limit.growsAt(nowNanos);
    }

    @Override
    public void started(long nowNanos) {
        bucket.tryTake(nowNanos);
        limit.started(nowNanos);
    }

    @Override
    public void finished(Sample sample) {
        limit.finished(sample);
    }
}
