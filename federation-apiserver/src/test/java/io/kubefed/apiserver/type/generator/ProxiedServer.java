package io.kubefed.apiserver.type.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A kube-apiserver behind {@code kubectl proxy}, which brings the credentials. */
final class ProxiedServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process proxy;
    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ProxiedServer(Process proxy, String address) {
        this.proxy = proxy;
        this.address = address;
    }

    static ProxiedServer start(Path kubectl, Path kubeconfig) throws IOException {
        Process proxy = new ProcessBuilder(kubectl.toString(), "--kubeconfig=" + kubeconfig, "proxy", "--port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = proxy.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null || !line.contains(" on ")) {
            throw new IllegalStateException("kubectl proxy says: " + line);
        }
        return new ProxiedServer(proxy, line.substring(line.lastIndexOf(' ') + 1));
    }

    JsonNode get(String path, String accept) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Accept", accept)
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        proxy.destroy();
    }
}
