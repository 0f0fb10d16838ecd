package io.kubefed.sync.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.reflector.InformerState;
import io.kubefed.informers.store.Entry;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Secrets with the credentials of members, in one namespace of the host cluster or of the federation API. */
final class Secrets {

    private final Informer informer;
    private final String namespace;

    Secrets(Informer informer, String namespace) {
        this.informer = informer;
        this.namespace = namespace;
    }

    /** Whether they are still being read for the first time, and nothing speaks against that ending well. */
    boolean areComing() {
        return informer.state().phase() == InformerState.Phase.INITIALISING
                && informer.state().cause().isEmpty();
    }

    /**
     * The version of a Secret, to notice when it changes; empty if none is needed or there is none.
     *
     * @param name empty for access without credentials
     */
    String version(String name) {
        @Nullable Entry entry = name.isEmpty() ? null : informer.store().find(new ObjectKey(namespace, name));
        return entry == null ? "" : entry.uid() + "/" + entry.resourceVersion();
    }

    /**
     * The data of a Secret.
     *
     * @throws TransientException if it is not there, or not yet known
     * @throws PermanentException if it is no Secret
     */
    Map<String, byte[]> data(String name) {
        if (name.isEmpty()) {
            return Map.of();
        }
        @Nullable Entry entry = informer.store().find(new ObjectKey(namespace, name));
        if (entry == null || entry.body() == null) {
            String why = informer.state().synced()
                    ? "there is none; create it, and the member is joined at once"
                    : "not read yet" + cause();
            throw new TransientException("Secret " + namespace + "/" + name + ": " + why, null);
        }
        Map<String, byte[]> data = new HashMap<>();
        JsonNode encoded = KubeObject.parse(entry.body()).json().path("data");
        encoded.properties().forEach(item -> data.put(item.getKey(), decode(name, item.getKey(), item.getValue())));
        return data;
    }

    private String cause() {
        String cause = informer.state().cause();
        return cause.isEmpty() ? "" : ": " + cause;
    }

    private byte[] decode(String name, String key, JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.asText(""));
        } catch (IllegalArgumentException e) {
            throw new PermanentException("Secret " + namespace + "/" + name + ": data." + key + " is not base64");
        }
    }
}
