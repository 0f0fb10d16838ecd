package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests in turn, about objects that nobody else touches.
 *
 * @param name what it is about
 * @param steps the requests
 */
record Scenario(String name, List<Step> steps) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** The scenarios of a file of this directory. */
    static List<Scenario> read(String file) {
        List<Scenario> scenarios = new ArrayList<>();
        for (JsonNode scenario : yaml(file)) {
            List<Step> steps = new ArrayList<>();
            for (JsonNode step : scenario.get("do")) {
                if (step.isTextual()) {
                    steps.add(Step.of(step.asText(), null));
                } else {
                    step.properties().forEach(entry -> steps.add(Step.of(entry.getKey(), entry.getValue())));
                }
            }
            scenarios.add(new Scenario(scenario.get("name").asText(), steps));
        }
        return scenarios;
    }

    static JsonNode yaml(String file) {
        try (InputStream stream = Scenario.class.getResourceAsStream(file)) {
            return YAML.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
