package io.kubefed.sync.apply;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.desired;
import static io.kubefed.sync.Fixtures.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.sync.ToyCluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class FittingApplyTest {

    private final ToyCluster cluster = new ToyCluster("member east");
    private final FittingApply apply = new FittingApply(member(EAST, cluster), FEDERATION.fieldManager());

    @ParameterizedTest
    @ValueSource(strings = {".kind", ".metadata.name", ".spec.notInTheBody"})
    void failsWithWhatCannotBeLeftOut(String field) {
        String words = "(web/shop; /v1, Kind=ConfigMap): " + field + ": field not declared in schema";
        cluster.fail(request -> true, ToyCluster.refusal(500, "InternalError", words));

        StepVerifier.create(apply.create(KEY, desired("'a':'1'"))).verifyErrorMessage(words);
        assertThat(cluster.requests).hasSize(1);
    }
}
