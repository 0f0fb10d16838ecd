package io.kubefed.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Cells that take more than a path. What has no rule shows {@code <none>}. */
final class OwnCells {

    private static final String NONE = "<none>";

    private OwnCells() {}

    static JsonNode of(Resource resource, String column, ObjectNode object, Instant now) {
        return switch (resource.groupResource() + " " + column) {
            case "configmaps Data" ->
                number(object.path("data").size() + object.path("binaryData").size());
            case "secrets Data" -> number(object.path("data").size());
            case "pods Ready" -> text(podReady(object));
            case "pods Status" -> text(podStatus(object));
            case "pods Restarts" -> text(Integer.toString(sum(object, "containerStatuses", "restartCount")));
            case "services External-IP" -> text(externalAddress(object));
            case "services Port(s)" -> text(servicePorts(object));
            case "ingresses.networking.k8s.io Hosts" -> text(hosts(object));
            case "ingresses.networking.k8s.io Address" -> text(addresses(object));
            case "ingresses.networking.k8s.io Ports" ->
                text(object.path("spec").path("tls").isEmpty() ? "80" : "80, 443");
            case "jobs.batch Completions" -> text(completions(object));
            case "jobs.batch Duration" -> text(duration(object, now));
            case "jobs.batch Status" -> text(jobStatus(object));
            case "nodes Status" -> text(nodeStatus(object));
            default ->
                switch (column) {
                    case "Selector", "Pod-Selector", "Node Selector" -> text(selector(object));
                    case "Containers" -> text(containers(object, "name"));
                    case "Images" -> text(containers(object, "image"));
                    default -> text(NONE);
                };
        };
    }

    private static JsonNode number(int value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static String podReady(ObjectNode pod) {
        int ready = 0;
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            ready += container.path("ready").asBoolean(false) ? 1 : 0;
        }
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    private static String podStatus(ObjectNode pod) {
        if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
            return "Terminating";
        }
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            String waiting = Json.text(container, "state", "waiting", "reason");
            if (!waiting.isEmpty()) {
                return waiting;
            }
        }
        String reason = Json.text(pod, "status", "reason");
        return reason.isEmpty() ? Json.text(pod, "status", "phase") : reason;
    }

    private static int sum(ObjectNode object, String list, String field) {
        int sum = 0;
        for (JsonNode item : object.path("status").path(list)) {
            sum += item.path(field).asInt(0);
        }
        return sum;
    }

    private static String externalAddress(ObjectNode service) {
        List<String> found = new ArrayList<>();
        service.path("spec").path("externalIPs").forEach(address -> found.add(address.asText()));
        found.addAll(balancers(service));
        String type = Json.text(service, "spec", "type");
        if (type.equals("ExternalName")) {
            return Json.text(service, "spec", "externalName");
        }
        if (found.isEmpty()) {
            return type.equals("LoadBalancer") ? "<pending>" : NONE;
        }
        return String.join(",", found);
    }

    private static List<String> balancers(ObjectNode object) {
        List<String> found = new ArrayList<>();
        for (JsonNode entry : object.path("status").path("loadBalancer").path("ingress")) {
            String address = entry.path("ip").asText("");
            found.add(address.isEmpty() ? entry.path("hostname").asText("") : address);
        }
        return found;
    }

    private static String addresses(ObjectNode ingress) {
        return String.join(",", balancers(ingress));
    }

    private static String servicePorts(ObjectNode service) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            String node = port.path("nodePort").asInt(0) > 0
                    ? ":" + port.path("nodePort").asText()
                    : "";
            ports.add(port.path("port").asText() + node + "/"
                    + port.path("protocol").asText("TCP"));
        }
        return ports.isEmpty() ? NONE : String.join(",", ports);
    }

    private static String hosts(ObjectNode ingress) {
        List<String> hosts = new ArrayList<>();
        ingress.path("spec")
                .path("rules")
                .forEach(rule -> hosts.add(rule.path("host").asText("*")));
        return hosts.isEmpty() ? "*" : String.join(",", hosts);
    }

    private static String completions(ObjectNode job) {
        int succeeded = job.path("status").path("succeeded").asInt(0);
        JsonNode wanted = job.path("spec").path("completions");
        if (wanted.isNumber()) {
            return succeeded + "/" + wanted.asInt();
        }
        int parallel = job.path("spec").path("parallelism").asInt(0);
        return succeeded + "/1" + (parallel > 1 ? " of " + parallel : "");
    }

    private static String duration(ObjectNode job, Instant now) {
        String start = Json.text(job, "status", "startTime");
        if (start.isEmpty()) {
            return "";
        }
        String end = Json.text(job, "status", "completionTime");
        return Age.of(Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end)));
    }

    private static String jobStatus(ObjectNode job) {
        if (holds(job, "Complete")) {
            return "Complete";
        }
        if (holds(job, "Failed")) {
            return "Failed";
        }
        if (job.path("metadata").hasNonNull("deletionTimestamp")) {
            return "Terminating";
        }
        return job.path("spec").path("suspend").asBoolean(false) ? "Suspended" : "Running";
    }

    private static String nodeStatus(ObjectNode node) {
        String ready = holds(node, "Ready") ? "Ready" : "NotReady";
        return node.path("spec").path("unschedulable").asBoolean(false) ? ready + ",SchedulingDisabled" : ready;
    }

    private static boolean holds(ObjectNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return condition.path("status").asText("").equals("True");
            }
        }
        return false;
    }

    private static String selector(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode selector = spec.has("podSelector") ? spec.path("podSelector") : spec.path("selector");
        JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
        String text = labels.properties().stream()
                .filter(label -> label.getValue().isTextual())
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .sorted()
                .collect(Collectors.joining(","));
        return text.isEmpty() ? NONE : text;
    }

    private static String containers(ObjectNode object, String field) {
        JsonNode spec = object.path("spec");
        JsonNode template = spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec;
        List<String> found = new ArrayList<>();
        template.path("template")
                .path("spec")
                .path("containers")
                .forEach(c -> found.add(c.path(field).asText("")));
        return String.join(",", found);
    }
}
