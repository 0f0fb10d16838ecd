package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Another form, written as YAML. Watches have no such form. */
final class YamlView implements View {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private final View view;

    YamlView(View view) {
        this.view = view;
    }

    @Override
    public String contentType() {
        return "application/yaml";
    }

    @Override
    public Object form() {
        return List.of("yaml", view.form());
    }

    @Override
    public byte[] one(ObjectNode object) {
        return yaml(view.one(object));
    }

    @Override
    public byte[] one(Stored value) {
        return yaml(view.one(value));
    }

    @Override
    public byte[] list(List<Stored> items, ObjectNode metadata) {
        return yaml(view.list(items, metadata));
    }

    @Override
    public byte[] inEvent(Stored value, boolean first) {
        throw new UnsupportedOperationException("a watch is never YAML");
    }

    @Override
    public byte[] bookmark(ObjectNode metadata) {
        throw new UnsupportedOperationException("a watch is never YAML");
    }

    private static byte[] yaml(byte[] json) {
        try {
            return YAML.writeValueAsBytes(Json.read(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
