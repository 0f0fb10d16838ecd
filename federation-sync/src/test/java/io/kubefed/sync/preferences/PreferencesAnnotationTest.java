package io.kubefed.sync.preferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.ReplicaPreference;
import io.kubefed.core.replicas.ReplicaPreferences;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesAnnotationTest {

    private static ReplicaPreferences parse(String value) {
        return PreferencesAnnotation.parse(PreferencesAnnotation.DEPLOYMENT, value);
    }

    /** U-UT-16. */
    @Test
    void readsWhatFederationV1Documents() {
        ReplicaPreferences preferences = parse("{\"rebalance\":true,\"clusters\":{\"k8s-1\":{\"minReplicas\":10,"
                + "\"maxReplicas\":20,\"weight\":2},\"*\":{\"weight\":1}}}");

        assertThat(preferences)
                .isEqualTo(new ReplicaPreferences(
                        true,
                        Map.of(new ClusterName("k8s-1"), new ReplicaPreference(10, 20, 2)),
                        ReplicaPreference.ofWeight(1)));
    }

    @Test
    void readsWhatFederationV1Writes() {
        assertThat(
                        parse(
                                "{\"Rebalance\":false,\"Clusters\":{\"*\":{\"MinReplicas\":0,\"MaxReplicas\":null,\"Weight\":1}}}"))
                .isEqualTo(ReplicaPreferences.EVEN);
    }

    @Test
    void takesAMissingAnnotationAsEvenWeights() {
        assertThat(PreferencesAnnotation.parse(PreferencesAnnotation.DEPLOYMENT, null))
                .isEqualTo(ReplicaPreferences.EVEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                   | it is not JSON
            []                                                  | it is not an object
            {} {}                                               | it is not JSON
            {"rebalance":true}                                  | "clusters" names nobody
            {"clusters":{}}                                     | "clusters" names nobody
            {"clusters":[]}                                     | "clusters" names nobody
            {"rebalance":1,"clusters":{"*":{}}}                 | "rebalance" is 1, but must be true or false
            {"clusters":{"*":1}}                                | the entry of "*" is not an object
            {"clusters":{"*":{"wieght":1}}}                     | the entry of "*" has an unknown field "wieght"
            {"clusters":{"*":{"weight":1,"Weight":2}}}          | the entry of "*" has "Weight" twice
            {"clusters":{"*":{"weight":1},"*":{"weight":2}}}    | it is not JSON
            {"clusters":{"*":{"weight":1.5}}}                   | in the entry of "*" weight is 1.5, but must be an integer
            {"clusters":{"*":{"weight":"1"}}}                   | in the entry of "*" weight is "1", but must be an integer
            {"clusters":{"a":{"minReplicas":-1}}}               | in the entry of "a" minReplicas is -1, but must not be
            {"clusters":{"a":{"minReplicas":3,"maxReplicas":2}}} | in the entry of "a" minReplicas 3 is above maxReplicas 2
            {"clusters":{"a":{"maxReplicas":2147483648}}}       | maxReplicas is 2147483648, but must be an integer below
            {"clusters":{"A_b":{"weight":1}}}                   | cluster name "A_b" is not a DNS-1035 label
            """)
    void quotesWhatItRefuses(String value, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(value))
                .withMessageStartingWith("annotation federation.kubernetes.io/deployment-preferences is " + value)
                .withMessageContaining(why)
                .withMessageContaining("; write it as {");
    }
}
