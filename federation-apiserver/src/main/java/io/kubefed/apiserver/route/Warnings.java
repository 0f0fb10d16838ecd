package io.kubefed.apiserver.route;

import io.kubefed.apiserver.request.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds a warning to an answer of either kind. */
final class Warnings {

    private Warnings() {}

    static Answer add(Answer answer, String text) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(answer.headers());
        headers.add(Map.entry("Warning", "299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
        return answer instanceof Answer.Whole whole
                ? new Answer.Whole(whole.status(), headers, whole.body())
                : new Answer.Stream(answer.status(), headers, ((Answer.Stream) answer).body());
    }
}
