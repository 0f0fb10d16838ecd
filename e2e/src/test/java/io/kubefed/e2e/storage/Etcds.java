package io.kubefed.e2e.storage;

import io.kubefed.apiserver.storage.etcd.EtcdSettings;
import io.kubefed.apiserver.storage.etcd.EtcdStorage;
import io.kubefed.testkit.real.RealEtcd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Stores on a real etcd, which may just be starting. */
final class Etcds {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int ATTEMPTS = 600;

    private Etcds() {}

    static EtcdStorage open(RealEtcd etcd, String prefix, int history) {
        return open(settings(URI.create(etcd.url()), prefix, history, EtcdSettings.COMPACTION));
    }

    static EtcdSettings settings(URI url, String prefix, int history, Duration compaction) {
        return new EtcdSettings(List.of(url), prefix, null, null, null, history, compaction);
    }

    static EtcdStorage open(EtcdSettings settings) {
        return EtcdStorage.open(settings, Schedulers.boundedElastic())
                .retryWhen(Retry.fixedDelay(ATTEMPTS, PAUSE))
                .block();
    }
}
