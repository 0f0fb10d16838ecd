package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one place in an object. Immutable and shared; never null, because what nobody declared is {@link #UNTYPED}.
 *
 * <p>A shape says how several writers share the value. What a value looks like inside ({@link #field}, {@link #items}) is known for
 * atomic values too.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge strategy</a>
 */
public interface Schema {

    /** A place of which nothing is known: maps are shared by key, lists are one value. */
    Schema UNTYPED = UntypedSchema.INSTANCE;

    /** How a value is shared by its writers. */
    enum Shape {
        /** One value without parts. */
        SCALAR,
        /** An object with declared fields, each with its own owners. */
        STRUCT,
        /** An object with free keys, each with its own owners. */
        MAP,
        /** A list that is one value. */
        LIST_ATOMIC,
        /** A list of scalars without order or duplicates, each with its own owners. */
        LIST_SET,
        /** A list of objects told apart by {@link Schema#keys()}. */
        LIST_MAP,
        /** An object that is one value. */
        ATOMIC,
        /** Deduced from the value: a map is shared by key, a list is one value. */
        UNTYPED
    }

    /** What OpenAPI calls a structure of a built-in type, such as {@code io.k8s.api.core.v1.PodSpec}; empty for all else. */
    String definition();

    /** How the value is shared. */
    Shape shape();

    /** The schema of a member: the field of a struct, the values of a map; {@link #UNTYPED} where nothing is declared. */
    Schema field(String name);

    /** Whether a member of this name may be here: always true for maps and where unknown fields are preserved. */
    boolean declares(String name);

    /** The names of the declared fields, in the order of the source; empty for all but objects with fields. */
    Set<String> fields();

    /** The schema of a list's items; {@link #UNTYPED} if this is no list. */
    Schema items();

    /** The fields that tell the items of a {@link Shape#LIST_MAP} apart, in declared order; empty for other shapes. */
    List<String> keys();

    /** The value that a missing member gets; null if none is declared. Shared: copy before changing. */
    @Nullable JsonNode defaultValue();

    /**
     * The value that is always here in objects of a built-in type, because the structures of kube-apiserver cannot lack it: {@code {}},
     * {@code ""}, {@code 0}, {@code false} or JSON null. Null if the member can be absent, as in all custom types.
     */
    @Nullable JsonNode zero();

    /**
     * Whether an empty value is the same as none, because kube-apiserver does not write it: an empty map or list, an empty string, 0,
     * false. False in custom types.
     */
    boolean omitsEmpty();

    /** {@code object}, {@code array}, {@code string}, {@code integer}, {@code number}, {@code boolean}, {@code int-or-string}; empty if unknown. */
    String jsonType();

    /** {@code int32}, {@code int64}, {@code byte}, {@code date-time} and the like; empty if none. */
    String format();

    /** The members that an object must have. */
    Set<String> required();

    /** Whether JSON null is a value of its own here. */
    boolean nullable();

    /** Whether members that nobody declared are kept. */
    boolean preservesUnknown();

    /** Whether the value is a whole object with {@code apiVersion}, {@code kind} and {@code metadata}. */
    boolean embeddedResource();

    /** {@code merge}, {@code replace}, {@code retainKeys}: how a strategic merge patch treats the value; may be empty. */
    List<String> patchStrategies();

    /** The field by which a strategic merge patch tells list items apart; empty if none. */
    String patchMergeKey();
}
