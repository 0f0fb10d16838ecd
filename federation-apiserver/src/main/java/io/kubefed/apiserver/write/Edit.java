package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client wants to make of an object: a replacement, or a patch of what is there. */
@FunctionalInterface
interface Edit {

    /** The edited object, the caller's own; {@code live} is not changed. It has a version, if the client named one. */
    ObjectNode of(ObjectNode live);
}
