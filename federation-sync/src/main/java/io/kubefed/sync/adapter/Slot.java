package io.kubefed.sync.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;

/**
 * A place in a body where each member gets a number of its own, so that the rest is serialised once for all of them.
 *
 * <p>In the bytes it is a control character, which JSON has nowhere: not outside of strings, and inside only escaped.
 */
public final class Slot {

    /** What stands in the bytes. */
    public static final byte MARK = 1;

    /** What an adapter puts in the place of a number; at most once in a body. */
    public static final JsonNode REPLICAS = new POJONode(new RawValue(String.valueOf((char) MARK)));

    private Slot() {}
}
