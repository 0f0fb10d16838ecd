package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.validate.MetadataCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code stringData} moves into {@code data}; some types need keys; the type does not change. */
final class SecretRules implements TypeRules {

    private static final Map<String, List<String>> NEEDED = Map.of(
            "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
            "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
            "kubernetes.io/dockercfg", List.of(".dockercfg"),
            "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

    @Override
    public void fill(ObjectNode object) {
        JsonNode texts = object.remove("stringData");
        if (texts != null && !texts.isEmpty()) {
            ObjectNode data = Json.childOrNew(object, "data");
            texts.properties()
                    .forEach(text -> data.put(
                            text.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(text.getValue().asText("").getBytes(StandardCharsets.UTF_8))));
        }
        if (object.path("type").asText("").isEmpty()) {
            object.put("type", "Opaque");
        }
    }

    @Override
    public List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        JsonNode data = object.path("data");
        String type = object.path("type").asText("");
        List<Cause> causes = new ArrayList<>(MetadataCheck.dataKeys(data, "data"));
        for (String key : NEEDED.getOrDefault(type, List.of())) {
            if (!data.has(key)) {
                causes.add(Cause.required("data[" + key + "]", ""));
            }
        }
        if (type.equals("kubernetes.io/basic-auth") && !data.has("username") && !data.has("password")) {
            causes.add(Cause.required("data[username]", ""));
            causes.add(Cause.required("data[password]", ""));
        }
        if (live != null) {
            if (!live.path("type").equals(object.path("type"))) {
                causes.add(Cause.invalid("type", Cause.quoted(type), "field is immutable"));
            }
            causes.addAll(ConfigMapRules.immutable(live, object, "data"));
        }
        return causes;
    }
}
