package io.kubefed.apiserver.write;

import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * How a write is to be done.
 *
 * @param dryRun whether nothing is stored
 * @param manager who writes, as managedFields show it
 * @param validation what happens to unknown fields
 * @param force whether an apply takes fields from other managers
 */
public record WriteOptions(boolean dryRun, String manager, FieldValidation validation, boolean force) {

    private static final int MANAGER_BYTES = 128;
    private static final Set<String> VALIDATIONS = Set.of("", "Ignore", "Warn", "Strict");

    /** What happens to fields that the type does not have. */
    public enum FieldValidation {
        /** They are dropped without a word. */
        IGNORE,
        /** They are dropped with a warning. */
        WARN,
        /** The request is refused. */
        STRICT
    }

    /**
     * Reads the options of a request.
     *
     * @param kind for example {@code CreateOptions}, as refusals call it
     * @param apply whether the request is a server-side apply, which needs a manager and may be forced
     * @throws Refusal with 422 if one has a value that it cannot have
     */
    static WriteOptions of(Request request, String kind, boolean apply) {
        String manager = request.parameter("fieldManager");
        checkManager(kind, apply, manager);
        if (request.has("force") && !apply && kind.equals("PatchOptions")) {
            throw Refusal.invalidOptions(kind, Cause.forbidden("force", "may not be specified for non-apply patch"));
        }
        return new WriteOptions(
                dryRun(request, kind),
                manager.isEmpty() ? ofAgent(request.userAgent()) : manager,
                validation(request, kind),
                apply && request.flag("force"));
    }

    private static void checkManager(String kind, boolean apply, String manager) {
        if (apply && manager.isEmpty()) {
            throw Refusal.invalidOptions(kind, Cause.required("fieldManager", "is required for apply patch"));
        }
        if (manager.getBytes(StandardCharsets.UTF_8).length > MANAGER_BYTES) {
            throw Refusal.invalidOptions(kind, Cause.tooLong("fieldManager", MANAGER_BYTES));
        }
    }

    private static boolean dryRun(Request request, String kind) {
        List<String> values = request.query().getOrDefault("dryRun", List.of());
        return dryRun(values, kind);
    }

    /** Whether these values of {@code dryRun} ask for one. */
    public static boolean dryRun(List<String> values, String kind) {
        if (values.stream().anyMatch(value -> !value.equals("All"))) {
            String shown = values.stream().map(Cause::quoted).collect(java.util.stream.Collectors.joining(","));
            throw Refusal.invalidOptions(kind, Cause.unsupported("dryRun", "[" + shown + "]", "All"));
        }
        return !values.isEmpty();
    }

    private static FieldValidation validation(Request request, String kind) {
        String asked = request.parameter("fieldValidation");
        if (!VALIDATIONS.contains(asked)) {
            throw Refusal.invalidOptions(
                    kind, Cause.unsupported("fieldValidation", Cause.quoted(asked), "", "Ignore", "Strict", "Warn"));
        }
        return switch (asked) {
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default -> FieldValidation.WARN;
        };
    }

    private static String ofAgent(String userAgent) {
        String product = userAgent.split("/", 2)[0];
        if (product.isEmpty()) {
            return "unknown";
        }
        return product.length() > MANAGER_BYTES ? product.substring(0, MANAGER_BYTES) : product;
    }
}
