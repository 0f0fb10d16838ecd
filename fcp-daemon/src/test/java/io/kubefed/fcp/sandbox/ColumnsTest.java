package io.kubefed.fcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

    @Test
    void alignsWordsAndLeavesNoBlanksAtTheEnd() {
        assertThat(Columns.of(List.of(List.of("OBJECT", "IN EAST"), List.of("ConfigMap a/b", "Applied"))))
                .containsExactly("OBJECT          IN EAST", "ConfigMap a/b   Applied");
    }
}
