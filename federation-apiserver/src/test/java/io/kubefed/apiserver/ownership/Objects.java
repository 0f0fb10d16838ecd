package io.kubefed.apiserver.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.StructuralSchema;
import java.time.Instant;

/** Objects and schemas for tests, written as YAML. */
final class Objects {

    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    static final Instant LATER = Instant.parse("2026-11-24T12:01:00Z");

    static final Schema WIDGET = StructuralSchema.of(object("""
            type: object
            properties:
              data: {type: object, additionalProperties: {type: string}}
              spec:
                type: object
                properties:
                  size: {type: integer}
                  args: {type: array, items: {type: string}}
                  tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  place: {type: object, x-kubernetes-map-type: atomic, properties: {zone: {type: string}}}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  ports:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [port, protocol]
                    items:
                      type: object
                      properties: {port: {type: integer}, protocol: {type: string, default: TCP}, name: {type: string}}
                  containers:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    items:
                      type: object
                      properties: {name: {type: string}, image: {type: string}, args: {type: array, items: {type: string}}}
            """));

    private static final YAMLMapper YAML = new YAMLMapper();

    private Objects() {}

    static ObjectNode object(String yaml) {
        try {
            return (ObjectNode) new YAMLMapper().readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    /** A widget with these lines below its metadata. */
    static ObjectNode widget(String yaml) {
        return object(
                "apiVersion: shop.example.com/v1\nkind: Widget\nmetadata: {name: w, namespace: default}\n" + yaml);
    }

    static FieldManager manager(String name) {
        return FieldManager.of(name, "shop.example.com/v1");
    }

    static String yaml(ObjectNode object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
