package io.kubefed.informers.decode;

import io.kubefed.informers.store.Entry;

/** What a {@code ListDecoder} finds, in the order of the wire. Called on the thread that feeds it. */
public interface ListListener {

    /** One item. */
    void item(Entry entry);

    /**
     * The list is complete; called once, last.
     *
     * @param resourceVersion the version of the list, to watch from; empty if the server gave none
     * @param continueToken asks for the next page; empty on the last one
     */
    void end(String resourceVersion, String continueToken);
}
