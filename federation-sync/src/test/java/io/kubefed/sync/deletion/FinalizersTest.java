package io.kubefed.sync.deletion;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.TransientException;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.ownership.Marks;
import io.kubefed.sync.plan.DeletionProof;
import io.kubefed.sync.plan.Template;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class FinalizersTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ToyCluster api = new ToyCluster("cluster");
    private final KubeObject stored =
            api.put(CONFIG_MAPS, "{'metadata':{'name':'shop','namespace':'web','finalizers':['mine','orphan']}}");
    private final Template template = new Template(KEY, stored.copy(), null);

    @Test
    void putsBothFinalizersOnTheTemplateThatIsMeant() {
        StepVerifier.create(Finalizers.put(api, "fcp:0b1c2d3e", template))
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);

        KubeObject body = api.lastBody();
        assertThat(body.finalizers()).isEqualTo(Marks.FINALIZERS);
        assertThat(body.uid()).isEqualTo(stored.uid());
        assertThat(api.requests.get(0).query()).containsEntry("fieldManager", "fcp:0b1c2d3e");
    }

    @Test
    void doesNotBringATemplateBackThatIsGone() {
        api.remove(CONFIG_MAPS, KEY.key());

        StepVerifier.create(Finalizers.put(api, "fcp:0b1c2d3e", template))
                .expectError(TransientException.class)
                .verify(LIMIT);
        assertThat(api.object(CONFIG_MAPS, KEY.key())).isNull();
    }

    @Test
    void takesOursOffAndLeavesOthers() {
        StepVerifier.create(Finalizers.remove(api, "fcp:0b1c2d3e", template))
                .expectComplete()
                .verify(LIMIT);

        assertThat(Objects.requireNonNull(api.object(CONFIG_MAPS, KEY.key())).finalizers())
                .containsExactly("mine");
        assertThat(api.requests.get(0).body()).asString().contains("\"resourceVersion\":\"101\"");
    }

    @Test
    void isContentIfTheTemplateIsGone() {
        api.remove(CONFIG_MAPS, KEY.key());

        StepVerifier.create(Finalizers.remove(api, "fcp:0b1c2d3e", template))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void deletesTheCopyThatIsMeantAndNoOther() {
        DeletionDoor door = new DeletionDoor();
        DeletionProof proof = new DeletionProof.TemplateDeleted("template-1");

        StepVerifier.create(door.delete(member(EAST, api), KEY, "", proof))
                .expectError(IllegalArgumentException.class)
                .verify(LIMIT);
        StepVerifier.create(door.delete(member(EAST, api), KEY, "another", proof))
                .expectComplete()
                .verify(LIMIT);
        assertThat(api.object(CONFIG_MAPS, KEY.key())).isNotNull();

        StepVerifier.create(door.delete(member(EAST, api), KEY, stored.uid(), proof))
                .expectComplete()
                .verify(LIMIT);
        StepVerifier.create(door.delete(member(EAST, api), KEY, stored.uid(), proof))
                .expectComplete()
                .verify(LIMIT);
        assertThat(api.object(CONFIG_MAPS, KEY.key())).isNull();
        assertThat(api.requests)
                .allSatisfy(request -> assertThat(request.body())
                        .asString()
                        .contains("\"uid\":", "\"propagationPolicy\":\"Background\""));
    }
}
