package io.kubefed.sync.ownership;

import static io.kubefed.sync.Fixtures.FEDERATION;
import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.client.KubeObject;
import org.junit.jupiter.api.Test;

class ForeignObjectTest {

    private static final String OUR_LABEL = "'labels':{'federation.kubefed.io/owner':'" + FEDERATION.uid() + "'}";
    private static final String OTHER_LABEL = "'labels':{'federation.kubefed.io/owner':'other-federation'}";
    private static final String OUR_ENTRY = "'managedFields':[{'manager':'" + FEDERATION.fieldManager()
            + "','operation':'Apply'},{'manager':'kubectl','operation':'Update'},"
            + "{'manager':'kubelet','operation':'Update','subresource':'status'}]";

    private static KubeObject with(String metadata) {
        return object("{'metadata':{'name':'x'" + (metadata.isEmpty() ? "" : "," + metadata) + "}}");
    }

    @Test
    void knowsOursByLabelOrByTheEntryThatOutlivedIt() {
        assertThat(ForeignObject.isOurs(with(OUR_LABEL), FEDERATION)).isTrue();
        assertThat(ForeignObject.isOurs(with(OUR_ENTRY), FEDERATION)).isTrue();
    }

    @Test
    void takesNothingElseForOurs() {
        assertThat(ForeignObject.isOurs(with(""), FEDERATION)).isFalse();
        assertThat(ForeignObject.isOurs(with(OTHER_LABEL), FEDERATION)).isFalse();
        assertThat(ForeignObject.isOurs(with(OUR_ENTRY.replace("'Apply'", "'Update'")), FEDERATION))
                .isFalse();
    }

    @Test
    void doesNotClaimWhatAnotherFederationTookOver() {
        assertThat(ForeignObject.isOurs(with(OTHER_LABEL + "," + OUR_ENTRY), FEDERATION))
                .isFalse();
        assertThat(ForeignObject.otherFederation(with(OTHER_LABEL + "," + OUR_ENTRY), FEDERATION))
                .isEqualTo("other-federation");
        assertThat(ForeignObject.otherFederation(with(OUR_LABEL), FEDERATION)).isEmpty();
        assertThat(ForeignObject.otherFederation(with(""), FEDERATION)).isEmpty();
    }

    @Test
    void namesThoseWhoWroteMoreThanStatus() {
        assertThat(ForeignObject.managers(with(OUR_ENTRY))).isEqualTo("fcp:0b1c2d3e, kubectl");
    }

    @Test
    void derivesItsMarksFromTheUid() {
        assertThat(FEDERATION.fieldManager()).isEqualTo("fcp:0b1c2d3e");
        assertThat(FEDERATION.ownerSelector()).isEqualTo("federation.kubefed.io/owner=" + FEDERATION.uid());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FederationIdentity("short"))
                .withMessageContaining("\"short\"");
    }
}
