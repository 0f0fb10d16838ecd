package io.kubefed.sync.ownership;

import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.client.ApiResponse;
import io.kubefed.informers.store.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftTest {

    private static final String ALL =
            "{'f:data':{'f:a':{},'f:b':{}},'f:spec':{'f:replicas':{},'f:containers':{'k:{\\'name\\':\\'main\\'}':"
                    + "{'.':{},'f:image':{},'f:name':{}}}}}";

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static Drift.Account account(String rival, @Nullable String left, @Nullable String rivals, long hash) {
        Entry copy = new Entry(
                KEY.key(),
                "copy-1",
                "9",
                0,
                false,
                FEDERATION.uid(),
                "hash",
                hash,
                "v1",
                rival,
                rivals == null ? null : bytes(rivals),
                null,
                null,
                left == null ? null : bytes(left));
        String repaired = "{'metadata':{'name':'shop','managedFields':[{'manager':'" + FEDERATION.fieldManager()
                + "','operation':'Apply','fieldsV1':" + ALL + "}]}}";
        return Drift.of(copy).account(new ApiResponse(200, List.of(), bytes(repaired)), FEDERATION);
    }

    @Test
    void namesTheRivalAndTheFieldThatItChanged() {
        String left = ALL.replace("'f:replicas':{},", "");

        assertThat(account("kubectl-edit", left, "{'f:spec':{'f:replicas':{}}}", 5))
                .isEqualTo(new Drift.Account("kubectl-edit", "kubectl-edit changed .spec.replicas; put back"));
    }

    @Test
    void namesNobodyForAFieldThatIsNotTheRivals() {
        String left = ALL.replace("'f:a':{},", "");

        assertThat(account("helm", left, "{'f:metadata':{'f:labels':{'f:x':{}}}}", 5))
                .isEqualTo(new Drift.Account("", "someone removed or changed .data.a; put back"));
    }

    @Test
    void tellsTheTwoApart() {
        String left = ALL.replace("'f:replicas':{},", "").replace("'f:a':{},", "");

        assertThat(account("kubectl", left, "{'f:data':{'.':{},'f:a':{}}}", 5).words())
                .isEqualTo("kubectl changed .data.a, someone removed or changed .spec.replicas; put back");
    }

    @Test
    void namesAnItemThatWasLostWholeOnce() {
        String left = "{'f:data':{'f:a':{},'f:b':{}},'f:spec':{'f:replicas':{}}}";

        assertThat(account("", left, null, 5).words())
                .isEqualTo("someone removed or changed .spec.containers[name=\"main\"]; put back");
    }

    @Test
    void saysThatNobodySawItIfNobodyDid() {
        assertThat(account("helm", null, null, 5).words())
                .isEqualTo("changed in the member and put back; helm wrote to it last");
        assertThat(account("", null, null, 5).words()).isEqualTo("changed in the member and put back");
    }

    @Test
    void saysThatOwnershipWasTakenAwayAsAWhole() {
        assertThat(account("", null, null, 0).words())
                .isEqualTo("someone took the ownership of every field away; put back");
    }
}
