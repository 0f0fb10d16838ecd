package io.kubefed.apiserver.authn;

import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users in lines {@code secret,user,uid} or {@code secret,user,uid,"group1,group2"}, as Kubernetes has files of tokens and passwords. */
final class CsvUsers {

    private static final int NEEDED = 3;

    private CsvUsers() {}

    /**
     * One user of a file.
     *
     * @param secret token or password
     * @param user whose it is
     */
    record Line(String secret, User user) {

        /** The user only. */
        @Override
        public String toString() {
            return user.name();
        }
    }

    /**
     * All users in order; of one secret the last user.
     *
     * @throws IllegalArgumentException if a line cannot be understood; the message has its number and none of its content
     */
    static List<Line> read(String text) {
        Map<String, Line> lines = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            if (!line.isBlank()) {
                Line read = line(line, number);
                lines.put(read.secret() + "," + read.user().name(), read);
            }
        }
        return List.copyOf(lines.values());
    }

    private static Line line(String line, int number) {
        List<String> columns = columns(line, number);
        if (columns.size() < NEEDED) {
            throw new IllegalArgumentException("line " + number + " has " + columns.size()
                    + " columns; it needs three or four: secret,user,uid,\"group1,group2\"");
        }
        if (columns.get(0).isEmpty() || columns.get(1).isEmpty()) {
            throw new IllegalArgumentException("line " + number + " has no secret or no user name");
        }
        List<String> groups = columns.size() == NEEDED
                ? List.of()
                : Arrays.stream(columns.get(NEEDED).split(",", -1))
                        .map(String::strip)
                        .filter(group -> !group.isEmpty())
                        .toList();
        return new Line(columns.get(0), new User(columns.get(1), columns.get(2), groups, Map.of()));
    }

    private static List<String> columns(String line, int number) {
        List<String> columns = new ArrayList<>();
        StringBuilder column = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                column.append(line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                columns.add(column.toString());
                column.setLength(0);
            } else {
                column.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("line " + number + " has a quotation mark without its other");
        }
        columns.add(column.toString());
        return columns;
    }
}
