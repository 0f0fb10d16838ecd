package io.kubefed.apiserver.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds members that an object has twice, of which a tree keeps the last without a word. */
public final class DuplicateFields {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private DuplicateFields() {}

    /** One object or array that is being read: where it is, and what it has had. */
    private static final class Place {
        final String path;
        final boolean array;
        final Set<String> names = new HashSet<>();
        String member = "";
        int index = -1;

        Place(String path, boolean array) {
            this.path = path;
            this.array = array;
        }

        String inner() {
            return array ? path + "[" + index + "]" : path.isEmpty() ? member : path + "." + member;
        }
    }

    /** The paths of members that came again, in the order of the text; empty if there are none. The text is JSON. */
    public static List<String> of(byte[] json) {
        List<String> found = new ArrayList<>();
        Deque<Place> places = new ArrayDeque<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                take(token, parser, places, found);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        return found;
    }

    private static void take(JsonToken token, JsonParser parser, Deque<Place> places, List<String> found)
            throws IOException {
        Place place = places.peek();
        if (token == JsonToken.FIELD_NAME && place != null) {
            place.member = parser.currentName();
            if (!place.names.add(place.member)) {
                found.add(place.inner());
            }
            return;
        }
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
            places.pop();
            return;
        }
        if (place != null && place.array) {
            place.index++;
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            places.push(new Place(place == null ? "" : place.inner(), token == JsonToken.START_ARRAY));
        }
    }
}
