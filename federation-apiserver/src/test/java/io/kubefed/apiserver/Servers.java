package io.kubefed.apiserver;

import java.util.SplittableRandom;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Servers for tests, with chance that is the same in every run. */
final class Servers {

    private Servers() {}

    static ApiServer server() {
        return server(ApiServerSettings.DEFAULT, Schedulers.parallel());
    }

    static ApiServer server(ApiServerSettings settings, Scheduler timer) {
        return ApiServer.inMemory("test server", settings, timer, new SplittableRandom(1));
    }
}
