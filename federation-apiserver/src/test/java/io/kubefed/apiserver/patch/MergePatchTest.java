package io.kubefed.apiserver.patch;

import static io.kubefed.apiserver.patch.Trees.object;
import static io.kubefed.apiserver.patch.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the examples of RFC 7386, appendix A, whose documents are objects. */
class MergePatchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a: b} | {a: c} | {a: c}",
                "{a: b} | {b: c} | {a: b, b: c}",
                "{a: b} | {a: null} | {}",
                "{a: b, b: c} | {a: null} | {b: c}",
                "{a: [b]} | {a: c} | {a: c}",
                "{a: c} | {a: [b]} | {a: [b]}",
                "{a: {b: c}} | {a: {b: d, c: null}} | {a: {b: d}}",
                "{a: [{b: c}]} | {a: [1]} | {a: [1]}",
                "{e: null} | {a: 1} | {e: null, a: 1}",
                "{} | {a: {bb: {ccc: null}}} | {a: {bb: {}}}",
            })
    void followsTheExamples(String object, String patch, String expected) {
        assertThat(MergePatch.apply(object(object), tree(patch))).isEqualTo(tree(expected));
    }

    @Test
    void refusesWhatIsNoObject() {
        assertThatThrownBy(() -> MergePatch.apply(object("{}"), tree("[]")))
                .isInstanceOfSatisfying(
                        PatchException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(400));
    }

    @Test
    void leavesTheObjectAlone() {
        ObjectNode object = object("{a: {b: {c: 1}}}");

        MergePatch.apply(object, tree("{a: {b: {c: null, d: 2}}}"));

        assertThat(object).isEqualTo(object("{a: {b: {c: 1}}}"));
    }
}
