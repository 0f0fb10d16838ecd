package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Api.Reply;
import io.kubefed.apiserver.protobuf.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What create, replace, patch and apply answer. */
class WritesTest {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String DEPLOYMENT = "{'metadata':{'name':'shop'},'spec':{'selector':{'matchLabels':{'a':'b'}},"
            + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i'}]}}}}";

    private final Api api = new Api();

    @Test
    void completesWhatItCreates() {
        Reply created = api.post(
                CONFIG_MAPS,
                "{'metadata':{'name':'a','uid':'mine','generation':77,'selfLink':'/x','deletionTimestamp':'2020-01-01T00:00:00Z'}}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/kind").asText()).isEqualTo("ConfigMap");
        assertThat(created.at("/metadata/namespace").asText()).isEqualTo("default");
        assertThat(created.at("/metadata/uid").asText())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(created.at("/metadata/creationTimestamp").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(77);
        assertThat(created.at("/metadata").has("selfLink")).isFalse();
        assertThat(created.at("/metadata").has("deletionTimestamp")).isFalse();
    }

    @Test
    void makesNames() {
        String prefix = "a".repeat(70) + "-";

        assertThat(api.post(CONFIG_MAPS, "{'metadata':{'generateName':'job-'}}")
                        .at("/metadata/name")
                        .asText())
                .matches("job-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(api.post(CONFIG_MAPS, "{'metadata':{'generateName':'" + prefix + "'}}")
                        .at("/metadata/name")
                        .asText())
                .hasSize(63);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 422 | ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required",
                "null                                                      | 422 | metadata.name: Required value",
                "{'metadata':{'name':'Bad_Name'}}                          | 422 | ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must",
                "{'metadata':{'name':'a','labels':{'x':'b c'}}}            | 422 | metadata.labels: Invalid value: \"b c\": a valid label must",
                "{'metadata':{'name':'a','finalizers':['x']}}              | 422 | metadata.finalizers[0]: Invalid value: \"x\": name is neither a standard finalizer name nor is it fully qualified",
                "{'metadata':{'name':'a'},'data':{'a b':'c'}}              | 422 | data[a b]: Invalid value: \"a b\": a valid config key must",
                "{'metadata':{'name':'a','namespace':'other'}}             | 400 | the namespace of the provided object does not match the namespace sent on the request",
                "{'metadata':{'name':'a','resourceVersion':'5'}}           | 500 | resourceVersion should not be set on objects to be created",
                "{'kind':'Secret','apiVersion':'v1'}                       | 400 | Secret in version \"v1\" cannot be handled as a ConfigMap: converting",
                "{'apiVersion':'v1beta1'}                                  | 400 | the API version in the data (v1beta1) does not match the expected API version (v1)",
                "{'metadata':{'name':'a'},'data':{'k':5}}                  | 400 | ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
                "{'metadata':                                              | 400 | the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error:",
                "[]                                                        | 400 | the object provided is unrecognized"
            })
    void refusesToCreate(String body, int status, String words) {
        Reply reply = api.post(CONFIG_MAPS, body);

        assertThat(reply.message()).contains(words);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void namesWhatIsThereOrNotThere() {
        api.configMap("a");

        assertThat(api.configMap("a").message()).isEqualTo("configmaps \"a\" already exists");
        assertThat(api.get(CONFIG_MAPS + "/b").body())
                .hasToString(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"configmaps \\\"b\\\" not found\","
                                + "\"reason\":\"NotFound\",\"details\":{\"name\":\"b\",\"kind\":\"configmaps\"},\"code\":404}");
        assertThat(api.get(DEPLOYMENTS + "/b").message()).isEqualTo("deployments.apps \"b\" not found");
        assertThat(api.post("/api/v1/namespaces/zz/configmaps", "{'metadata':{'name':'a'}}")
                        .message())
                .isEqualTo("namespaces \"zz\" not found");
        assertThat(api.put(CONFIG_MAPS + "/b", "{'metadata':{'name':'b'}}").status())
                .isEqualTo(404);
        assertThat(api.put(CONFIG_MAPS + "/b", "{'metadata':{'name':'c'}}").message())
                .isEqualTo("the name of the object (c) does not match the name on the URL (b)");
    }

    @Test
    void validatesFieldsAsStrictlyAsAsked() {
        String body = "{'metadata':{'name':'%s'},'bogus':1}";

        Reply strict = api.post(CONFIG_MAPS + "?fieldValidation=Strict", body.formatted("a"));
        Reply warned = api.post(CONFIG_MAPS, body.formatted("b"));
        Reply ignored = api.post(CONFIG_MAPS + "?fieldValidation=Ignore", body.formatted("c"));
        Reply nonsense = api.post(CONFIG_MAPS + "?fieldValidation=Foo", body.formatted("d"));
        Reply patched = api.merge(CONFIG_MAPS + "/b?fieldValidation=Strict", "{'bogus':1}");

        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.message())
                .isEqualTo(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"bogus\"");
        assertThat(warned.warnings()).containsExactly("299 - \"unknown field \\\"bogus\\\"\"");
        assertThat(warned.body().has("bogus")).isFalse();
        assertThat(ignored.warnings()).isEmpty();
        assertThat(nonsense.message())
                .isEqualTo(
                        "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Foo\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"");
        assertThat(patched.status()).isEqualTo(422);
        assertThat(patched.message())
                .contains("patch: Invalid value:")
                .contains("unknown field \\\"bogus\\\"".replace("\\", ""));
    }

    @Test
    void tellsWhatCameTwice() {
        String body = "{'metadata':{'name':'a'},'data':{'a':'1','a':'2'},'data':{'b':'3'}}";

        Reply strict = api.post(CONFIG_MAPS + "?fieldValidation=Strict", body);
        Reply warned = api.post(CONFIG_MAPS, body);

        assertThat(strict.message())
                .endsWith("strict decoding error: duplicate field \"data.a\", duplicate field \"data\"");
        assertThat(warned.warnings())
                .containsExactly("299 - \"duplicate field \\\"data.a\\\"\"", "299 - \"duplicate field \\\"data\\\"\"");
        assertThat(warned.at("/data").toString()).isEqualTo("{\"b\":\"3\"}");
    }

    @Test
    void replacesOnlyTheVersionThatIsMeant() {
        String version = api.configMap("a").version();
        String body = "{'metadata':{'name':'a','resourceVersion':'%s'},'data':{'k':'%s'}}";

        Reply replaced = api.put(CONFIG_MAPS + "/a", body.formatted(version, "1"));
        Reply stale = api.put(CONFIG_MAPS + "/a", body.formatted(version, "2"));
        Reply whatever = api.put(CONFIG_MAPS + "/a", "{'metadata':{'name':'a'},'data':{'k':'3'}}");
        Reply again = api.put(CONFIG_MAPS + "/a", "{'metadata':{'name':'a'},'data':{'k':'3'}}");

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.message())
                .isEqualTo(
                        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
        assertThat(whatever.at("/data/k").asText()).isEqualTo("3");
        assertThat(again.version()).isEqualTo(whatever.version());
    }

    @Test
    void keepsWhatNobodyMayChange() {
        Reply created = api.configMap("a");

        Reply patched = api.merge(
                CONFIG_MAPS + "/a",
                "{'metadata':{'creationTimestamp':'2000-01-01T00:00:00Z','generation':5},'data':{'k':'v'}}");
        Reply otherUid = api.merge(CONFIG_MAPS + "/a", "{'metadata':{'uid':'1'}}");
        Reply otherName = api.merge(CONFIG_MAPS + "/a", "{'metadata':{'name':'b'}}");
        Reply otherKind = api.merge(CONFIG_MAPS + "/a", "{'kind':'Secret'}");

        assertThat(patched.at("/metadata/creationTimestamp")).isEqualTo(created.at("/metadata/creationTimestamp"));
        assertThat(patched.at("/metadata").has("generation")).isFalse();
        assertThat(otherUid.status()).isEqualTo(422);
        assertThat(otherUid.at("/details/causes")).hasSize(2);
        assertThat(otherUid.message()).contains("metadata.uid: Invalid value: \"1\": field is immutable");
        assertThat(otherName.status()).isEqualTo(400);
        assertThat(otherKind.status()).isEqualTo(422);
    }

    @Test
    void countsGenerationsOfTheSpecification() {
        assertThat(api.post(DEPLOYMENTS, DEPLOYMENT).at("/metadata/generation").asInt())
                .isEqualTo(1);
        assertThat(generation("{'spec':{'replicas':4}}")).isEqualTo(2);
        assertThat(generation("{'metadata':{'labels':{'x':'y'}}}")).isEqualTo(2);
        assertThat(generation("{'metadata':{'annotations':{'x':'y'}}}")).isEqualTo(3);
        assertThat(generation("{'status':{'replicas':9}}")).isEqualTo(3);
        Reply status = api.merge(
                DEPLOYMENTS + "/shop/status",
                "{'status':{'replicas':9},'spec':{'replicas':1},'metadata':{'labels':{'l':'m'},'annotations':{'n':'o'}}}");
        assertThat(status.at("/metadata/generation").asInt()).isEqualTo(3);
        assertThat(status.at("/status/replicas").asInt()).isEqualTo(9);
        assertThat(status.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(status.at("/metadata/labels").has("l")).isFalse();
        assertThat(status.at("/metadata/annotations/n").asText()).isEqualTo("o");
    }

    private int generation(String patch) {
        return api.merge(DEPLOYMENTS + "/shop", patch)
                .at("/metadata/generation")
                .asInt();
    }

    @Test
    void refusesADeploymentThatCannotWork() {
        Reply empty = api.post(DEPLOYMENTS, "{'metadata':{'name':'x'},'spec':{}}");
        Reply others = api.post(DEPLOYMENTS, DEPLOYMENT.replace("'labels':{'a':'b'}", "'labels':{'a':'c'}"));
        api.post(DEPLOYMENTS, DEPLOYMENT);
        Reply moved = api.merge(
                DEPLOYMENTS + "/shop",
                "{'spec':{'selector':{'matchLabels':{'a':'z'}},'template':{'metadata':{'labels':{'a':'z'}}}}}");

        assertThat(empty.message())
                .startsWith("Deployment.apps \"x\" is invalid: [")
                .contains("spec.selector: Required value")
                .contains("spec.template.spec.containers: Required value");
        assertThat(others.message())
                .contains(
                        "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`");
        assertThat(moved.message())
                .contains("spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"z\"}}: field is immutable");
    }

    @Test
    void fillsInTheDefaultsOfADeployment() {
        Reply created = api.post(DEPLOYMENTS, DEPLOYMENT);

        assertThat(created.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(created.at("/spec/strategy").toString())
                .isEqualTo(
                        "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxUnavailable\":\"25%\",\"maxSurge\":\"25%\"}}");
        assertThat(created.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
        assertThat(created.at("/spec/template/spec/containers/0/imagePullPolicy")
                        .asText())
                .isEqualTo("Always");
        assertThat(created.at("/spec/template/spec/containers/0/resources").toString())
                .isEqualTo("{}");
        assertThat(created.at("/status").toString()).isEqualTo("{}");
    }

    @Test
    void scales() {
        api.post(DEPLOYMENTS, DEPLOYMENT);

        Reply scale = api.get(DEPLOYMENTS + "/shop/scale");
        Reply scaled = api.merge(DEPLOYMENTS + "/shop/scale", "{'spec':{'replicas':4}}");
        Reply negative = api.merge(DEPLOYMENTS + "/shop/scale", "{'spec':{'replicas':-1}}");
        Reply put = api.put(DEPLOYMENTS + "/shop/scale", "{'metadata':{'name':'shop'},'spec':{'replicas':2}}");

        assertThat(scale.at("/kind").asText()).isEqualTo("Scale");
        assertThat(scale.at("/status/selector").asText()).isEqualTo("a=b");
        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(negative.message()).startsWith("Scale.autoscaling \"shop\" is invalid: spec.replicas");
        assertThat(put.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(api.get(DEPLOYMENTS + "/shop").at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(api.get(DEPLOYMENTS + "/shop").at("/metadata/generation").asInt())
                .isEqualTo(3);
    }

    @Test
    void appliesWhatAManagerWants() {
        String body = "{'apiVersion':'v1','kind':'ConfigMap','metadata':{%s'name':'a'},'data':{'x':'%s'}}";

        Reply created = api.apply(CONFIG_MAPS + "/a?fieldManager=m1", body.formatted("'resourceVersion':'1',", "1"));
        Reply present = api.apply(CONFIG_MAPS + "/a?fieldManager=m1", body.formatted("'resourceVersion':'1',", "2"));
        Reply rival = api.apply(CONFIG_MAPS + "/a?fieldManager=m2", body.formatted("", "2"));
        Reply forced = api.apply(CONFIG_MAPS + "/a?fieldManager=m2&force=true", body.formatted("", "2"));
        Reply known = api.apply(
                CONFIG_MAPS + "/a?fieldManager=m2",
                body.formatted("'uid':'" + created.at("/metadata/uid").asText() + "',", "3"));
        Reply foreign = api.apply(
                CONFIG_MAPS + "/b?fieldManager=m2",
                body.formatted("'uid':'1',", "3").replace("'a'", "'b'"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(present.status()).isEqualTo(409);
        assertThat(rival.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"m1\": .data.x");
        assertThat(rival.at("/details/causes/0/reason").asText()).isEqualTo("FieldManagerConflict");
        assertThat(forced.at("/data/x").asText()).isEqualTo("2");
        assertThat(known.status()).isEqualTo(200);
        assertThat(known.at("/metadata/managedFields")).hasSize(1);
        assertThat(foreign.status()).isEqualTo(409);
        assertThat(foreign.message())
                .contains("uid mismatch: the provided object specified uid 1, and no existing object was found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?fieldManager=m | {'kind':'ConfigMap','apiVersion':'v1','metadata':{'name':'b'}}                       | 400 | the name of the object (b) does not match",
                "?fieldManager=m | {'kind':'ConfigMap','apiVersion':'v1','metadata':{'managedFields':[]}}               | 400 | metadata.managedFields must be nil",
                "?fieldManager=m | {'metadata':{'name':'a'}}                                                             | 400 | invalid object type: /, Kind=",
                "?fieldManager=m | {'kind':'ConfigMap','apiVersion':'v1','bogus':1}                                      | 500 | failed to create typed patch object (/; /v1, Kind=ConfigMap): .bogus: field not declared in schema",
                "''              | {'kind':'ConfigMap','apiVersion':'v1'}                                                | 422 | PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
            })
    void refusesToApply(String query, String body, int status, String words) {
        api.configMap("a");

        Reply reply = api.apply(CONFIG_MAPS + "/a" + query, body);

        assertThat(reply.message()).contains(words);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json-patch+json            | {}                                           | 400 | error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp",
                "application/json-patch+json            | [{'op':'remove','path':'/data/none'}]        | 422 | the server rejected our request due to an error in our request",
                "application/merge-patch+json           | [                                            | 400 | error decoding patch:",
                "application/strategic-merge-patch+json | {                                            | 400 | unexpected end of JSON input",
                "application/json                       | {}                                           | 415 | 415: Unsupported Media Type"
            })
    void refusesToPatch(String mediaType, String body, int status, String words) {
        api.configMap("a");

        Reply reply = api.send("PATCH", CONFIG_MAPS + "/a", mediaType, body);

        assertThat(reply.message()).contains(words);
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void storesNothingInADryRun() {
        Reply created = api.post(CONFIG_MAPS + "?dryRun=All", "{'metadata':{'name':'a'}}");
        api.configMap("b");
        Reply changed = api.merge(CONFIG_MAPS + "/b?dryRun=All", "{'data':{'k':'v'}}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/metadata").has("resourceVersion")).isFalse();
        assertThat(created.at("/metadata").has("uid")).isTrue();
        assertThat(changed.at("/data/k").asText()).isEqualTo("v");
        assertThat(api.get(CONFIG_MAPS).names()).containsExactly("b");
        assertThat(api.get(CONFIG_MAPS + "/b").body().has("data")).isFalse();
        assertThat(api.post(CONFIG_MAPS + "?dryRun=Foo", "{'metadata':{'name':'a'}}")
                        .message())
                .contains("dryRun: Unsupported value: [\"Foo\"]: supported values: \"All\"");
    }

    @Test
    void movesTheTextsOfASecret() {
        Reply secret =
                api.post("/api/v1/namespaces/default/secrets", "{'metadata':{'name':'s'},'stringData':{'k':'v'}}");

        assertThat(secret.at("/data").toString()).isEqualTo("{\"k\":\"dg==\"}");
        assertThat(secret.body().has("stringData")).isFalse();
        assertThat(secret.at("/type").asText()).isEqualTo("Opaque");
        assertThat(api.merge("/api/v1/namespaces/default/secrets/s", "{'type':'other'}")
                        .message())
                .contains("type: Invalid value: \"other\": field is immutable");
    }

    @Test
    void readsProtobuf() {
        WireWriter secret = new WireWriter()
                .message(1, new WireWriter().text(1, "s").text(2, "").message(8, new WireWriter()))
                .message(2, new WireWriter().text(1, "a").text(2, "b"))
                .text(3, "");

        Reply created = api.protobuf("POST", SECRETS, WireWriter.body("v1", "Secret", secret));
        Reply other = api.protobuf("POST", SECRETS, WireWriter.body("v1", "ConfigMap", secret));
        Reply broken = api.protobuf("POST", SECRETS, new byte[] {'k', '8', 's', 0, 1});
        Reply kept = api.protobuf(
                "DELETE", SECRETS + "/s", WireWriter.body("v1", "DeleteOptions", new WireWriter().text(5, "All")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/data").toString()).isEqualTo("{\"a\":\"Yg==\"}");
        assertThat(created.at("/type").asText()).isEqualTo("Opaque");
        assertThat(created.at("/metadata/managedFields/0/fieldsV1").toString())
                .isEqualTo("{\"f:data\":{\".\":{},\"f:a\":{}},\"f:type\":{}}");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.message()).startsWith("ConfigMap in version \"v1\" cannot be handled as a Secret:");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.message())
                .isEqualTo("the object provided is unrecognized (must be of type Secret):"
                        + " proto: Unknown: illegal tag 0 (wire type 1) (6b38730001)");
        assertThat(kept.status()).isEqualTo(200);
        assertThat(api.get(SECRETS + "/s").status()).isEqualTo(200);
    }
}
