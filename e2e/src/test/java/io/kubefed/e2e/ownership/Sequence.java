package io.kubefed.e2e.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes to one object, in turn. */
record Sequence(String name, Kind kind, List<Step> steps) {

    /** Those of {@code sequences.yaml}. */
    static List<Sequence> written() {
        try (InputStream stream = Sequence.class.getResourceAsStream("sequences.yaml")) {
            List<Sequence> sequences = new ArrayList<>();
            for (JsonNode json : new YAMLMapper().readTree(stream)) {
                sequences.add(read(json));
            }
            return sequences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sequence read(JsonNode json) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json.get("steps")) {
            step.properties().forEach(entry -> steps.add(Step.of(entry.getKey(), entry.getValue())));
        }
        return new Sequence(
                json.get("name").asText(),
                Kind.valueOf(json.get("kind").asText().toUpperCase(java.util.Locale.ROOT)),
                steps);
    }

    @Override
    public String toString() {
        return kind + ": " + name;
    }
}
