package io.kubefed.apiserver.request;

import io.kubefed.core.model.ResourceType;

/**
 * What a refusal is about.
 *
 * @param type the type of the object
 * @param name the name of the object; may be empty
 */
public record Subject(ResourceType type, String name) {

    /** {@code deployments.apps "shop"}. */
    public String byResource() {
        return type.groupResource() + " \"" + name + "\"";
    }

    /** {@code Deployment.apps "shop"}. */
    public String byKind() {
        return (type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group()) + " \"" + name + "\"";
    }
}
