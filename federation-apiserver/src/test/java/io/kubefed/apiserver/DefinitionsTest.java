package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Api.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types that users define, and their objects. */
class DefinitionsTest {

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String THINGS = "/apis/st.io/v1/namespaces/default/things";
    private static final String SCHEMA = "{'type':'object','properties':{'spec':{'type':'object','properties':{"
            + "'n':{'type':'integer','minimum':0},'s':{'type':'string','maxLength':5},'e':{'type':'string','enum':['a','b']},"
            + "'al':{'type':'array','maxItems':3,'items':{'type':'string'}},"
            + "'set':{'type':'array','x-kubernetes-list-type':'set','items':{'type':'string'}},"
            + "'map':{'type':'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k','p'],'items':{'type':'object',"
            + "'properties':{'k':{'type':'string'},'p':{'type':'string','default':'TCP'}}}},"
            + "'any':{'type':'object','x-kubernetes-preserve-unknown-fields':true},"
            + "'ios':{'x-kubernetes-int-or-string':true}}},"
            + "'status':{'type':'object','properties':{'at':{'type':'integer'}}}}}";
    private static final String DEFINITION =
            "{'metadata':{'name':'things.st.io'},'spec':{'group':'st.io','scope':'Namespaced',"
                    + "'names':{'plural':'things','kind':'Thing'},'versions':["
                    + "{'name':'v1beta1','served':true,'storage':false,'deprecated':true,'schema':{'openAPIV3Schema':{'type':'object','properties':"
                    + "{'spec':{'type':'object','properties':{'n':{'type':'integer'}}}}}}},"
                    + "{'name':'v1','served':true,'storage':true,'subresources':{'status':{},'scale':{'specReplicasPath':'.spec.n','statusReplicasPath':'.status.at'}},"
                    + "'selectableFields':[{'jsonPath':'.spec.e'}],'schema':{'openAPIV3Schema':" + SCHEMA + "}}]}}";

    private final Api api = new Api();
    private Reply definition;

    @BeforeEach
    void define() {
        definition = api.post(DEFINITIONS, DEFINITION);
    }

    @Test
    void completesADefinitionAndServesItAtOnce() {
        assertThat(definition.status()).isEqualTo(201);
        assertThat(definition.at("/spec/names").toString())
                .isEqualTo(
                        "{\"plural\":\"things\",\"kind\":\"Thing\",\"singular\":\"thing\",\"listKind\":\"ThingList\"}");
        assertThat(definition.at("/status/storedVersions").toString()).isEqualTo("[\"v1\"]");
        assertThat(definition.at("/status/conditions/0/type").asText()).isEqualTo("NamesAccepted");
        assertThat(definition.at("/status/conditions/1/reason").asText()).isEqualTo("InitialNamesAccepted");
        assertThat(api.get("/apis/st.io").at("/versions").toString())
                .isEqualTo(
                        "[{\"groupVersion\":\"st.io/v1\",\"version\":\"v1\"},{\"groupVersion\":\"st.io/v1beta1\",\"version\":\"v1beta1\"}]");
        assertThat(api.get("/openapi/v3/apis/st.io/v1")
                        .at("/components/schemas/io.st.v1.Thing/properties/spec/type")
                        .asText())
                .isEqualTo("object");
    }

    @Test
    void isInstalledByAnApplyThatIsRepeated() {
        String body =
                "{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition'," + DEFINITION.substring(1);
        api.delete(DEFINITIONS + "/things.st.io", "{}");
        api.merge(DEFINITIONS + "/things.st.io", "{'metadata':{'finalizers':null}}");

        Reply first = api.apply(DEFINITIONS + "/things.st.io?fieldManager=m", body);
        Reply second = api.apply(DEFINITIONS + "/things.st.io?fieldManager=m", body);
        Reply tightened =
                api.apply(DEFINITIONS + "/things.st.io?fieldManager=m", body.replace("'maxItems':3", "'maxItems':2"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(tightened.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(tightened.at("/status/conditions")).hasSize(2);
        assertThat(api.post(THINGS, "{'metadata':{'name':'a'},'spec':{'al':['1','2','3']}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void prunesAndFillsIn() {
        Reply thing = api.post(
                THINGS,
                "{'metadata':{'name':'a'},'bogus':1,'status':{'at':1},'spec':{'n':1,'bogus':2,'any':{'kept':3},'map':[{'k':'x'}],'ios':'50%'}}");

        assertThat(thing.status()).isEqualTo(201);
        assertThat(thing.warnings())
                .containsExactly("299 - \"unknown field \\\"bogus\\\"\"", "299 - \"unknown field \\\"spec.bogus\\\"\"");
        assertThat(thing.at("/spec").toString())
                .isEqualTo("{\"n\":1,\"any\":{\"kept\":3},\"map\":[{\"k\":\"x\",\"p\":\"TCP\"}],\"ios\":\"50%\"}");
        assertThat(thing.body().has("status")).isFalse();
        assertThat(api.get(THINGS).at("/items/0/kind").asText()).isEqualTo("Thing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'n':-1                          | spec.n: Invalid value: -1: spec.n in body should be greater than or equal to 0",
                "'n':'x'                         | spec.n: Invalid value: \"string\": spec.n in body must be of type integer: \"string\"",
                "'s':'abcdef'                    | spec.s: Too long: may not be more than 5 bytes",
                "'e':'z'                         | spec.e: Unsupported value: \"z\": supported values: \"a\", \"b\"",
                "'al':['1','2','3','4']          | spec.al: Too many: 4: must have at most 3 items",
                "'set':['x','x']                 | spec.set[1]: Duplicate value: \"x\"",
                "'map':[{'k':'a'},{'k':'a'}]     | spec.map[1]: Duplicate value: {\"k\":\"a\",\"p\":\"TCP\"}"
            })
    void refusesValuesThatDoNotFit(String member, String words) {
        Reply reply = api.post(THINGS, "{'metadata':{'name':'a'},'spec':{" + member + "}}");

        assertThat(reply.message()).isEqualTo("Thing.st.io \"a\" is invalid: " + words);
        assertThat(reply.status()).isEqualTo(422);
    }

    @Test
    void leavesInPeaceWhatAnUpdateDoesNotTouch() {
        api.post(THINGS, "{'metadata':{'name':'a'},'spec':{'s':'abcde'}}");
        api.merge(DEFINITIONS + "/things.st.io", DEFINITION.replace("'maxLength':5", "'maxLength':2"));

        assertThat(api.merge(THINGS + "/a", "{'spec':{'n':3}}").status()).isEqualTo(200);
        assertThat(api.merge(THINGS + "/a", "{'spec':{'s':'abcd'}}").status()).isEqualTo(422);
    }

    @Test
    void showsAnotherVersion() {
        api.post(THINGS, "{'metadata':{'name':'a'},'spec':{'n':1,'s':'x'}}");

        Reply older = api.get("/apis/st.io/v1beta1/namespaces/default/things/a");

        assertThat(older.at("/apiVersion").asText()).isEqualTo("st.io/v1beta1");
        assertThat(older.at("/spec").toString()).isEqualTo("{\"n\":1}");
        assertThat(older.warnings()).containsExactly("299 - \"st.io/v1beta1 Thing is deprecated; use st.io/v1 Thing\"");
    }

    @Test
    void scalesByThePathOfItsDefinition() {
        api.post(THINGS, "{'metadata':{'name':'a'},'spec':{'n':1}}");

        Reply scaled = api.merge(THINGS + "/a/scale", "{'spec':{'replicas':4}}");

        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(api.get(THINGS + "/a").at("/spec/n").asInt()).isEqualTo(4);
    }

    @Test
    void selectsByTheFieldsOfItsDefinition() {
        api.post(THINGS, "{'metadata':{'name':'a'},'spec':{'e':'a'}}");
        api.post(THINGS, "{'metadata':{'name':'b'},'spec':{'e':'b'}}");

        assertThat(api.get(THINGS + "?fieldSelector=spec.e%3Db").names()).containsExactly("b");
        assertThat(api.get(THINGS + "?fieldSelector=spec.n%3D1").message())
                .isEqualTo("field label not supported: spec.n");
    }

    @Test
    void needsAVersionToReplaceAndKnowsNoStrategicPatch() {
        api.post(THINGS, "{'metadata':{'name':'a'}}");

        assertThat(api.put(THINGS + "/a", "{'metadata':{'name':'a'}}").message())
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        assertThat(api.send("PATCH", THINGS + "/a", "application/strategic-merge-patch+json", "{}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void refusesNewObjectsOfATypeThatIsGoing() {
        api.post(THINGS, "{'metadata':{'name':'a','finalizers':['x.y/z']}}");

        Reply going = api.delete(DEFINITIONS + "/things.st.io", "");

        assertThat(going.at("/status/conditions/2/type").asText()).isEqualTo("Terminating");
        assertThat(going.at("/metadata/finalizers").toString())
                .isEqualTo("[\"customresourcecleanup.apiextensions.k8s.io\"]");
        assertThat(api.post(THINGS, "{'metadata':{'name':'b'}}").message())
                .isEqualTo(
                        "things.st.io \"b\" is forbidden: create not allowed while custom resource definition is terminating");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "things.st.io      | other.st.io       | metadata.name: Invalid value: \"other.st.io\": must be spec.names.plural+\".\"+spec.group",
                "'scope':'Namespaced' | 'scope':'Foo'  | spec.scope: Unsupported value: \"Foo\": supported values: \"Cluster\", \"Namespaced\"",
                "'storage':true    | 'storage':false   | must have exactly one version marked as storage version",
                "'n':{'type':'integer','minimum':0} | 'n':{} | spec.versions[1].schema.openAPIV3Schema.properties[spec].properties[n].type: Required value: must not be empty for specified object fields"
            })
    void refusesADefinitionThatIsNone(String good, String bad, String words) {
        Reply reply = api.post(DEFINITIONS, DEFINITION.replace(good, bad));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.message()).contains(words);
    }
}
