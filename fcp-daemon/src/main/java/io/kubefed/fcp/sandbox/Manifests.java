package io.kubefed.fcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.PermanentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Objects as people write them down.
 *
 * @param source where they come from, for messages
 * @param objects in the order of the file; immutable
 */
record Manifests(String source, List<KubeObject> objects) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** The namespace and the ConfigMap of {@code examples/hello}. */
    static Manifests hello() {
        try (InputStream yaml = Objects.requireNonNull(Manifests.class.getResourceAsStream("hello.yaml"))) {
            return parse("examples/hello/hello.yaml", yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a file of YAML documents.
     *
     * @throws PermanentException if it is none, or an object in it lacks {@code apiVersion}, {@code kind} or a name
     */
    static Manifests read(Path file) {
        try (InputStream yaml = Files.newInputStream(file)) {
            return parse(file.toString(), yaml);
        } catch (IOException e) {
            throw new PermanentException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Manifests parse(String source, InputStream yaml) throws IOException {
        List<KubeObject> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                if (!document.isNull() && !document.isMissingNode()) {
                    objects.add(object(source, objects.size() + 1, document));
                }
            }
        }
        return new Manifests(source, List.copyOf(objects));
    }

    private static KubeObject object(String source, int number, JsonNode document) {
        if (document instanceof ObjectNode json) {
            KubeObject object = new KubeObject(json);
            if (!object.apiVersion().isEmpty()
                    && !object.kind().isEmpty()
                    && !object.name().isEmpty()) {
                return object;
            }
        }
        throw new PermanentException(
                source + ": document " + number + " is no object with apiVersion, kind and metadata.name");
    }
}
