package io.kubefed.core.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One condition of an object.
 *
 * @param type an adjective or past participle in PascalCase, for example {@code Ready}
 * @param status whether it holds
 * @param reason one word in PascalCase that programs may switch on; never empty
 * @param message a sentence for people; may be empty
 * @param lastTransition when {@code status} last changed
 * @see <a href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md">API
 *     conventions, typical status properties</a>
 */
public record Condition(String type, Status status, String reason, String message, Instant lastTransition) {

    /** Whether a condition holds. */
    public enum Status {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String wire;

        Status(String wire) {
            this.wire = wire;
        }

        /** The spelling on the wire. */
        public String wire() {
            return wire;
        }

        /** The status spelled {@code wire}; anything that is neither true nor false is {@code UNKNOWN}. */
        public static Status of(String wire) {
            return switch (wire) {
                case "True" -> TRUE;
                case "False" -> FALSE;
                default -> UNKNOWN;
            };
        }
    }

    /** Checks that no part is null. */
    public Condition {
        requireNonNull(type, "type");
        requireNonNull(status, "status");
        requireNonNull(reason, "reason");
        requireNonNull(message, "message");
        requireNonNull(lastTransition, "lastTransition");
    }

    /** Whether the two say the same, whenever they began to. */
    public boolean saysTheSameAs(Condition other) {
        return type.equals(other.type)
                && status == other.status
                && reason.equals(other.reason)
                && message.equals(other.message);
    }

    /** This condition, with the transition time of {@code previous} if the status did not change since. */
    public Condition since(Condition previous) {
        return status == previous.status ? new Condition(type, status, reason, message, previous.lastTransition) : this;
    }
}
