package io.kubefed.apiserver.type.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.type.generator.GoStructs.GoTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How built-in objects look in protobuf: the numbers and kinds of {@code generated.proto}, under the names that JSON has.
 *
 * <p>A field is {@code [number, name, kind]}, with Go's name behind it where that is not the name with a capital. A kind is a scalar or a
 * definition; {@code []} before it says that there are many, {@code {}} that it is the value of a map by text. A field without a name is
 * one whose members are members of the message itself; a field named {@code *} is all that there is of the message.
 */
final class GoMessages {

    /** Those that JSON has in forms of their own. */
    private static final Set<String> SPECIAL = Set.of(
            "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
            "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
            "io.k8s.apimachinery.pkg.apis.meta.v1.Duration",
            "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
            "io.k8s.apimachinery.pkg.api.resource.Quantity",
            "io.k8s.apimachinery.pkg.runtime.RawExtension",
            "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray",
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray");

    private static final Pattern PACKAGE = Pattern.compile("^package (\\S+);");
    private static final Pattern MESSAGE = Pattern.compile("^message (\\w+) \\{");
    private static final Pattern FIELD =
            Pattern.compile("^\\s+(optional|required|repeated)\\s+(\\S+)\\s+(\\w+) = (\\d+);");
    private static final Pattern MAP = Pattern.compile("^\\s+map<string,\\s*(\\S+)>\\s+(\\w+) = (\\d+);");

    private final GoStructs go;
    private final Map<Path, Map<String, List<ProtoField>>> packages = new HashMap<>();
    private final Map<String, ArrayNode> messages = new TreeMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    private record ProtoField(int number, String name, String prefix, String type) {}

    GoMessages(GoStructs go) {
        this.go = go;
    }

    /** The messages of these definitions and all that they need. */
    Map<String, ArrayNode> from(Iterable<String> roots) {
        roots.forEach(waiting::add);
        while (!waiting.isEmpty()) {
            String name = waiting.pop();
            if (!messages.containsKey(name) && !SPECIAL.contains(name)) {
                messages.put(name, message(name));
            } else if (SPECIAL.contains(name) && name.contains("JSONSchemaProps")) {
                waiting.add(name.substring(0, name.lastIndexOf('.')) + ".JSONSchemaProps");
            }
        }
        return messages;
    }

    private ArrayNode message(String definition) {
        Path directory = go.directory(definition).orElseThrow();
        String name = definition.substring(definition.lastIndexOf('.') + 1);
        List<ProtoField> fields =
                packages.computeIfAbsent(directory, GoMessages::read).get(name);
        if (fields == null) {
            throw new IllegalStateException("no message " + definition);
        }
        ArrayNode message = JsonNodeFactory.instance.arrayNode();
        Map<Integer, GoTag> tags = go.tags(directory, name);
        for (ProtoField field : fields) {
            message.add(field(definition, field, Optional.ofNullable(tags.get(field.number()))));
        }
        return message;
    }

    private ArrayNode field(String definition, ProtoField field, Optional<GoTag> tag) {
        boolean whole = tag.isEmpty() && field.name().equals("items");
        if (tag.isEmpty() && !whole) {
            throw new IllegalStateException(definition + " has no tag for field " + field.number());
        }
        String name = whole ? "*" : tag.orElseThrow().json();
        String goName = whole ? "Items" : tag.orElseThrow().goName();
        ArrayNode array = JsonNodeFactory.instance
                .arrayNode()
                .add(field.number())
                .add(name)
                .add(field.prefix() + kind(definition, field.type()));
        return goName.equals(capital(name)) ? array : array.add(goName);
    }

    private static String capital(String name) {
        return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private String kind(String definition, String type) {
        if (Set.of("string", "bytes", "bool", "int32", "int64", "double").contains(type)) {
            return type;
        }
        String name = type.startsWith(".")
                ? "io.k8s." + type.substring(".k8s.io.".length()).replace('_', '-')
                : definition.substring(0, definition.lastIndexOf('.') + 1) + type;
        waiting.add(name);
        return name;
    }

    private static Map<String, List<ProtoField>> read(Path directory) {
        Map<String, List<ProtoField>> found = new HashMap<>();
        List<ProtoField> fields = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(directory.resolve("generated.proto"))) {
                Matcher message = MESSAGE.matcher(line);
                if (message.find()) {
                    fields = new ArrayList<>();
                    found.put(message.group(1), fields);
                } else if (!PACKAGE.matcher(line).find()) {
                    field(line).ifPresent(fields::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Optional<ProtoField> field(String line) {
        Matcher map = MAP.matcher(line);
        if (map.find()) {
            return Optional.of(new ProtoField(Integer.parseInt(map.group(3)), map.group(2), "{}", map.group(1)));
        }
        Matcher field = FIELD.matcher(line);
        return field.find()
                ? Optional.of(new ProtoField(
                        Integer.parseInt(field.group(4)),
                        field.group(3),
                        field.group(1).equals("repeated") ? "[]" : "",
                        field.group(2)))
                : Optional.empty();
    }
}
