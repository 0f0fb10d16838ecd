package io.kubefed.e2e.ownership;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.e2e.ownership.Step.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Sequences that a seed decides: few managers, fields and values, so that they meet. */
final class RandomSequences {

    private static final int STEPS = 9;
    private static final List<Verb> VERBS = List.of(
            Verb.APPLY,
            Verb.APPLY,
            Verb.APPLY,
            Verb.FORCE,
            Verb.FORCE,
            Verb.MERGE,
            Verb.MERGE,
            Verb.PUT,
            Verb.STRATEGIC);

    private final Random random;

    RandomSequences(long seed) {
        this.random = new Random(seed);
    }

    List<Sequence> take(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(this::sequence).toList();
    }

    private Sequence sequence(int number) {
        Kind kind = pick(List.of(Kind.WIDGET, Kind.WIDGET, Kind.CONFIGMAP, Kind.DEPLOYMENT));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(manager(), pick(List.of(Verb.POST, Verb.APPLY)), "", whole(kind)));
        while (steps.size() < STEPS) {
            steps.add(step(kind));
        }
        return new Sequence("generated " + number, kind, steps);
    }

    private Step step(Kind kind) {
        Verb verb = pick(VERBS);
        if (verb == Verb.STRATEGIC && kind == Kind.WIDGET) {
            verb = Verb.MERGE;
        }
        boolean whole = verb == Verb.PUT || kind == Kind.DEPLOYMENT && verb.applies() && chance(2);
        return new Step(manager(), verb, "", whole ? whole(kind) : body(kind));
    }

    private String manager() {
        return pick(List.of("a", "b", "c"));
    }

    /** What a server takes as a whole object. */
    private ObjectNode whole(Kind kind) {
        if (kind != Kind.DEPLOYMENT) {
            return body(kind);
        }
        ObjectNode deployment = body(kind);
        ObjectNode spec = deployment.withObject("/spec");
        spec.putObject("selector").putObject("matchLabels").put("app", "x");
        spec.withObject("/template/metadata/labels").put("app", "x");
        ArrayNode containers = spec.withArray("/template/spec/containers");
        if (containers.isEmpty()) {
            containers.addObject().put("name", "c1");
        }
        containers.forEach(container -> ((ObjectNode) container).put("image", "i" + random.nextInt(2)));
        return deployment;
    }

    private ObjectNode body(Kind kind) {
        ObjectNode body = object();
        maybe(() -> body.withObject("/metadata").set("labels", strings()));
        if (chance(4)) {
            body.withObject("/metadata").set("finalizers", names("x.y/"));
        }
        switch (kind) {
            case CONFIGMAP -> maybe(() -> body.set("data", strings()));
            case DEPLOYMENT -> deployment(body);
            default -> widget(body);
        }
        return body;
    }

    private void deployment(ObjectNode body) {
        maybe(() -> body.withObject("/spec").put("replicas", 1 + random.nextInt(2)));
        maybe(() -> body.withObject("/spec").put("minReadySeconds", random.nextInt(2)));
        maybe(() -> body.withObject("/spec/template/spec").set("nodeSelector", strings()));
        maybe(() -> {
            ArrayNode containers = body.withObject("/spec/template/spec").putArray("containers");
            names("c").forEach(name -> containers.add(container(name.asText())));
        });
    }

    private ObjectNode container(String name) {
        ObjectNode container = object().put("name", name);
        // A merge patch replaces the list, so that every container needs an image.
        container.put("image", "i" + random.nextInt(2));
        maybe(() -> container.set("args", names("a")));
        maybe(() -> {
            ArrayNode environment = container.putArray("env");
            names("E")
                    .forEach(each ->
                            environment.addObject().put("name", each.asText()).put("value", value()));
        });
        maybe(() -> container.putArray("ports").addObject().put("containerPort", 80 + random.nextInt(2)));
        return container;
    }

    private void widget(ObjectNode body) {
        maybe(() -> body.set("data", strings()));
        ObjectNode spec = object();
        maybe(() -> spec.put("size", random.nextInt(2)));
        maybe(() -> spec.put("color", pick(List.of("red", "blue"))));
        maybe(() -> spec.set("args", names("a")));
        maybe(() -> spec.set("tags", names("t")));
        maybe(() -> spec.putObject("place").put("zone", value()));
        maybe(() -> spec.set("free", free(2)));
        maybe(() -> {
            ObjectNode groups = spec.putObject("groups");
            names("g").forEach(name -> groups.set(name.asText(), strings()));
        });
        maybe(() -> {
            ArrayNode ports = spec.putArray("ports");
            names("1").forEach(port -> ports.addObject().put("port", Integer.parseInt(port.asText())));
            ports.forEach(port -> maybe(() -> ((ObjectNode) port).put("name", value())));
        });
        maybe(() -> {
            ArrayNode parts = spec.putArray("parts");
            names("p").forEach(name -> parts.add(part(name.asText())));
        });
        if (!spec.isEmpty() || chance(3)) {
            body.set("spec", spec);
        }
    }

    private ObjectNode part(String name) {
        ObjectNode part = object().put("name", name);
        maybe(() -> part.put("image", value()));
        maybe(() -> part.set("args", names("a")));
        maybe(() -> part.set("env", strings()));
        return part;
    }

    private ObjectNode free(int depth) {
        ObjectNode free = object();
        names("f").forEach(name -> {
            switch (random.nextInt(depth > 0 ? 4 : 3)) {
                case 0 -> free.put(name.asText(), random.nextInt(3));
                case 1 -> free.set(name.asText(), names("l"));
                case 2 -> free.put(name.asText(), random.nextBoolean());
                default -> free.set(name.asText(), free(depth - 1));
            }
        });
        return free;
    }

    private ObjectNode strings() {
        ObjectNode strings = object();
        // Members that the structure of groups declares.
        for (String name : List.of("a", "b")) {
            maybe(() -> strings.put(name, value()));
        }
        return strings;
    }

    /** Some of three names, in any order. */
    private ArrayNode names(String prefix) {
        List<String> names = new ArrayList<>(List.of(prefix + 1, prefix + 2, prefix + 3));
        java.util.Collections.shuffle(names, random);
        ArrayNode some = JsonNodeFactory.instance.arrayNode();
        names.subList(0, random.nextInt(4)).forEach(some::add);
        return some;
    }

    private String value() {
        return pick(List.of("x", "y"));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void maybe(Runnable action) {
        if (chance(2)) {
            action.run();
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
