package io.kubefed.fcp.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Rows of words as lines of text, each column as wide as its widest word. */
final class Columns {

    private static final int GAP = 3;

    private Columns() {}

    /** The lines; every row has as many words as the first. */
    static List<String> of(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" "
                                .repeat(width(rows, column)
                                        + GAP
                                        - row.get(column).length()));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
