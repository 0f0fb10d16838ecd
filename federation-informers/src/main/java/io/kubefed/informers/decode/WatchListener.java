package io.kubefed.informers.decode;

import io.kubefed.core.error.ApiStatus;
import io.kubefed.informers.store.Entry;

/** What a {@code WatchDecoder} finds, in the order of the wire. Called on the thread that feeds it. */
public interface WatchListener {

    /** {@code ADDED} or {@code MODIFIED}: the object is now like this. */
    void saved(Entry entry);

    /** {@code DELETED}: the object is gone; {@code entry} is its last state with the version of the deletion. */
    void deleted(Entry entry);

    /**
     * {@code BOOKMARK}: everything up to {@code resourceVersion} was sent.
     *
     * @param initialEventsEnd whether it carries the annotation {@code k8s.io/initial-events-end: "true"}
     */
    void bookmark(String resourceVersion, boolean initialEventsEnd);

    /** {@code ERROR}: the server's words; the stream ends after it. */
    void error(ApiStatus status);
}
