package io.kubefed.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known answers of XXH64 with seed 0. */
class Hash64Test {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|ef46db3751d8e999",
                "a|d24ec4f1a98c6e5b",
                "abc|44bc2cf5ad770999",
                "message digest|066ed728fceeb3be",
                "abcdefghijklmnopqrstuvwxyz|cfe1f278fa89835c",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789|aaa46907d3047814",
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890|e04a477f19ee145d"
            })
    void givesTheKnownAnswer(String text, String hex) {
        byte[] bytes = ("xx" + text).getBytes(StandardCharsets.UTF_8);

        long hash = Hash64.of(bytes, 2, bytes.length);

        assertThat(Hash64.toHex(hash)).isEqualTo(hex);
        assertThat(Hash64.parseHex(hex)).isEqualTo(hash);
    }
}
