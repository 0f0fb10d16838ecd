package io.kubefed.informers.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.Hash64;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store entry out of the bytes of one object, in one pass and without a tree.
 *
 * <p>{@code managedFields}, 40 % of a typical object, is stepped over but for the two entries that matter: our own, whose
 * {@code fieldsV1} is hashed as it stands, and the newest rival's.
 */
public final class EntryDecoder {

    private static final byte[] METADATA = "metadata".getBytes(UTF_8);
    private static final byte[] STATUS = "status".getBytes(UTF_8);
    private static final byte[] NAME = "name".getBytes(UTF_8);
    private static final byte[] NAMESPACE = "namespace".getBytes(UTF_8);
    private static final byte[] UID = "uid".getBytes(UTF_8);
    private static final byte[] VERSION = "resourceVersion".getBytes(UTF_8);
    private static final byte[] GENERATION = "generation".getBytes(UTF_8);
    private static final byte[] DELETION = "deletionTimestamp".getBytes(UTF_8);
    private static final byte[] LABELS = "labels".getBytes(UTF_8);
    private static final byte[] ANNOTATIONS = "annotations".getBytes(UTF_8);
    private static final byte[] MANAGED_FIELDS = "managedFields".getBytes(UTF_8);
    private static final byte[] OWNER = "federation.kubefed.io/owner".getBytes(UTF_8);
    private static final byte[] APPLIED = "federation.kubefed.io/applied".getBytes(UTF_8);
    private static final byte[] MANAGER = "manager".getBytes(UTF_8);
    private static final byte[] OPERATION = "operation".getBytes(UTF_8);
    private static final byte[] API_VERSION = "apiVersion".getBytes(UTF_8);
    private static final byte[] TIME = "time".getBytes(UTF_8);
    private static final byte[] SUBRESOURCE = "subresource".getBytes(UTF_8);
    private static final byte[] FIELDS = "fieldsV1".getBytes(UTF_8);

    private final byte[] bytes;
    private final Projection projection;
    private final KeyTable keys;
    private final Known known;

    private int from;
    private int to;
    private String name = "";
    private String namespace = "";
    private String uid = "";
    private String version = "";
    private long generation;
    private boolean deleting;
    private String owner = "";
    private String applied = "";
    private int managedFrom = -1;
    private int managedTo = -1;
    private @Nullable Owned ours;
    private @Nullable Owned rival;
    private int statusFrom = -1;
    private int statusTo = -1;

    /** One entry of {@code managedFields}; {@code from} and {@code to} enclose its {@code fieldsV1}. */
    private record Owned(
            String manager, String operation, String apiVersion, String time, String sub, int from, int to) {

        boolean concernsSpec() {
            return sub.isEmpty() || sub.equals("scale");
        }
    }

    private EntryDecoder(byte[] bytes, Projection projection, KeyTable keys, Known known) {
        this.bytes = bytes;
        this.projection = projection;
        this.keys = keys;
        this.known = known;
    }

    /**
     * Reads one object.
     *
     * @throws TransientException if the bytes are no JSON object with a name
     */
    public static Entry decode(byte[] object, Projection projection, KeyTable keys) {
        return decode(object, 0, object.length, projection, keys, Known.NOTHING);
    }

    static Entry decode(byte[] bytes, int from, int to, Projection projection, KeyTable keys, Known known) {
        JsonCursor cursor = new JsonCursor(bytes, from, to);
        Entry entry = decode(cursor, bytes, projection, keys, known);
        cursor.requireEnd();
        return entry;
    }

    /** Reads the object that is the next value of a cursor over the bytes, and steps over it. */
    static Entry decode(JsonCursor cursor, byte[] bytes, Projection projection, KeyTable keys, Known known) {
        return new EntryDecoder(bytes, projection, keys, known).decode(cursor);
    }

    private Entry decode(JsonCursor cursor) {
        from = cursor.position();
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(METADATA)) {
                metadata(cursor);
            } else if (projection.status() && cursor.nameIs(STATUS)) {
                statusFrom = cursor.position();
                cursor.skip();
                statusTo = cursor.position();
            } else {
                cursor.skip();
            }
        }
        to = cursor.position();
        if (name.isEmpty()) {
            throw new TransientException("an object from the server has no metadata.name", null);
        }
        return entry();
    }

    private Entry entry() {
        ObjectKey key = keys.key(namespace, name);
        long ownedHash = ours == null ? 0 : Hash64.of(bytes, ours.from, ours.to);
        boolean keepFields = projection.ownedFields() || (projection.lostFields() && lostFields(key, ownedHash));
        return new Entry(
                key,
                uid,
                version,
                generation,
                deleting,
                keys.string(owner),
                applied,
                ownedHash,
                ours == null ? "" : keys.string(ours.apiVersion),
                rival == null ? "" : keys.string(rival.manager),
                keepFields && rival != null ? slice(rival.from, rival.to) : null,
                statusFrom < 0 ? null : slice(statusFrom, statusTo),
                projection.body() ? withoutManagedFields() : null,
                keepFields && ours != null ? slice(ours.from, ours.to) : null);
    }

    /** Whether this is, or still is, the object as before but for fields that its manager lost: a rare thing, worth its bytes. */
    private boolean lostFields(ObjectKey key, long ownedHash) {
        @Nullable Entry before = known.find(key);
        return before != null
                && before.ownedHash() != 0
                && before.applied().equals(applied)
                && before.uid().equals(uid)
                && (before.ownedHash() != ownedHash || before.ownedFields() != null);
    }

    private void metadata(JsonCursor cursor) {
        if (cursor.peek() != '{') {
            cursor.skip();
            return;
        }
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(NAME)) {
                name = cursor.string();
            } else if (cursor.nameIs(NAMESPACE)) {
                namespace = cursor.string();
            } else if (cursor.nameIs(UID)) {
                uid = cursor.string();
            } else if (cursor.nameIs(VERSION)) {
                version = cursor.string();
            } else if (cursor.nameIs(GENERATION)) {
                generation = cursor.number();
            } else if (cursor.nameIs(DELETION)) {
                deleting = cursor.present();
            } else if (cursor.nameIs(LABELS)) {
                owner = find(cursor, OWNER, owner);
            } else if (cursor.nameIs(ANNOTATIONS)) {
                applied = find(cursor, APPLIED, applied);
            } else if (cursor.nameIs(MANAGED_FIELDS)) {
                managedFrom = cursor.namePosition();
                managedFields(cursor);
                managedTo = cursor.position();
            } else {
                cursor.skip();
            }
        }
    }

    private static String find(JsonCursor cursor, byte[] wanted, String otherwise) {
        if (cursor.peek() != '{') {
            cursor.skip();
            return otherwise;
        }
        String found = otherwise;
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(wanted)) {
                found = cursor.string();
            } else {
                cursor.skip();
            }
        }
        return found;
    }

    private void managedFields(JsonCursor cursor) {
        if (cursor.peek() != '[') {
            cursor.skip();
            return;
        }
        cursor.enterArray();
        for (boolean first = true; cursor.nextItem(first); first = false) {
            if (cursor.peek() == '{') {
                sort(owned(cursor));
            } else {
                cursor.skip();
            }
        }
    }

    private static Owned owned(JsonCursor cursor) {
        String manager = "";
        String operation = "";
        String apiVersion = "";
        String time = "";
        String subresource = "";
        int fieldsFrom = 0;
        int fieldsTo = 0;
        cursor.enterObject();
        for (boolean first = true; cursor.nextField(first); first = false) {
            if (cursor.nameIs(MANAGER)) {
                manager = cursor.string();
            } else if (cursor.nameIs(OPERATION)) {
                operation = cursor.string();
            } else if (cursor.nameIs(API_VERSION)) {
                apiVersion = cursor.string();
            } else if (cursor.nameIs(TIME)) {
                time = cursor.string();
            } else if (cursor.nameIs(SUBRESOURCE)) {
                subresource = cursor.string();
            } else if (cursor.nameIs(FIELDS)) {
                fieldsFrom = cursor.position();
                cursor.skip();
                fieldsTo = cursor.position();
            } else {
                cursor.skip();
            }
        }
        return new Owned(manager, operation, apiVersion, time, subresource, fieldsFrom, fieldsTo);
    }

    private void sort(Owned entry) {
        boolean mine = !projection.fieldManager().isEmpty() && entry.manager.equals(projection.fieldManager());
        if (mine) {
            if (entry.operation.equals("Apply") && entry.sub.isEmpty()) {
                ours = entry;
            }
        } else if (entry.concernsSpec() && (rival == null || entry.time.compareTo(rival.time) >= 0)) {
            rival = entry;
        }
    }

    private byte[] withoutManagedFields() {
        if (managedFrom < 0) {
            return slice(from, to);
        }
        int left = managedFrom;
        int right = managedTo;
        int before = previousSolid(left);
        if (bytes[before] == ',') {
            left = before;
        } else if (bytes[right] == ',') {
            right++;
        }
        byte[] body = new byte[(left - from) + (to - right)];
        System.arraycopy(bytes, from, body, 0, left - from);
        System.arraycopy(bytes, right, body, left - from, to - right);
        return body;
    }

    private int previousSolid(int position) {
        int at = position - 1;
        while (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t') {
            at--;
        }
        return at;
    }

    private byte[] slice(int sliceFrom, int sliceTo) {
        int solid = sliceTo;
        while (solid > sliceFrom && bytes[solid - 1] <= ' ') {
            solid--;
        }
        return Arrays.copyOfRange(bytes, sliceFrom, solid);
    }
}
