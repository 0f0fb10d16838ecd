package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watch tells, from where it begins to how it ends. */
class WatchesTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final Api api = new Api(new ApiServerSettings(1_000, 6));

    @AfterEach
    void leavesNothingBehind() {
        assertThat(api.server.openWatches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?watch=true", "?watch=1&resourceVersion=0", "?watch=foo"})
    void beginsWithWhatIsThere(String query) {
        api.configMap("b");
        api.configMap("a");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + query)) {
            api.configMap("c");
            assertThat(watch.told()).containsExactly("ADDED a", "ADDED b", "ADDED c");
        }
    }

    @Test
    void followsOneObjectByTheOldPath() {
        api.configMap("a");

        try (Api.Watch watch = api.new Watch("/api/v1/watch/namespaces/default/configmaps/b")) {
            api.configMap("b");
            api.configMap("c");
            assertThat(watch.told()).containsExactly("ADDED b");
        }
    }

    @Test
    void beginsBehindAVersion() {
        String version = api.configMap("a").version();
        api.configMap("b");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + version)) {
            assertThat(watch.told()).containsExactly("ADDED b");
        }
    }

    @Test
    void tellsThatAVersionIsTooOldAndEnds() {
        String version = api.configMap("x").version();
        for (int i = 0; i < 8; i++) {
            api.configMap("a" + i);
        }

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&resourceVersion=" + version)) {
            assertThat(watch.ended).isTrue();
            assertThat(watch.told()).containsExactly("ERROR");
            assertThat(watch.events.get(0).at("/object/code").asInt()).isEqualTo(410);
            assertThat(watch.events.get(0).at("/object/reason").asText()).isEqualTo("Expired");
            assertThat(watch.events.get(0).at("/object/message").asText())
                    .isEqualTo("too old resource version: 1005 (1007)");
        }
    }

    @Test
    void staysSilentUntilAVersionToCome() {
        api.configMap("a");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&resourceVersion=99999999")) {
            api.configMap("b");
            api.time.advanceTimeBy(Duration.ofSeconds(10));
            assertThat(watch.told()).isEmpty();
            assertThat(watch.ended).isFalse();
        }
    }

    @Test
    void refusesInitialEventsOfAVersionThatDoesNotCome() {
        try (Api.Watch watch = api.new Watch(CONFIG_MAPS
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=99999999")) {
            api.time.advanceTimeBy(Duration.ofSeconds(3));
            assertThat(watch.told()).containsExactly("ERROR");
            assertThat(watch.events.get(0).at("/object/code").asInt()).isEqualTo(504);
            assertThat(watch.ended).isTrue();
        }
    }

    @Test
    void sendsABookmarkBehindTheInitialEventsOnlyToThoseWhoAllowIt() {
        String initial = CONFIG_MAPS + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
        api.configMap("a");

        try (Api.Watch with = api.new Watch(initial + "&allowWatchBookmarks=true");
                Api.Watch without = api.new Watch(initial)) {
            assertThat(with.told()).containsExactly("ADDED a", "BOOKMARK");
            assertThat(without.told()).containsExactly("ADDED a");
        }
    }

    @Test
    void marksProgressWithEveryMinuteThoughOnlyOthersWrite() {
        try (Api.Watch watch = api.new Watch("/api/v1/secrets?watch=true&allowWatchBookmarks=true")) {
            String version = api.configMap("a").version();
            api.time.advanceTimeBy(Duration.ofSeconds(59));
            assertThat(watch.told()).isEmpty();
            api.time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(watch.told()).containsExactly("BOOKMARK");
            assertThat(watch.events
                            .get(0)
                            .at("/object/metadata/resourceVersion")
                            .asText())
                    .isEqualTo(version);
        }
    }

    @Test
    void endsCleanlyWhenItsTimeIsOver() {
        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&timeoutSeconds=5")) {
            api.time.advanceTimeBy(Duration.ofSeconds(4));
            assertThat(watch.ended).isFalse();
            api.time.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(watch.ended).isTrue();
            assertThat(watch.told()).isEmpty();
        }
    }

    @Test
    void tellsWhatEntersAndLeavesASelection() {
        api.configMap("a");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true&labelSelector=x")) {
            api.merge(CONFIG_MAPS + "/a", "{'metadata':{'labels':{'x':'1'}}}");
            api.merge(CONFIG_MAPS + "/a", "{'metadata':{'labels':{'x':'2'}}}");
            String left = api.merge(CONFIG_MAPS + "/a", "{'metadata':{'labels':null}}")
                    .version();
            api.merge(CONFIG_MAPS + "/a", "{'data':{'k':'v'}}");

            assertThat(watch.told()).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
            assertThat(watch.events.get(2).at("/object/metadata/labels/x").asText())
                    .isEqualTo("2");
            assertThat(watch.events
                            .get(2)
                            .at("/object/metadata/resourceVersion")
                            .asText())
                    .isEqualTo(left);
        }
    }

    @Test
    void saysNothingOfAWriteThatChangesNothing() {
        api.post(CONFIG_MAPS, "{'metadata':{'name':'a'},'data':{'k':'v'}}");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true")) {
            api.merge(CONFIG_MAPS + "/a", "{'data':{'k':'v'}}");
            assertThat(watch.told()).containsExactly("ADDED a");
        }
    }

    @Test
    void saysTheColumnsOfATableOnce() {
        String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
        api.configMap("a");

        try (Api.Watch watch = api.new Watch(CONFIG_MAPS + "?watch=true", table)) {
            api.configMap("b");
            assertThat(watch.events.get(0).at("/object/columnDefinitions").isArray())
                    .isTrue();
            assertThat(watch.events.get(1).at("/object/columnDefinitions").isNull())
                    .isTrue();
            assertThat(watch.events.get(1).at("/object/rows/0/cells/0").asText())
                    .isEqualTo("b");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sendInitialEvents=true               | sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
                "resourceVersionMatch=NotOlderThan    | resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"
            })
    void refusesOptionsThatContradictEachOther(String query, String words) {
        Api.Reply reply = api.get(CONFIG_MAPS + "?watch=true&" + query);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.message()).contains(words);
    }
}
