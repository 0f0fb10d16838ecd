package io.kubefed.fcp.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Flags of v1's API server that are accepted, so that old command lines start, and do nothing: each with the reason. A table. */
final class WithoutEffect {

    private static final Map<String, String> WHY = new TreeMap<>();

    static {
        because("answers have no CORS headers; put a proxy in front for browsers", "cors-allowed-origins");
        because(
                "reads and watches always come from memory, which is as large as what is stored",
                "target-ram-mb",
                "deserialization-cache-size",
                "watch-cache",
                "default-watch-cache-size",
                "watch-cache-sizes");
        because("one store has everything", "etcd-servers-overrides");
        because("reads are always consistent", "etcd-quorum-read");
        because("objects are stored as JSON", "storage-media-type");
        because("an object is stored in the version in which it was written", "storage-versions");
        because("all groups and versions are always served", "runtime-config");
        because(
                "deletion always follows finalizers; whoever wants a garbage collector runs a kube-controller-manager",
                "enable-garbage-collector");
        because("a collection is deleted one object after the other", "delete-collection-workers");
        because(
                "users come from certificates, files and service accounts; these credentials are answered with 401",
                "oidc-ca-file",
                "oidc-client-id",
                "oidc-groups-claim",
                "oidc-groups-prefix",
                "oidc-issuer-url",
                "oidc-required-claim",
                "oidc-signing-algs",
                "oidc-username-claim",
                "oidc-username-prefix",
                "authentication-token-webhook-config-file",
                "authentication-token-webhook-cache-ttl",
                "requestheader-allowed-names",
                "requestheader-client-ca-file",
                "requestheader-extra-headers-prefix",
                "requestheader-group-headers",
                "requestheader-username-headers",
                "enable-bootstrap-token-auth",
                "experimental-keystone-url",
                "experimental-keystone-ca-file");
        because(
                "--authorization-mode ABAC and Webhook are not there",
                "authorization-policy-file",
                "authorization-webhook-config-file",
                "authorization-webhook-cache-authorized-ttl",
                "authorization-webhook-cache-unauthorized-ttl");
        because(
                "there is no audit log yet; requests are counted in /metrics",
                "audit-policy-file",
                "audit-log-path",
                "audit-log-format",
                "audit-log-maxage",
                "audit-log-maxbackup",
                "audit-log-maxsize",
                "audit-log-mode",
                "audit-log-batch-buffer-size",
                "audit-log-batch-max-size",
                "audit-log-batch-max-wait",
                "audit-log-batch-throttle-burst",
                "audit-log-batch-throttle-enable",
                "audit-log-batch-throttle-qps",
                "audit-webhook-config-file",
                "audit-webhook-initial-backoff",
                "audit-webhook-mode",
                "audit-webhook-batch-buffer-size",
                "audit-webhook-batch-max-size",
                "audit-webhook-batch-max-wait",
                "audit-webhook-batch-throttle-burst",
                "audit-webhook-batch-throttle-enable",
                "audit-webhook-batch-throttle-qps");
        because("no admission plug-in has a configuration", "admission-control-config-file");
        because("use the profilers of the JVM", "profiling", "contention-profiling");
        because("there is no Swagger page; /openapi/v3 has the types", "enable-swagger-ui");
        because("there are no feature gates", "feature-gates");
        because(
                "logs go to standard error, --v and --log-format shape them",
                "vmodule",
                "logtostderr",
                "alsologtostderr",
                "stderrthreshold",
                "log-dir",
                "log-backtrace-at",
                "log-flush-frequency");
    }

    private WithoutEffect() {}

    private static void because(String why, String... flags) {
        for (String flag : flags) {
            WHY.put("--" + flag, why);
        }
    }

    /** Makes a command accept them. */
    static void addTo(CommandSpec command) {
        WHY.keySet()
                .forEach(flag -> command.addOption(OptionSpec.builder(flag)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..1")
                        .fallbackValue("true")
                        .hidden(true)
                        .build()));
    }

    /** Those that were given, and why they do nothing. */
    static Map<String, String> given(ParseResult parsed) {
        Map<String, String> given = new LinkedHashMap<>();
        List<OptionSpec> matched = new ArrayList<>(parsed.matchedOptions());
        for (OptionSpec option : matched) {
            String why = WHY.get(option.longestName());
            if (why != null) {
                given.put(option.longestName(), why);
            }
        }
        return given;
    }
}
