package io.kubefed.sync.adapter.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;

/** Jobs: without {@code manualSelector} every server generates selector and labels from the uid of its own object. */
public final class JobAdapter implements TypeAdapter {

    private static final List<String> GENERATED =
            List.of("controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name");

    @Override
    public List<String> groupResources() {
        return List.of("jobs.batch");
    }

    @Override
    public void shape(ObjectNode body) {
        JsonNode spec = body.path("spec");
        if (!(spec instanceof ObjectNode job) || job.path("manualSelector").asBoolean(false)) {
            return;
        }
        job.remove("selector");
        withoutGenerated(body.path("metadata").path("labels"));
        withoutGenerated(job.path("template").path("metadata").path("labels"));
    }

    private static void withoutGenerated(JsonNode labels) {
        if (labels instanceof ObjectNode map) {
            map.remove(GENERATED);
        }
    }
}
