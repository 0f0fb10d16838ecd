package io.kubefed.sync.field;

import static io.kubefed.sync.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.error.ApiStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the words of kube-apiserver 1.31.14 and 1.36.3. */
class UnknownFieldsTest {

    private static List<String> in(String message) {
        return UnknownFields.of(ApiStatus.of(500, "InternalError", message)).stream()
                .map(FieldPath::text)
                .toList();
    }

    private static String without(String json, String... paths) {
        ObjectNode object = object(json).json();
        for (String path : paths) {
            assertThat(new FieldPath(path.replace('\'', '"')).removeFrom(object))
                    .as(path)
                    .isTrue();
        }
        return object.toString().replace('"', '\'');
    }

    @Test
    void readsOneFieldAndSeveral() {
        assertThat(in("failed to create typed patch object (default/x; shop.example.com/v1, Kind=Gadget): .spec.color:"
                        + " field not declared in schema"))
                .containsExactly(".spec.color");
        assertThat(in("""
                        failed to create typed patch object (default/x; apps/v1, Kind=Deployment): errors:
                          .spec.template.spec.containers[name="ma \\"in"].ports[containerPort=80,protocol="TCP"].odd: field not declared in schema
                          .spec.template.spec.tolerations[0].oops: field not declared in schema"""))
                .containsExactly(
                        ".spec.template.spec.containers[name=\"ma \\\"in\"].ports[containerPort=80,protocol=\"TCP\"].odd",
                        ".spec.template.spec.tolerations[0].oops");
    }

    @Test
    void readsNothingFromOtherRefusals() {
        assertThat(
                        in(
                                "failed to create typed patch object (default/x; apps/v1, Kind=Deployment): .spec.a: expected map"))
                .isEmpty();
        assertThat(in("etcdserver: request timed out")).isEmpty();
        assertThat(in("")).isEmpty();
    }

    @Test
    void takesFieldsOutOfStructsAndLists() {
        assertThat(without("{'spec':{'a':1,'b':{'c':2}}}", ".spec.b.c")).isEqualTo("{'spec':{'a':1,'b':{}}}");
        assertThat(without("{'l':[{'name':'x','a':1},{'name':'y','a':2}]}", ".l[name='y'].a"))
                .isEqualTo("{'l':[{'name':'x','a':1},{'name':'y'}]}");
        assertThat(without("{'l':[{'a':1},{'a':2}]}", ".l[1].a")).isEqualTo("{'l':[{'a':1},{}]}");
    }

    @Test
    void findsAnItemByKeysOfWhichTheServerFilledInTheDefaults() {
        assertThat(without(
                        "{'p':[{'port':80,'protocol':'UDP','x':1},{'port':80,'x':2}]}", ".p[port=80,protocol='TCP'].x"))
                .isEqualTo("{'p':[{'port':80,'protocol':'UDP','x':1},{'port':80}]}");
    }

    @Test
    void readsNamesWithDotsAndBracketsAsTheObjectHasThem() {
        assertThat(without("{'spec':{'bar.baz':1,'bar':{'qux':2}}}", ".spec.bar.baz"))
                .isEqualTo("{'spec':{'bar':{'qux':2}}}");
        assertThat(without("{'m':{'a/b.c':{'d':1}},'n':1}", ".m.a/b.c.d")).isEqualTo("{'m':{'a/b.c':{}},'n':1}");
        assertThat(without("{'a.b':{'x':1},'a':{'b':{'c':2}}}", ".a.b.c")).isEqualTo("{'a.b':{'x':1},'a':{'b':{}}}");
        assertThat(without("{'l':[{'name':'a],b','x':1}]}", ".l[name='a],b'].x"))
                .isEqualTo("{'l':[{'name':'a],b'}]}");
    }

    @Test
    void leavesAnObjectAloneThatDoesNotHaveTheField() {
        ObjectNode object = object("{'kind':'A','metadata':{'name':'x'},'l':[{'name':'x'}]}")
                .json();
        ObjectNode before = object.deepCopy();

        for (String path : List.of(
                ".kind",
                ".metadata.name",
                ".spec",
                ".l[name=\"y\"].a",
                ".l[5].a",
                ".l[",
                ".l[name=]",
                ".l",
                "x",
                ".")) {
            boolean removed = new FieldPath(path).removeFrom(object);
            assertThat(removed).as(path).isEqualTo(path.equals(".l"));
        }
        before.remove("l");
        assertThat(object).isEqualTo(before);
    }
}
