package io.kubefed.core.client.access;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.kubefed.core.client.access.Credential.ClientCertificate;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.error.TransientException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Runs a credential plug-in and reads the {@code ExecCredential} that it prints. Blocks. */
final class PluginRun implements Callable<RenewedCredentials.Lease> {

    private static final long TIME_LIMIT_SECONDS = 60;
    private static final int STDERR_CHARS = 300;
    private static final ObjectMapper JSON = new JsonMapper();

    private final Authentication.Plugin plugin;
    private final Scheduler timer;

    PluginRun(Authentication.Plugin plugin, Scheduler timer) {
        this.plugin = plugin;
        this.timer = timer;
    }

    @Override
    public RenewedCredentials.Lease call() throws IOException, InterruptedException {
        // A file, not a pipe: a plug-in that fills a pipe nobody reads never ends.
        Path complaints = Files.createTempFile("kubefed-plugin", ".err");
        try {
            Process process = start(complaints.toFile());
            Disposable limit = timer.schedule(process::destroyForcibly, TIME_LIMIT_SECONDS, SECONDS);
            try (InputStream output = process.getInputStream()) {
                byte[] printed = output.readAllBytes();
                int exit = process.waitFor();
                if (exit != 0) {
                    throw failed("ended with " + exit + said(complaints), null);
                }
                return read(printed);
            } finally {
                limit.dispose();
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(complaints);
        }
    }

    private Process start(File complaints) {
        List<String> words = new ArrayList<>();
        words.add(command());
        words.addAll(plugin.arguments());
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(complaints);
        builder.environment().putAll(plugin.environment());
        builder.environment().put("KUBERNETES_EXEC_INFO", question());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            String hint = plugin.installHint().isEmpty()
                    ? "install it or correct users[].user.exec.command"
                    : plugin.installHint();
            throw new PermanentException(
                    "cannot start the credential plug-in " + plugin.command() + ": " + hint.strip());
        }
    }

    private String command() {
        boolean path = plugin.command().contains("/") || plugin.command().contains(File.separator);
        return path ? plugin.directory().resolve(plugin.command()).toString() : plugin.command();
    }

    private String question() {
        ObjectNode question = JSON.createObjectNode();
        question.put("apiVersion", plugin.apiVersion()).put("kind", "ExecCredential");
        ObjectNode spec = question.putObject("spec").put("interactive", false);
        if (plugin.cluster() != null) {
            spec.putRawValue("cluster", new RawValue(plugin.cluster()));
        }
        try {
            return JSON.writeValueAsString(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree always serialises", e);
        }
    }

    private RenewedCredentials.Lease read(byte[] printed) {
        JsonNode answer;
        try {
            answer = JSON.readTree(printed);
        } catch (IOException e) {
            // Not the cause: Jackson's messages quote what it read.
            throw failed("printed no JSON", null);
        }
        if (!plugin.apiVersion().equals(answer.path("apiVersion").asText())
                || !"ExecCredential".equals(answer.path("kind").asText())) {
            throw failed(
                    "printed " + answer.path("apiVersion").asText() + " "
                            + answer.path("kind").asText() + ", not " + plugin.apiVersion()
                            + " ExecCredential; correct users[].user.exec.apiVersion",
                    null);
        }
        JsonNode status = answer.path("status");
        return new RenewedCredentials.Lease(credential(status), expiry(status));
    }

    private Credential credential(JsonNode status) {
        String token = status.path("token").asText("");
        String certificate = status.path("clientCertificateData").asText("");
        String key = status.path("clientKeyData").asText("");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw failed("gave only one of status.clientCertificateData and status.clientKeyData", null);
        }
        if (token.isEmpty() && certificate.isEmpty()) {
            throw failed("gave neither status.token nor status.clientCertificateData", null);
        }
        Credential credential = token.isEmpty() ? Credential.NONE : Credential.bearer(token);
        return certificate.isEmpty()
                ? credential
                : credential.with(new ClientCertificate(certificate, new Secret(key)));
    }

    private long expiry(JsonNode status) {
        String text = status.path("expirationTimestamp").asText("");
        try {
            return text.isEmpty() ? Long.MAX_VALUE : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw failed("gave a status.expirationTimestamp that is no RFC 3339 time: " + text, e);
        }
    }

    private FederationException failed(String how, @Nullable Throwable cause) {
        return new TransientException("the credential plug-in " + plugin.command() + " " + how, cause);
    }

    private static String said(Path complaints) throws IOException {
        String text = new String(Files.readAllBytes(complaints), StandardCharsets.UTF_8).strip();
        String tail = text.length() > STDERR_CHARS ? "… " + text.substring(text.length() - STDERR_CHARS) : text;
        return tail.isEmpty() ? "" : ": " + tail;
    }
}
