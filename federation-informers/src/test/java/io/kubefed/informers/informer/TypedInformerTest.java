package io.kubefed.informers.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.kubefed.informers.store.Projection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedInformerTest {

    @Test
    void readsObjectsAsTheyWereSent() {
        try (InformerLab lab = InformerLab.synced()) {
            TypedInformer<ConfigMap> maps = lab.informer.as(ConfigMap.class);

            ConfigMap a = maps.find(InformerLab.key("a")).orElseThrow();

            assertThat(a.getMetadata().getName()).isEqualTo("a");
            assertThat(a.getData()).isEqualTo(Map.of("v", "é3"));
            assertThat(maps.find(InformerLab.key("x"))).isEmpty();
            assertThat(maps.all()).hasSize(2);
        }
    }

    @Test
    void decodesAVersionOnce() {
        try (InformerLab lab = InformerLab.synced()) {
            TypedInformer<ConfigMap> maps = lab.informer.as(ConfigMap.class);
            ConfigMap first = maps.find(InformerLab.key("a")).orElseThrow();
            assertThat(maps.find(InformerLab.key("a"))).containsSame(first);

            lab.stream().modified("a", 11);

            assertThat(maps.find(InformerLab.key("a")).orElseThrow().getData()).isEqualTo(Map.of("v", "é11"));
        }
    }

    @Test
    void refusesAStoreWithoutBodies() {
        try (InformerLab lab = new InformerLab(Projection.metadata("fcp:test"))) {
            assertThatThrownBy(() -> lab.informer.as(ConfigMap.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keeps no bodies")
                    .hasMessageContaining("Projection.whole()");
        }
    }
}
