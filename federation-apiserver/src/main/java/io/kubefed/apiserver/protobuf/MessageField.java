package io.kubefed.apiserver.protobuf;

/**
 * One field of a message.
 *
 * @param name its name in JSON; empty for one whose members are those of the message itself, {@code *} for one that is the whole message
 * @param goName what messages call it
 * @param repetition whether there can be many
 * @param kind a scalar or the name of a definition
 */
record MessageField(String name, String goName, Repetition repetition, String kind) {

    enum Repetition {
        ONCE,
        LIST,
        MAP
    }

    /** A field of the kind that the table writes as {@code []kind} or {@code {}kind}. */
    static MessageField of(String name, String goName, String kind) {
        Repetition repetition =
                kind.startsWith("[]") ? Repetition.LIST : kind.startsWith("{}") ? Repetition.MAP : Repetition.ONCE;
        return new MessageField(name, goName, repetition, repetition == Repetition.ONCE ? kind : kind.substring(2));
    }

    /** The values alone, without what repeats them. */
    MessageField single() {
        return new MessageField(name, goName, Repetition.ONCE, kind);
    }

    boolean inline() {
        return name.isEmpty();
    }

    boolean whole() {
        return name.equals("*");
    }
}
