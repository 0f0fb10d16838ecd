package io.kubefed.apiserver.type.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What OpenAPI does not say of a field: whether its Go type is a pointer, and whether it is written when empty. */
final class GoStructs {

    /**
     * How Go holds and writes a field.
     *
     * @param nillable whether it may be nil although it is no list and no map
     */
    record GoField(boolean nillable, boolean omitEmpty, boolean omitZero) {}

    /**
     * What a field is called.
     *
     * @param json empty for one whose members are those of the structure around it
     */
    record GoTag(String json, String goName) {}

    private static final Map<String, String> MODULES = Map.of(
            "io.k8s.api.", "api@%s/",
            "io.k8s.apimachinery.", "apimachinery@%s/",
            "io.k8s.apiextensions-apiserver.", "apiextensions-apiserver@%s/");
    private static final Pattern STRUCT = Pattern.compile("^type (\\w+) struct \\{");
    private static final Pattern FIELD = Pattern.compile("^\\s+(?:\\w+\\s+)?(\\S+)\\s+`.*json:\"([^\"]*)\".*`");

    private static final Pattern NUMBERED = Pattern.compile("^\\s+(?:(\\w+)\\s+)?(\\S+)\\s+`(.*)`");
    private static final Pattern NUMBER = Pattern.compile("protobuf:\"\\w+,(\\d+),");
    private static final Pattern JSON_NAME = Pattern.compile("json:\"([^\"]*)\"");

    private final Path modules;
    private final String version;
    private final Map<Path, Map<String, List<String>>> packages = new HashMap<>();

    /**
     * @param modules the directory {@code k8s.io} of a Go module cache
     * @param version of its modules, such as {@code v0.36.3}
     */
    GoStructs(Path modules, String version) {
        this.modules = modules;
        this.version = version;
    }

    /** A field of a definition as OpenAPI names it; empty if it is made in some other way. */
    Optional<GoField> find(String definition, String field) {
        return directory(definition)
                .flatMap(directory -> find(directory, definition.substring(definition.lastIndexOf('.') + 1), field));
    }

    /** The fields of a structure by their numbers in protobuf. */
    Map<Integer, GoTag> tags(Path directory, String struct) {
        Map<Integer, GoTag> tags = new HashMap<>();
        for (String line : structs(directory).getOrDefault(struct, List.of())) {
            Matcher field = NUMBERED.matcher(line);
            if (field.find()) {
                Matcher number = NUMBER.matcher(field.group(3));
                Matcher json = JSON_NAME.matcher(field.group(3));
                if (number.find() && json.find()) {
                    String type = field.group(2);
                    String goName = field.group(1) == null ? type.substring(type.lastIndexOf('.') + 1) : field.group(1);
                    tags.put(
                            Integer.valueOf(number.group(1)),
                            new GoTag(json.group(1).split(",", -1)[0], goName));
                }
            }
        }
        return tags;
    }

    Optional<Path> directory(String definition) {
        return MODULES.entrySet().stream()
                .filter(module -> definition.startsWith(module.getKey()))
                .map(module -> {
                    String rest = definition.substring(module.getKey().length(), definition.lastIndexOf('.'));
                    return modules.resolve(module.getValue().formatted(version)).resolve(rest.replace('.', '/'));
                })
                .findFirst();
    }

    private Optional<GoField> find(Path directory, String struct, String field) {
        for (String line : structs(directory).getOrDefault(struct, List.of())) {
            Matcher matcher = FIELD.matcher(line);
            if (!matcher.find()) {
                continue;
            }
            List<String> tag = List.of(matcher.group(2).split(",", -1));
            if (tag.get(0).equals(field)) {
                boolean pointer = matcher.group(1).startsWith("*");
                return Optional.of(new GoField(pointer, tag.contains("omitempty"), tag.contains("omitzero")));
            }
            if (tag.contains("inline")) {
                Optional<GoField> inlined = inlined(directory, matcher.group(1), field);
                if (inlined.isPresent()) {
                    return inlined;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<GoField> inlined(Path directory, String type, String field) {
        if (!type.contains(".")) {
            return find(directory, type, field);
        }
        String name = type.substring(type.indexOf('.') + 1);
        return type.startsWith("metav1.")
                ? find("io.k8s.apimachinery.pkg.apis.meta.v1." + name, field)
                : find("io.k8s.api.core.v1." + name, field);
    }

    private Map<String, List<String>> structs(Path directory) {
        return packages.computeIfAbsent(directory, GoStructs::read);
    }

    private static Map<String, List<String>> read(Path directory) {
        Map<String, List<String>> structs = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".go")).toList()) {
                read(Files.readAllLines(file), structs);
            }
            return structs;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void read(List<String> lines, Map<String, List<String>> structs) {
        List<String> fields = new ArrayList<>();
        for (String line : lines) {
            Matcher struct = STRUCT.matcher(line);
            if (struct.find()) {
                fields = new ArrayList<>();
                structs.put(struct.group(1), fields);
            } else if (line.startsWith("}")) {
                fields = new ArrayList<>();
            } else {
                fields.add(line);
            }
        }
    }
}
