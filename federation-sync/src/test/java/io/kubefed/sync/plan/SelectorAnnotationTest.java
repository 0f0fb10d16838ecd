package io.kubefed.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.core.placement.Operator;
import io.kubefed.core.placement.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorAnnotationTest {

    @Test
    void selectsEveryMemberWithoutAnAnnotationOrRequirements() {
        assertThat(SelectorAnnotation.parse(null)).isEqualTo(ClusterSelector.EVERYWHERE);
        assertThat(SelectorAnnotation.parse("[]")).isEqualTo(ClusterSelector.EVERYWHERE);
    }

    @Test
    void readsRequirementsWithAndWithoutValues() {
        ClusterSelector selector = SelectorAnnotation.parse("""
                [{"key":"location","operator":"in","values":["europe","usa"]},
                 {"key":"environment","operator":"!"},
                 {"key":"version","operator":">","values":["14"],"more":1},
                 {"key":"gpu","operator":"exists","values":null}]""");

        assertThat(selector.requirements())
                .containsExactly(
                        new Requirement("location", Operator.IN, List.of("europe", "usa")),
                        new Requirement("environment", Operator.DOES_NOT_EXIST, List.of()),
                        new Requirement("version", Operator.GREATER, List.of("14")),
                        new Requirement("gpu", Operator.EXISTS, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "region=eu",
                "[",
                "[] []",
                "[1]",
                "[[]]",
                "[{}]",
                "[{\"key\":\"a\"}]",
                "[{\"operator\":\"in\",\"values\":[\"x\"]}]",
                "[{\"key\":1,\"operator\":\"exists\"}]",
                "[{\"key\":\"a\",\"operator\":\"like\",\"values\":[\"x\"]}]",
                "[{\"key\":\"a\",\"operator\":\"in\",\"values\":\"x\"}]",
                "[{\"key\":\"a\",\"operator\":\"in\",\"values\":[1]}]",
                "[{\"key\":\"a\",\"operator\":\"in\",\"values\":[null]}]",
                "[{\"key\":\"a\",\"operator\":\"in\"}]",
                "[{\"key\":\"a b\",\"operator\":\"exists\"}]",
                "[{\"key\":\"a\",\"operator\":\"gt\",\"values\":[\"x\"]}]"
            })
    void refusesWhatIsNoSelectorAndSaysWhatToWrite(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SelectorAnnotation.parse(value))
                .withMessageContaining(ClusterSelector.ANNOTATION + " is " + value + ": ")
                .withMessageContaining("[{\"key\":\"region\",\"operator\":\"in\",\"values\":[\"eu\"]}]");
    }
}
