/**
 * One directory that survives {@code kill -9}: an SQLite database behind a {@link io.kubefed.apiserver.storage.timeline.Timeline}.
 *
 * <p>Reads, lists and watches never touch the database; it is read once, when the store opens. {@link
 * io.kubefed.apiserver.storage.embedded.EmbeddedStorage} is the store, {@link
 * io.kubefed.apiserver.storage.embedded.StoppedStore} what can be done to one that nobody runs on.
 */
@NullMarked
package io.kubefed.apiserver.storage.embedded;

import org.jspecify.annotations.NullMarked;
