package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void doesTheSameWithTheSameRequestsAndChance() {
        assertThat(run()).isEqualTo(run());
    }

    private static List<String> run() {
        Api api = new Api();
        try (Api.Watch watch = api.new Watch("/api/v1/configmaps?watch=true")) {
            IntStream.range(0, 50).forEach(i -> {
                api.post(CONFIG_MAPS, "{'metadata':{'generateName':'x-'},'data':{'i':'" + i + "'}}");
                api.apply(
                        CONFIG_MAPS + "/a?fieldManager=m" + i % 3 + "&force=true",
                        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'},'data':{'k" + i % 7 + "':'" + i
                                + "'}}");
            });
            return watch.events.stream().map(Object::toString).toList();
        }
    }
}
