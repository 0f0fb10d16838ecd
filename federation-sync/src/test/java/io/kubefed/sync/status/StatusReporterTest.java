package io.kubefed.sync.status;

import static io.kubefed.sync.Fixtures.CONFIG_MAPS;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.sync.ToyCluster;
import io.kubefed.sync.plan.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

class StatusReporterTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final ToyCluster api = new ToyCluster("federation API");
    private final List<KubeObject> saved = new ArrayList<>();
    private Optional<ObjectNode> aggregate = Optional.empty();
    private final WorkQueue<TemplateKey> queue =
            WorkQueue.<TemplateKey>builder(time, new Random(1)).build();
    private final StatusReporter reporter = new StatusReporter(
            api, "fcp:0b1c2d3e", queue, new Stored(), key -> bytes -> saved.add(KubeObject.parse(bytes)));
    private final Disposable run = reporter.run().subscribe();

    @AfterEach
    void stop() {
        run.dispose();
    }

    private void stored(String more) {
        api.put(CONFIG_MAPS, "{'metadata':{'name':'shop','namespace':'web','uid':'template-1'" + more + "}");
    }

    private void report(String status) {
        aggregate = Optional.of(object(status).json());
        reporter.add(KEY);
        time.advanceTimeBy(Duration.ofSeconds(1));
    }

    private KubeObject template() {
        return Objects.requireNonNull(api.object(CONFIG_MAPS, KEY.key()));
    }

    @Test
    void writesWhatDiffersAndTakesOutWhatIsTooMuch() {
        stored("},'status':{'replicas':3,'readyReplicas':2}");
        report("{'replicas':4,'updatedReplicas':1}");

        assertThat(template().json().path("status"))
                .isEqualTo(object("{'replicas':4,'updatedReplicas':1}").json());
        assertThat(api.requests).hasSize(1);
        assertThat(api.requests.get(0).path()).endsWith("/shop/status");
        assertThat(api.lastBody().uid()).isEqualTo("template-1");
        assertThat(saved).containsExactly(template());
    }

    @Test
    void writesNothingThatIsShownAlready() {
        stored("},'status':{'replicas':3,'readyReplicas':2}");
        report("{'readyReplicas':2,'replicas':3}");

        assertThat(api.requests).isEmpty();
        assertThat(reporter.isIdle()).isTrue();
    }

    @Test
    void takesANumberForTheSameHoweverItWasCounted() {
        stored("},'status':{'observedGeneration':3}");
        aggregate = Optional.of(JsonNodeFactory.instance.objectNode().put("observedGeneration", 3L));
        reporter.add(KEY);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(api.requests).isEmpty();
    }

    @Test
    void writesNoEmptyStatusWhereThereIsNone() {
        stored("}");
        report("{}");

        assertThat(api.requests).isEmpty();
    }

    @Test
    void writesNothingThatCannotBeTold() {
        stored("},'status':{'replicas':3}");
        reporter.add(KEY);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(api.requests).isEmpty();
    }

    @Test
    void writesOnceForManyChanges() {
        stored("}");
        for (int replicas = 1; replicas <= 4; replicas++) {
            aggregate = Optional.of(object("{'replicas':" + replicas + "}").json());
            reporter.add(KEY);
            time.advanceTimeBy(Duration.ofMillis(100));
        }
        assertThat(api.requests).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(api.requests).hasSize(1);
        assertThat(template().json().at("/status/replicas").asInt()).isEqualTo(4);
    }

    @Test
    void leavesTemplatesAloneThatAreGoneOrGoing() {
        report("{'replicas':4}");
        stored(",'deletionTimestamp':'2020-01-01T00:00:00Z'}");
        report("{'replicas':4}");

        assertThat(api.requests).isEmpty();
    }

    @Test
    void isContentIfTheTemplateWentMeanwhileAndTriesAgainOtherwise() {
        stored("}");
        api.failOnce(ToyCluster.refusal(404, "NotFound", "gone"));
        report("{'replicas':4}");
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(api.requests).hasSize(1);

        api.failOnce(ToyCluster.refusal(503, "ServiceUnavailable", "later"));
        report("{'replicas':4}");
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(api.requests).hasSize(3);
        assertThat(template().json().at("/status/replicas").asInt()).isEqualTo(4);
    }

    private final class Stored implements StatusReporter.Source {

        @Override
        public @Nullable Template template(TemplateKey key) {
            @Nullable KubeObject object = api.object(CONFIG_MAPS, KEY.key());
            return object == null ? null : new Template(KEY, object.copy(), null);
        }

        @Override
        public Optional<ObjectNode> aggregate(Template template) {
            return aggregate;
        }
    }
}
