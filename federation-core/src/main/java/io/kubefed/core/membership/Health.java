package io.kubefed.core.membership;

/** What is known of a member's health. */
public enum Health {
    /** It answers as it should. */
    READY,
    /** It answers, but says that it is not well; or nothing is known yet. */
    NOT_READY,
    /** It does not answer. */
    OFFLINE;

    /** For sentences: {@code ready}, {@code not ready}, {@code offline}. */
    public String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
