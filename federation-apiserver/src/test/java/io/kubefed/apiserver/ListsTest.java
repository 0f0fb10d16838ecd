package io.kubefed.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.apiserver.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a list answers to each of its options. */
class ListsTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final Api api = new Api(new ApiServerSettings(1_000, 8));
    private String older;

    @BeforeEach
    void fill() {
        older = api.configMap("a").version();
        List.of("zz", "a.b", "a-1", "b").forEach(api::configMap);
    }

    @Test
    void listsInTheOrderOfKeysWithoutKindOfItems() {
        Reply list = api.get("/api/v1/configmaps");

        assertThat(list.names()).containsExactly("a", "a-1", "a.b", "b", "zz");
        assertThat(list.at("/kind").asText()).isEqualTo("ConfigMapList");
        assertThat(list.at("/items/0").has("kind")).isFalse();
        assertThat(list.at("/metadata").has("continue")).isFalse();
    }

    @Test
    void pagesThroughOneMoment() {
        List<String> names = new ArrayList<>();
        Reply page = api.get(CONFIG_MAPS + "?limit=2");
        String moment = page.version();
        assertThat(page.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        api.configMap("a-0");
        while (true) {
            names.addAll(page.names());
            assertThat(page.version()).isEqualTo(moment);
            String token = page.at("/metadata/continue").asText();
            if (token.isEmpty()) {
                break;
            }
            page = api.get(CONFIG_MAPS + "?limit=2&continue=" + token);
        }

        assertThat(names).containsExactly("a", "a-1", "a.b", "b", "zz");
    }

    @Test
    void encodesWhereAPageEndedAsOthersDo() {
        String token =
                api.get(CONFIG_MAPS + "?limit=1").at("/metadata/continue").asText();

        assertThat(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
                .matches("\\{\"v\":\"meta.k8s.io/v1\",\"rv\":\\d+,\"start\":\"/a\\\\u0000\"}");
        assertThat(token).doesNotContain("=");
    }

    @Test
    void givesANewTokenForOneThatIsTooOld() {
        String token =
                api.get(CONFIG_MAPS + "?limit=2").at("/metadata/continue").asText();
        for (int i = 0; i < 9; i++) {
            api.configMap("c" + i);
        }

        Reply expired = api.get(CONFIG_MAPS + "?limit=20&continue=" + token);
        Reply rest = api.get(CONFIG_MAPS + "?limit=20&continue="
                + expired.at("/metadata/continue").asText());

        assertThat(expired.status()).isEqualTo(410);
        assertThat(expired.reason()).isEqualTo("Expired");
        assertThat(rest.names()).startsWith("a.b", "b", "c0").endsWith("zz");
    }

    @Test
    void readsTheStateOfAnOlderVersion() {
        assertThat(api.get(CONFIG_MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + older)
                        .names())
                .containsExactly("a");
        assertThat(api.get(CONFIG_MAPS + "?limit=2&resourceVersion=" + older).names())
                .containsExactly("a");
        assertThat(api.get(CONFIG_MAPS + "?resourceVersion=" + older).names()).hasSize(5);
        assertThat(api.get(CONFIG_MAPS + "?resourceVersion=0&limit=2").names()).hasSize(5);
    }

    @Test
    void selectsAndStillPages() {
        api.merge(CONFIG_MAPS + "/b", "{'metadata':{'labels':{'x':'y'}}}");
        api.merge(CONFIG_MAPS + "/zz", "{'metadata':{'labels':{'x':'y'}}}");

        Reply page = api.get(CONFIG_MAPS + "?limit=1&labelSelector=x%3Dy");

        assertThat(page.names()).containsExactly("b");
        assertThat(page.at("/metadata").has("remainingItemCount")).isFalse();
        assertThat(api.get(CONFIG_MAPS + "?limit=1&labelSelector=x%3Dy&continue="
                                + page.at("/metadata/continue").asText())
                        .names())
                .containsExactly("zz");
        assertThat(api.get(CONFIG_MAPS + "?fieldSelector=metadata.name%3Da.b").names())
                .containsExactly("a.b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resourceVersion=abc                                | 400 | invalid resource version: resourceVersion: Invalid value",
                "limit=abc                                          | 400 | strconv.ParseInt: parsing \"abc\": invalid syntax",
                "continue=%25%25                                    | 400 | invalid continue token: continue key is not valid",
                "resourceVersionMatch=Exact                         | 422 | resourceVersionMatch is forbidden unless resourceVersion is provided",
                "resourceVersionMatch=Exact&resourceVersion=0       | 422 | resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                "resourceVersionMatch=Foo&resourceVersion=1         | 422 | supported values: \"Exact\", \"NotOlderThan\", \"\"",
                "sendInitialEvents=true                             | 422 | sendInitialEvents is forbidden for list",
                "resourceVersion=1000&resourceVersionMatch=Exact    | 410 | The resourceVersion for the provided list is too old.",
                "resourceVersion=99999999                           | 504 | Timeout: Too large resource version: 99999999, current: 1009",
                "labelSelector=%3Dx                                 | 400 | found '=', expected: !, identifier, or 'end of string'",
                "fieldSelector=zz%3Dx                               | 400 | is not a known field selector"
            })
    void refusesWhatItCannotDo(String query, int status, String words) {
        Reply reply = api.get(CONFIG_MAPS + "?" + query);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.message()).contains(words);
        assertThat(reply.at("/code").asInt()).isEqualTo(status);
    }

    @Test
    void showsRowsAndMetadataToThoseWhoAsk() {
        Reply table = api.getAs("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", CONFIG_MAPS);
        Reply metadata = api.getAs("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", CONFIG_MAPS);

        assertThat(table.at("/kind").asText()).isEqualTo("Table");
        assertThat(table.at("/rows/0/cells").toString()).isEqualTo("[\"a\",0,\"0s\"]");
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(table.at("/columnDefinitions/1/name").asText()).isEqualTo("Data");
        assertThat(metadata.at("/items/0/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(api.getAs("application/json;as=Nonsense;v=v1;g=meta.k8s.io", CONFIG_MAPS)
                        .status())
                .isEqualTo(406);
        assertThat(api.getAs("application/cbor", CONFIG_MAPS).status()).isEqualTo(406);
    }
}
