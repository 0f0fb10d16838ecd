package io.kubefed.sync.deletion;

import static io.kubefed.sync.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.sync.record.Propagation.Latch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionPolicyTest {

    private static final String CASCADE = "'federation.kubernetes.io/delete-from-underlying-clusters'";
    private static final String BOTH = "{'f:metadata':{'f:finalizers':{'v:\\'orphan\\'':{},'v:\\'x\\'':{}}}}";
    private static final String OURS_ONLY = "{'f:metadata':{'f:finalizers':{'v:\\'x\\'':{}}}}";

    /** Owned: whether our entry lists {@code orphan} (both), only the other one (ours), or is missing (none). */
    @ParameterizedTest
    @CsvSource({
        // A raw DELETE, or one with Orphan: the finalizer stays.
        "kept, both, '', ORPHAN",
        // Background or Foreground: the DELETE takes it out, our entry still lists it.
        "gone, both, '', CASCADE",
        // A garbage collector orphaned the dependants and took it out of our entry, too.
        "gone, ours, '', ORPHAN",
        // No entry of ours: nothing proves a cascade.
        "gone, none, '', ORPHAN",
        "kept, none, '', ORPHAN",
        // The annotation wins, whatever the request was.
        "kept, both, cascade, CASCADE",
        "gone, none, cascade, CASCADE",
        "gone, both, orphan, ORPHAN",
        // Nobody knows what another word means: in doubt copies stay.
        "kept, both, Cascade, ORPHAN",
        "gone, both, keep, ORPHAN"
    })
    void decides(String orphan, String owned, String annotation, Latch decision) {
        String finalizers = "'finalizers':[" + CASCADE + (orphan.equals("kept") ? ",'orphan'" : "") + "]";
        String annotations = annotation.isEmpty()
                ? ""
                : ",'annotations':{'federation.kubefed.io/deletion-policy':'" + annotation + "'}";
        @Nullable String fields = owned.equals("none") ? null : owned.equals("both") ? BOTH : OURS_ONLY;

        assertThat(DeletionPolicy.decide(
                        template("'deletionTimestamp':'2020-01-01T00:00:00Z'," + finalizers + annotations, "", fields)))
                .isEqualTo(decision);
    }
}
