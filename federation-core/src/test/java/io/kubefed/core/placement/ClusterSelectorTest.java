package io.kubefed.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSelectorTest {

    private static final Map<String, String> LABELS =
            Map.of("location", "europe", "environment", "prod", "version", "15");

    private static Requirement of(String key, String operator, String... values) {
        return new Requirement(key, Operator.of(operator), List.of(values));
    }

    private static boolean selects(Requirement... requirements) {
        return new ClusterSelector(List.of(requirements)).selects(LABELS);
    }

    @Test
    void decidesTheFactsOfFederationV1() {
        assertThat(selects(of("location", "in", "europe"))).isTrue();
        assertThat(selects(of("location", "in", "europe"), of("environment", "==", "prod")))
                .isTrue();
        assertThat(selects(of("location", "in", "europe"), of("environment", "==", "test")))
                .isFalse();
        assertThat(selects(of("location", "!=", "usa"), of("environment", "in", "prod")))
                .isTrue();
        assertThat(selects(of("version", ">", "14"))).isTrue();
        assertThat(selects(of("version", ">", "15"))).isFalse();
    }

    @Test
    void selectsEveryMemberWithoutRequirements() {
        assertThat(ClusterSelector.EVERYWHERE.selects(Map.of())).isTrue();
        assertThat(selects()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "in, IN",
        "In, IN",
        "notin, NOT_IN",
        "NotIn, NOT_IN",
        "=, EQUALS",
        "==, EQUALS",
        "!=, NOT_EQUALS",
        "exists, EXISTS",
        "Exists, EXISTS",
        "!, DOES_NOT_EXIST",
        "DoesNotExist, DOES_NOT_EXIST",
        "gt, GREATER",
        "Gt, GREATER",
        ">, GREATER",
        "lt, LESS",
        "Lt, LESS",
        "<, LESS"
    })
    void understandsEverySpelling(String spelling, Operator operator) {
        assertThat(Operator.of(spelling)).isEqualTo(operator);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IN", "nin", "", ">=", "Not In"})
    void quotesAnUnknownOperatorAndNamesTheKnown(String spelling) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operator.of(spelling))
                .withMessageContaining("\"" + spelling + "\"")
                .withMessageContaining("notin");
    }

    @ParameterizedTest
    @CsvSource({
        "in, europe, true",
        "in, usa, false",
        "notin, europe, false",
        "notin, usa, true",
        "=, europe, true",
        "=, usa, false",
        "!=, europe, false",
        "!=, usa, true"
    })
    void comparesALabelThatIsThere(String operator, String value, boolean selected) {
        assertThat(selects(of("location", operator, value))).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource({"in, false", "notin, true", "=, false", "!=, true", "gt, false", "lt, false"})
    void decidesAboutALabelThatIsAbsent(String operator, boolean selected) {
        assertThat(selects(of("absent", operator, "7"))).isEqualTo(selected);
    }

    @Test
    void asksWhetherALabelIsThere() {
        assertThat(selects(of("location", "exists"))).isTrue();
        assertThat(selects(of("absent", "exists"))).isFalse();
        assertThat(selects(of("location", "!"))).isFalse();
        assertThat(selects(of("absent", "!"))).isTrue();
    }

    @Test
    void comparesNumbersAsNumbers() {
        assertThat(selects(of("version", "<", "100"))).isTrue();
        assertThat(selects(of("version", "lt", "15"))).isFalse();
        assertThat(selects(of("version", "gt", "-9223372036854775808"))).isTrue();
        assertThat(selects(of("location", "gt", "1"))).isFalse();
        assertThat(selects(of("location", "lt", "1"))).isFalse();
    }

    @Test
    void selectsByAnyOfSeveralValues() {
        assertThat(selects(of("location", "in", "usa", "europe", "asia"))).isTrue();
        assertThat(selects(of("location", "notin", "usa", "europe", "asia"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"in", "notin", "=", "!=", "gt", "lt"})
    void refusesAnOperatorWithoutItsValue(String operator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("location", operator))
                .withMessageContaining("location")
                .withMessageContaining("one value")
                .withMessageContaining("not 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "!=", "gt", "lt", "exists", "!"})
    void refusesTooManyValues(String operator) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("location", operator, "1", "2"))
                .withMessageContaining("not 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "x", "", "9223372036854775808"})
    void refusesABoundThatIsNoInteger(String bound) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("version", "gt", bound))
                .withMessageContaining("\"" + bound + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/x", "x/", "a/b/c", "-x", "x-", "Upper.example/x", "a b", "a..b/x", "é"})
    void refusesWhatIsNoLabelKey(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(key, "exists"))
                .withMessageContaining("\"" + key + "\"");
    }

    @Test
    void measuresLabelKeysAndValues() {
        String most = "a".repeat(63);
        assertThat(of("example.com/" + most, "in", most, "").values()).hasSize(2);

        String tooLong = "a".repeat(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(tooLong, "exists"))
                .withMessageContaining(tooLong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("x", "in", tooLong))
                .withMessageContaining(tooLong);
        assertThatIllegalArgumentException().isThrownBy(() -> of("a".repeat(254) + "/x", "exists"));
    }

    @Property(tries = 50)
    void selectsWithOneOperatorWhatItsOppositeDoesNot(@ForAll boolean present, @ForAll boolean same) {
        Map<String, String> labels = present ? Map.of("key", same ? "7" : "8") : Map.of("other", "7");

        assertThat(of("key", "in", "7").matches(labels))
                .isNotEqualTo(of("key", "notin", "7").matches(labels));
        assertThat(of("key", "=", "7").matches(labels))
                .isNotEqualTo(of("key", "!=", "7").matches(labels));
        assertThat(of("key", "exists").matches(labels))
                .isNotEqualTo(of("key", "!").matches(labels));
    }

    @Property
    void comparesEveryNumber(@ForAll long label, @ForAll long bound) {
        Map<String, String> labels = Map.of("n", Long.toString(label));

        assertThat(of("n", "gt", Long.toString(bound)).matches(labels)).isEqualTo(label > bound);
        assertThat(of("n", "lt", Long.toString(bound)).matches(labels)).isEqualTo(label < bound);
    }
}
