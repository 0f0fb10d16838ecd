package io.kubefed.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.read.Selection;
import io.kubefed.apiserver.read.View;
import io.kubefed.apiserver.storage.StorageSignal;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns changes into the lines of one watch; one instance per watch, used by one signal at a time. */
final class Events {

    private static final String END_OF_PRESENT = "k8s.io/initial-events-end";

    private final View view;
    private final Selection selection;
    private boolean begun;

    private enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** What makes shared bytes of a change: the kind of event, and the form. */
    private record Form(Kind kind, Object view) {}

    Events(View view, Selection selection) {
        this.view = view;
        this.selection = selection;
    }

    /** The event of an object that is there; null if it is not selected. */
    @Nullable ByteBuffer present(Stored value) {
        if (!selection.takes(value)) {
            return null;
        }
        Form form = new Form(Kind.ADDED, view.form());
        return shared(
                view.dependsOnPlace()
                        ? encode(Kind.ADDED, value)
                        : value.derived(form, () -> encode(Kind.ADDED, value)));
    }

    /** The event of a signal; null if it says nothing to this watch. */
    @Nullable ByteBuffer line(StorageSignal signal) {
        return signal instanceof Change change ? line(change) : bookmark(signal.revision(), false);
    }

    private @Nullable ByteBuffer line(Change change) {
        Stored before = change.before();
        boolean wasIn = before != null && selection.takes(before);
        boolean isIn = !change.removal() && selection.takes(change.after());
        if (isIn) {
            return encoded(wasIn ? Kind.MODIFIED : Kind.ADDED, change, change::after);
        }
        // What leaves a selection is told as it was, at the version of its leaving.
        return wasIn && before != null ? encoded(Kind.DELETED, change, () -> before.at(change.revision())) : null;
    }

    private ByteBuffer encoded(Kind kind, Change change, Supplier<Stored> value) {
        return shared(
                view.dependsOnPlace()
                        ? encode(kind, value.get())
                        : change.derived(new Form(kind, view.form()), () -> encode(kind, value.get())));
    }

    private byte[] encode(Kind kind, Stored value) {
        byte[] object = view.inEvent(value, !begun);
        begun = true;
        return event(kind.name(), object);
    }

    private static byte[] event(String type, byte[] object) {
        byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[head.length + object.length + 2];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(object, 0, line, head.length, object.length);
        line[line.length - 2] = '}';
        line[line.length - 1] = '\n';
        return line;
    }

    /** The bookmark behind the objects that were there. */
    ByteBuffer endOfPresent(long revision) {
        return bookmark(revision, true);
    }

    private ByteBuffer bookmark(long revision, boolean endOfPresent) {
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(revision));
        if (endOfPresent) {
            metadata.putObject("annotations").put(END_OF_PRESENT, "true");
        }
        return shared(event("BOOKMARK", view.bookmark(metadata)));
    }

    private static ByteBuffer shared(byte[] line) {
        return ByteBuffer.wrap(line).asReadOnlyBuffer();
    }
}
