package io.kubefed.e2e.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.StructuralSchema;
import io.kubefed.apiserver.type.TypeTable;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.util.List;

/** The types that the sequences write. */
enum Kind {
    CONFIGMAP("", "v1", "configmaps", List.of()),
    SECRET("", "v1", "secrets", List.of()),
    // An address is given after ownership is recorded.
    SERVICE(
            "",
            "v1",
            "services",
            List.of("/spec/clusterIP", "/spec/clusterIPs", "/spec/ipFamilies", "/spec/ipFamilyPolicy")),
    DEPLOYMENT("apps", "v1", "deployments", List.of()),
    WIDGET("ownership.example.com", "v1", "widgets", List.of());

    static final String WIDGETS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.ownership.example.com}
            spec:
              group: ownership.example.com
              scope: Namespaced
              names: {plural: widgets, singular: widget, kind: Widget}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      data: {type: object, additionalProperties: {type: string}}
                      status:
                        type: object
                        properties: {size: {type: integer}, phase: {type: string}}
                      spec:
                        type: object
                        properties:
                          size: {type: integer}
                          color: {type: string, default: red}
                          percent: {x-kubernetes-int-or-string: true}
                          note: {type: string, nullable: true}
                          args: {type: array, items: {type: string}}
                          tags: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                          place: {type: object, x-kubernetes-map-type: atomic, properties: {zone: {type: string}}}
                          free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                          limits: {type: object, additionalProperties: {x-kubernetes-int-or-string: true}}
                          groups:
                            type: object
                            additionalProperties: {type: object, properties: {a: {type: string}, b: {type: string}}}
                          ports:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [port, protocol]
                            items:
                              type: object
                              required: [port]
                              properties: {port: {type: integer}, protocol: {type: string, default: TCP}, name: {type: string}}
                          parts:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [name]
                            items:
                              type: object
                              required: [name]
                              properties:
                                name: {type: string}
                                image: {type: string}
                                args: {type: array, items: {type: string}}
                                env: {type: object, additionalProperties: {type: string}}
            """;

    private final String group;
    private final String version;
    private final String plural;
    final List<String> allocated;

    Kind(String group, String version, String plural, List<String> allocated) {
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.allocated = allocated;
    }

    ResourceType type() {
        return this == WIDGET
                ? new ResourceType(group, version, plural, "Widget", true)
                : TypeTable.builtIn().find(group, version, plural).orElseThrow().type();
    }

    Schema schema() {
        return this == WIDGET
                ? StructuralSchema.of(widgets().at("/spec/versions/0/schema/openAPIV3Schema"))
                : TypeTable.builtIn().find(group, version, plural).orElseThrow().schema();
    }

    static JsonNode widgets() {
        try {
            return new YAMLMapper().readTree(WIDGETS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean hasStatus() {
        return this == DEPLOYMENT || this == SERVICE || this == WIDGET;
    }

    /** A body with everything that says which object it is. */
    ObjectNode identified(ObjectKey key, JsonNode body) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", type().apiVersion()).put("kind", type().kind());
        object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
        for (var member : body.properties()) {
            if (member.getKey().equals("metadata") && member.getValue() instanceof ObjectNode metadata) {
                ((ObjectNode) object.get("metadata")).setAll(metadata);
            } else {
                object.set(member.getKey(), member.getValue());
            }
        }
        return object;
    }
}
