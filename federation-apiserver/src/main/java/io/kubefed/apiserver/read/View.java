package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.storage.Stored;
import java.util.List;

/** The form in which a request wants to see objects. */
public interface View {

    /** The media type of one object, of a list, and of a watch. */
    String contentType();

    /** What tells this form from others: equal views make equal bytes. */
    Object form();

    /** One object that is not stored, such as the outcome of a dry run. */
    byte[] one(ObjectNode object);

    /** One stored object; shared bytes. */
    default byte[] one(Stored value) {
        return value.derived(form(), () -> one(value.object()));
    }

    /** A list; {@code metadata} is that of the list. */
    byte[] list(List<Stored> items, ObjectNode metadata);

    /**
     * The object of a watch event.
     *
     * @param first whether it is the first of its watch: a table says its columns once
     */
    byte[] inEvent(Stored value, boolean first);

    /** The object of a bookmark, from its metadata. */
    byte[] bookmark(ObjectNode metadata);

    /** Whether the bytes of an event depend on its place in the watch, so that they cannot be shared. */
    default boolean dependsOnPlace() {
        return false;
    }
}
