package io.kubefed.informers.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.Hash64;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What an entry must hold, by what Jackson reads. */
final class DecodedEntry {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Projection EVERYTHING = new Projection("me", true, true, true);

    private DecodedEntry() {}

    static void assertSame(Entry entry, ObjectNode object) {
        JsonNode metadata = object.get("metadata");
        assertThat(entry.key().name()).isEqualTo(metadata.get("name").asText());
        assertThat(entry.key().namespace()).isEqualTo(metadata.get("namespace").asText());
        assertThat(entry.uid()).isEqualTo(metadata.get("uid").asText());
        assertThat(entry.resourceVersion())
                .isEqualTo(metadata.get("resourceVersion").asText());
        assertThat(entry.generation()).isEqualTo(metadata.get("generation").asLong());
        assertThat(entry.deleting())
                .isEqualTo(!metadata.get("deletionTimestamp").isNull());
        assertThat(entry.owner())
                .isEqualTo(metadata.get("labels")
                        .get("federation.kubefed.io/owner")
                        .asText());
        assertThat(entry.applied())
                .isEqualTo(metadata.get("annotations")
                        .get("federation.kubefed.io/applied")
                        .asText());
        byte[] ours =
                metadata.get("managedFields").get(0).get("fieldsV1").toString().getBytes(UTF_8);
        assertThat(entry.ownedHash()).isEqualTo(Hash64.of(ours, 0, ours.length));
        assertThat(entry.rival()).isEqualTo("rival");
        assertThat(read(entry.rivalFields()))
                .isEqualTo(metadata.get("managedFields").get(1).get("fieldsV1"));
        assertThat(read(entry.status())).isEqualTo(object.get("status"));
        ObjectNode body = object.deepCopy();
        ((ObjectNode) body.get("metadata")).remove("managedFields");
        assertThat(read(entry.body())).isEqualTo(read(bytes(body)));
    }

    private static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(UTF_8);
    }
}
