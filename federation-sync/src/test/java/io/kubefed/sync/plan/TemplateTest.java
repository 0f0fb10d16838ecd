package io.kubefed.sync.plan;

import static io.kubefed.sync.Fixtures.GUARDED;
import static io.kubefed.sync.Fixtures.KEY;
import static io.kubefed.sync.Fixtures.copy;
import static io.kubefed.sync.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kubefed.sync.adapter.secret.SecretAdapter;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static final String LABELLED = "'labels':{'federation.kubefed.io/propagate':'true'}";
    private static final String GOING = "'deletionTimestamp':'2020-01-01T00:00:00Z'";

    private static boolean goesOut(String metadata, boolean labelledOnly) {
        return template(metadata, "").goesOut(new SecretAdapter(), labelledOnly);
    }

    @Test
    void goesOutUnlessOnlyLabelledOnesDo() {
        assertThat(goesOut("", false)).isTrue();
        assertThat(goesOut("", true)).isFalse();
        assertThat(goesOut(LABELLED, true)).isTrue();
        assertThat(goesOut(LABELLED.replace("'true'", "'yes'"), true)).isFalse();
    }

    @Test
    void doesNotBeginToGoOutWhileItIsBeingDeleted() {
        assertThat(goesOut(GOING, false)).isFalse();
        assertThat(goesOut(GOING + "," + GUARDED, false)).isTrue();
    }

    @Test
    void stillCountsIfItWentOutBefore() {
        assertThat(goesOut(GUARDED, true)).isTrue();
    }

    @Test
    void staysIfItsTypeExcludesIt() {
        Template token = template("", "");
        token.object().json().put("type", "kubernetes.io/service-account-token");

        assertThat(token.goesOut(new SecretAdapter(), false)).isFalse();
    }

    @Test
    void isGuardedByBothFinalizers() {
        assertThat(template(GUARDED, "").guarded()).isTrue();
        assertThat(template("'finalizers':['orphan']", "").guarded()).isFalse();
        assertThat(template("", "").guarded()).isFalse();
    }

    @Test
    void needsTheBody() {
        assertThatIllegalStateException().isThrownBy(() -> Template.of(KEY, copy("u", "", 0, false, "")));
    }
}
