package io.kubefed.apiserver.storage.embedded;

import io.kubefed.apiserver.storage.Encoded;
import io.kubefed.apiserver.storage.Stored;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * A write that waits for its turn.
 *
 * @param expected the revision of the value that it replaces; 0 if there must be none
 * @param value what to put; null to remove
 * @param answer who waits for it
 */
record Write(String key, long expected, @Nullable Encoded value, MonoSink<Stored> answer) {}
