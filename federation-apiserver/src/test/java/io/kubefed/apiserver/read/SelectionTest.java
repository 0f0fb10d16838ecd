package io.kubefed.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.type.TypeTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private static final JsonNode OBJECT = read(
            "{\"metadata\":{\"name\":\"a\",\"namespace\":\"n\",\"labels\":"
                    + "{\"app\":\"shop\",\"tier\":\"front\",\"empty\":\"\",\"size\":\"5\",\"a.b/c\":\"d\"}},\"type\":\"Opaque\"}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | true",
                "app=shop                        | true",
                "app==shop,tier=front            | true",
                "app=shop,tier=back              | false",
                "app!=shop                       | false",
                "other!=shop                     | true",
                "app in (shop, mill)             | true",
                "app in (mill)                   | false",
                "app notin (mill)                | true",
                "other notin (mill)              | true",
                "app                             | true",
                "!app                            | false",
                "!other                          | true",
                "empty=                          | true",
                "app=                            | false",
                "size>4,size<6                   | true",
                "size>5                          | false",
                "a.b/c=d                         | true",
                "' app = shop , ! other '        | true"
            })
    void selectsByLabels(String selector, boolean selected) {
        assertThat(LabelSelector.parse(selector).test(OBJECT)).isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=x          | found '=', expected: !, identifier, or 'end of string'",
                "a=b c/d     | unable to parse requirement: found 'c/d', expected: ',' or 'end of string'",
                "a in b      | unable to parse requirement: found 'b', expected: '('",
                "a in (b     | unable to parse requirement: found '', expected: ',' or ')'",
                "a=b,        | unable to parse requirement: found '', expected: identifier after ','"
            })
    void saysWhatItCannotRead(String selector, String words) {
        assertThatExceptionOfType(SelectorError.class)
                .isThrownBy(() -> LabelSelector.parse(selector))
                .withMessage(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=a                      | true",
                "metadata.name==a,metadata.namespace=n| true",
                "metadata.name!=a                     | false",
                "metadata.name=a,metadata.name=b      | false",
                "type=Opaque                          | true",
                "type=                                | false"
            })
    void selectsByFields(String selector, boolean selected) {
        assertThat(FieldSelector.parse(selector, resource("secrets")).test(OBJECT))
                .isEqualTo(selected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "configmaps | zz=a  | '\"zz\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"'",
                "secrets    | zz=a  | field label not supported: zz",
                "configmaps | foo   | invalid selector: 'foo'; can't understand 'foo'"
            })
    void saysWhichFieldsThereAre(String plural, String selector, String words) {
        assertThatExceptionOfType(SelectorError.class)
                .isThrownBy(() -> FieldSelector.parse(selector, resource(plural)))
                .withMessage(words);
    }

    private static Resource resource(String plural) {
        return new Resource(TypeTable.builtIn().find("", "v1", plural).orElseThrow(), null);
    }

    private static JsonNode read(String json) {
        try {
            return Json.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
