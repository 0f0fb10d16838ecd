package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.request.Answer;
import io.kubefed.apiserver.storage.memory.MemoryStorage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Several servers on one store. */
class SharedStoreTest {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String THINGS = "/apis/st.io/v1/namespaces/default/things";
    private static final String DEFINITION =
            "{'metadata':{'name':'things.st.io'},'spec':{'group':'st.io','scope':'Namespaced',"
                    + "'names':{'plural':'things','kind':'Thing'},'versions':[{'name':'v1','served':true,'storage':true,"
                    + "'schema':{'openAPIV3Schema':{'type':'object'}}}]}}";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final MemoryStorage storage = new MemoryStorage(1_000, 1_000);
    private final Disposable.Composite running = Disposables.composite();
    private final ApiServer one = server();
    private final ApiServer other = server();

    @AfterEach
    void stop() {
        running.dispose();
        assertThat(storage.openWatches()).isZero();
    }

    @Test
    void serveTypesThatAnotherOneDefinedAndStopWhenItIsGone() {
        assertThat(status(other, "GET", THINGS, "")).isEqualTo(404);

        assertThat(status(one, "POST", DEFINITIONS, DEFINITION)).isEqualTo(201);

        assertThat(status(other, "GET", THINGS, "")).isEqualTo(200);
        assertThat(status(other, "POST", THINGS, "{'apiVersion':'st.io/v1','kind':'Thing','metadata':{'name':'x'}}"))
                .isEqualTo(201);
        assertThat(status(one, "GET", THINGS + "/x", "")).isEqualTo(200);

        assertThat(status(one, "DELETE", DEFINITIONS + "/things.st.io", "")).isEqualTo(200);

        assertThat(status(other, "GET", THINGS, "")).isEqualTo(404);
        assertThat(status(one, "GET", THINGS, "")).isEqualTo(404);
    }

    private ApiServer server() {
        ApiServer server =
                ApiServer.over("server", storage, time, new SplittableRandom(1)).block();
        running.add(server.run().subscribe());
        return server;
    }

    private static int status(ApiServer server, String method, String uri, String json) {
        Answer answer = server.handler()
                .handle(Api.request(method, uri, "application/json", json, "application/json"))
                .block();
        return ((Answer.Whole) answer).status();
    }
}
