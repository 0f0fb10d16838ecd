package io.kubefed.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * What every {@link ClusterClient} keeps, whatever carries it, against a cluster that serves ConfigMaps.
 *
 * <p>An implementation extends it and gives a client that may do anything; objects are made in namespace {@code default}, under
 * names of their own.
 */
public abstract class ClusterClientContract {

    /** How long anything may take. */
    protected static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    private static final String NAMESPACE = "default";
    private static final String MANAGER = "contract";

    private final ObjectKey key = new ObjectKey(NAMESPACE, "contract-" + UUID.randomUUID());

    /** The client under test; it is not disposed here. */
    protected abstract ClusterClient client();

    @Test
    void getsNothingWhereNothingIs() {
        assertThat(find()).isEmpty();
    }

    @Test
    void createsOnceAndConflictsAfterwards() {
        KubeObject created =
                client().create(CONFIG_MAPS, configMap("a"), MANAGER).block(TIMEOUT);

        assertThat(created.uid()).isNotEmpty();
        assertThat(find()).contains(created);
        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() ->
                        client().create(CONFIG_MAPS, configMap("b"), MANAGER).block(TIMEOUT))
                .matches(error -> error.code() == 409 && error.hasReason("AlreadyExists"))
                .withMessageStartingWith(client().name() + ": cannot create configmaps in default: 409 AlreadyExists");
    }

    @Test
    void sendsNothingBeforeSubscription() {
        client().create(CONFIG_MAPS, configMap("a"), MANAGER);

        assertThat(find()).isEmpty();
    }

    @Test
    void sendsOncePerSubscription() {
        Mono<KubeObject> create = client().create(CONFIG_MAPS, configMap("a"), MANAGER);
        create.block(TIMEOUT);

        assertThatExceptionOfType(TransientException.class).isThrownBy(() -> create.block(TIMEOUT));
    }

    @Test
    void appliesTwiceAndChangesOnce() {
        ApiResponse first = apply("a", false);
        ApiResponse second = apply("a", false);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.object().resourceVersion()).isEqualTo(first.object().resourceVersion());
    }

    @Test
    void appliesOnlyWhereNothingIsWhenAskedTo() {
        client().create(CONFIG_MAPS, configMap("a"), "somebody").block(TIMEOUT);

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> apply("b", true))
                .matches(error -> error.code() == 409);
        assertThat(find().get(0).json().at("/data/text").asText()).isEqualTo("a");
    }

    @Test
    void mergesAPatch() {
        client().create(CONFIG_MAPS, configMap("a"), MANAGER).block(TIMEOUT);

        KubeObject patched = client().mergePatch(CONFIG_MAPS, key, "", "{\"data\":{\"more\":\"ü\"}}", MANAGER)
                .block(TIMEOUT);

        assertThat(patched.json().at("/data/more").asText()).isEqualTo("ü");
        assertThat(patched.json().at("/data/text").asText()).isEqualTo("a");
    }

    @Test
    void deletesOnlyWhatIsMeant() {
        KubeObject created =
                client().create(CONFIG_MAPS, configMap("a"), MANAGER).block(TIMEOUT);

        assertThatExceptionOfType(TransientException.class)
                .isThrownBy(() -> delete("00000000-0000-0000-0000-000000000000"))
                .matches(error -> error.code() == 409);
        assertThat(find()).hasSize(1);
        delete(created.uid());
        assertThat(find()).isEmpty();
        delete(created.uid());
    }

    @Test
    void listsWhatIsThere() {
        client().create(CONFIG_MAPS, configMap("a"), MANAGER).block(TIMEOUT);

        List<KubeObject> found = client().list(CONFIG_MAPS, NAMESPACE)
                .filter(object -> object.name().equals(key.name()))
                .collectList()
                .block(TIMEOUT);

        assertThat(found).singleElement().satisfies(object -> {
            assertThat(object.kind()).isEqualTo("ConfigMap");
            assertThat(object.apiVersion()).isEqualTo("v1");
        });
    }

    @Test
    void streamsWhatHappens() {
        KubeObject created =
                client().create(CONFIG_MAPS, configMap("a"), MANAGER).block(TIMEOUT);
        ApiRequest watch = ApiRequest.get(CONFIG_MAPS.collectionPath(NAMESPACE))
                .with("watch", "true")
                .with("fieldSelector", "metadata.name=" + key.name())
                .with("resourceVersion", created.resourceVersion());

        lines(client().stream(watch))
                .map(line -> KubeObject.parse(line.getBytes(StandardCharsets.UTF_8)))
                .map(event -> event.json().path("type").asText())
                .as(StepVerifier::create)
                .then(() -> client().mergePatch(CONFIG_MAPS, key, "", "{\"data\":{\"text\":\"b\"}}", MANAGER)
                        .block(TIMEOUT))
                .expectNext("MODIFIED")
                .then(() -> delete(""))
                .expectNext("DELETED")
                .thenCancel()
                .verify(TIMEOUT);
    }

    @Test
    void refusesAnUnknownType() {
        ResourceType unknown = new ResourceType("nowhere.example", "v1", "things", "Thing", true);

        for (Mono<?> request : List.of(
                client().send(ApiRequest.get(unknown.collectionPath(NAMESPACE))),
                client().stream(ApiRequest.get(unknown.collectionPath(NAMESPACE)))
                        .then())) {
            assertThatExceptionOfType(PermanentException.class)
                    .isThrownBy(() -> request.block(TIMEOUT))
                    .matches(error -> error.code() == 404)
                    .withMessageStartingWith(client().name() + ": cannot list things.nowhere.example in default: 404");
        }
    }

    @Test
    void refusesAnObjectThatIsNotValid() {
        KubeObject invalid = KubeObject.parse(
                ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"default\",\"name\":\""
                                + key.name() + "\"},\"data\":{\"not a key!\":\"x\"}}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> client().create(CONFIG_MAPS, invalid, MANAGER).block(TIMEOUT))
                .isInstanceOf(PermanentException.class)
                .matches(
                        error -> error.code() == 422 && !error.status().causes().isEmpty());
    }

    private List<KubeObject> find() {
        return client().get(CONFIG_MAPS, key).blockOptional(TIMEOUT).stream().toList();
    }

    private void delete(String uid) {
        client().delete(CONFIG_MAPS, key, uid, "Background").block(TIMEOUT);
    }

    private ApiResponse apply(String text, boolean onlyCreate) {
        KubeObject body = configMap(text);
        if (onlyCreate) {
            body.json().withObject("/metadata").put("resourceVersion", "1");
        }
        return client().apply(CONFIG_MAPS, key, body.toBytes(), MANAGER, true).block(TIMEOUT);
    }

    private KubeObject configMap(String text) {
        return KubeObject.parse(
                ("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"namespace\":\"default\",\"name\":\""
                                + key.name() + "\"},\"data\":{\"text\":\"" + text + "\"}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Flux<String> lines(Flux<ByteBuffer> pieces) {
        ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
        return pieces.concatMapIterable(piece -> split(piece, unfinished));
    }

    private static List<String> split(ByteBuffer piece, ByteArrayOutputStream unfinished) {
        Stream.Builder<String> lines = Stream.builder();
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (next == '\n') {
                lines.add(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
        return lines.build().toList();
    }
}
