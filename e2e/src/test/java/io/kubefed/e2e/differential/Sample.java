package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An object of a built-in type, and all that is usually done with one.
 *
 * @param path of its collection
 * @param object without {@code apiVersion} and {@code kind}
 */
record Sample(String path, ObjectNode object) {

    private static final Set<String> WITHOUT_STATUS = Set.of(
            "configmaps",
            "secrets",
            "serviceaccounts",
            "podtemplates",
            "limitranges",
            "endpoints",
            "events",
            "ingressclasses",
            "networkpolicies",
            "roles",
            "rolebindings",
            "clusterroles",
            "clusterrolebindings",
            "priorityclasses",
            "storageclasses",
            "leases",
            "endpointslices",
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations");
    private static final Set<String> SCALED = Set.of("deployments", "replicasets", "statefulsets");

    /** The samples of a file of this directory: each a path and an object. */
    static List<Sample> read(String file) {
        List<Sample> samples = new ArrayList<>();
        for (JsonNode sample : Scenario.yaml(file)) {
            sample.properties()
                    .forEach(entry -> samples.add(new Sample(entry.getKey(), (ObjectNode) entry.getValue())));
        }
        return samples;
    }

    /** It is created, read in all forms, changed in all ways, listed, watched and deleted. */
    Scenario scenario() {
        String name = object.at("/metadata/name").asText();
        String one = path + "/" + name;
        String plural = path.substring(path.lastIndexOf('/') + 1);
        List<Step> steps = new ArrayList<>();
        steps.add(Step.of("POST " + path + "?dryRun=All", object));
        steps.add(Step.of("POST " + path, object));
        steps.add(Step.of("POST " + path, object));
        for (String form : List.of("", " as table", " as metadata", " as yaml")) {
            steps.add(Step.of("GET " + one + form, null));
        }
        String selected = path + "?fieldSelector=metadata.name%3D" + name;
        for (String form : List.of("", " as table", " as metadatalist")) {
            steps.add(Step.of("GET " + selected + form, null));
        }
        steps.add(Step.of("PATCH merge " + one, json("{'metadata':{'labels':{'l':'1'}}}")));
        steps.add(Step.of("PATCH merge " + one, json("{'metadata':{'labels':{'l':'1'}}}")));
        steps.add(
                Step.of("PATCH json " + one, json("[{'op':'add','path':'/metadata/annotations','value':{'a':'1'}}]")));
        steps.add(Step.of(
                "PATCH strategic " + one + "?fieldManager=s", json("{'metadata':{'finalizers':['example.com/f']}}")));
        steps.add(Step.of("PATCH apply " + one + "?fieldManager=m", applied(name)));
        steps.add(Step.of("PATCH apply " + one + "?fieldManager=n&dryRun=All", applied(name)));
        steps.add(Step.of("PUT " + one + "?fieldManager=p", object));
        steps.add(Step.of("PATCH merge " + one, json("{'bogus':1}")));
        steps.add(Step.of("PATCH merge " + one + "?fieldValidation=Strict", json("{'bogus':1}")));
        if (!WITHOUT_STATUS.contains(plural)) {
            steps.add(Step.of("GET " + one + "/status", null));
            steps.add(Step.of(
                    "PATCH merge " + one + "/status",
                    json("{'metadata':{'labels':{'x':'y'},'annotations':{'from':'status'}}}")));
        }
        if (SCALED.contains(plural)) {
            steps.add(Step.of("GET " + one + "/scale", null));
            steps.add(Step.of("PATCH merge " + one + "/scale", json("{'spec':{'replicas':4}}")));
        }
        steps.add(Step.of("GET " + selected + "&watch=1&resourceVersion={rv2}&timeoutSeconds=1", null));
        steps.add(Step.of("DELETE " + one + "?dryRun=All", null));
        steps.add(Step.of("DELETE " + one, json("{'propagationPolicy':'Background'}")));
        steps.add(Step.of("GET " + one, null));
        steps.add(Step.of("PATCH merge " + one, json("{'metadata':{'finalizers':null}}")));
        steps.add(Step.of("DELETE " + one, null));
        steps.add(Step.of("GET " + one, null));
        return new Scenario(plural + " " + name, steps);
    }

    private ObjectNode applied(String name) {
        ObjectNode applied = JsonNodeFactory.instance.objectNode();
        applied.set("apiVersion", object.path("apiVersion"));
        applied.set("kind", object.path("kind"));
        applied.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("l", "1")
                .put("m", "2");
        return applied;
    }

    private static JsonNode json(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
