package io.kubefed.apiserver.patch;

import static io.kubefed.apiserver.patch.Trees.object;
import static io.kubefed.apiserver.patch.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {

    private static final String OBJECT = "{a: 1, l: [x, y, z], m: {n: {o: p}}, 'q/r': s, 't~u': v}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{op: add, path: /b, value: 2}] | {a: 1, b: 2}",
                "[{op: add, path: /b}] | {a: 1, b: null}",
                "[{op: replace, path: /a, value: [2]}] | {a: [2]}",
                "[{op: replace, path: /missing, value: 2}] | {a: 1, missing: 2}",
                "[{op: remove, path: /a}] | {}",
                "[{op: copy, from: /a, path: /b}] | {a: 1, b: 1}",
                "[{op: move, from: /a, path: /b}] | {b: 1}",
                "[{op: test, path: /a, value: 1}, {op: add, path: /c, value: 3}] | {a: 1, c: 3}",
                "[{op: test, path: /a, value: 1.0}] | {a: 1}",
                "[{op: test, path: /nothing}] | {a: 1}",
            })
    void changesMembers(String patch, String expected) {
        assertThat(JsonPatch.apply(object("{a: 1}"), tree(patch))).isEqualTo(tree(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{op: add, path: /l/1, value: n}] | [x, n, y, z]",
                "[{op: add, path: /l/-, value: n}] | [x, y, z, n]",
                "[{op: add, path: /l/3, value: n}] | [x, y, z, n]",
                "[{op: remove, path: /l/-1}] | [x, y]",
                "[{op: replace, path: /l/0, value: n}] | [n, y, z]",
                "[{op: move, from: /l/0, path: /l/2}] | [y, z, x]",
                "[{op: copy, from: /m/n/o, path: /l/0}] | [p, x, y, z]",
                "[{op: copy, from: /q~1r, path: /l/0}, {op: copy, from: /t~0u, path: /l/0}] | [v, s, x, y, z]",
            })
    void changesLists(String patch, String expected) {
        assertThat(JsonPatch.apply(object(OBJECT), tree(patch)).get("l")).isEqualTo(tree(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{op: remove, path: /missing}]",
                "[{op: remove, path: /l/3}]",
                "[{op: add, path: /l/4, value: 1}]",
                "[{op: add, path: /l/x, value: 1}]",
                "[{op: add, path: /missing/b, value: 1}]",
                "[{op: add, path: /a/b, value: 1}]",
                "[{op: add, path: '', value: 1}]",
                "[{op: add, value: 1}]",
                "[{op: test, path: /a, value: 2}]",
                "[{op: move, from: /missing, path: /b}]",
                "[{op: shout, path: /a}]",
                "[{}]",
            })
    void refusesWhatCannotBeDone(String patch) {
        PatchException refusal =
                catchThrowableOfType(PatchException.class, () -> JsonPatch.apply(object(OBJECT), tree(patch)));

        assertThat(refusal.code()).isEqualTo(422);
        assertThat(refusal.reason()).isEqualTo("Invalid");
        assertThat(refusal).hasMessage("the server rejected our request due to an error in our request");
    }

    @Test
    void refusesWhatIsNoPatch() {
        PatchException refusal =
                catchThrowableOfType(PatchException.class, () -> JsonPatch.apply(object(OBJECT), tree("{a: 1}")));

        assertThat(refusal.code()).isEqualTo(400);
        assertThat(refusal)
                .hasMessage("error decoding patch: json: cannot unmarshal object into Go value of type"
                        + " []handlers.jsonPatchOp");
    }

    @Test
    void refusesWhatIsNoOperation() {
        PatchException refusal =
                catchThrowableOfType(PatchException.class, () -> JsonPatch.apply(object(OBJECT), tree("[1]")));

        assertThat(refusal.code()).isEqualTo(400);
        assertThat(refusal)
                .hasMessage("error decoding patch: json: cannot unmarshal number into Go value of type"
                        + " handlers.jsonPatchOp");
    }

    @Test
    void refusesTooManyOperations() {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i <= 10_000; i++) {
            patch.add(tree("{op: test, path: /a, value: 1}"));
        }

        PatchException refusal =
                catchThrowableOfType(PatchException.class, () -> JsonPatch.apply(object(OBJECT), patch));

        assertThat(refusal.code()).isEqualTo(413);
        assertThat(refusal).hasMessageEndingWith("The allowed maximum operations in a JSON patch is 10000, got 10001");
    }

    @Test
    void refusesToCopyWithoutEnd() {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 40; i++) {
            patch.add(tree("{op: copy, from: /m, path: /m/m" + i + "}"));
        }

        PatchException refusal =
                catchThrowableOfType(PatchException.class, () -> JsonPatch.apply(object(OBJECT), patch));

        assertThat(refusal.code()).isEqualTo(413);
    }

    @Test
    void leavesTheObjectAlone() {
        ObjectNode object = object(OBJECT);

        JsonPatch.apply(object, tree("[{op: remove, path: /l/0}, {op: add, path: /m/n/x, value: 1}]"));

        assertThat(object).isEqualTo(object(OBJECT));
    }
}
