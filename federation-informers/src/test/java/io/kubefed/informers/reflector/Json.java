package io.kubefed.informers.reflector;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a kube-apiserver writes. */
public final class Json {

    private Json() {}

    /** A ConfigMap in namespace {@code web}; its uid is made of its name. */
    public static String object(String name, long version) {
        return object(name, "uid-" + name, version);
    }

    public static String object(String name, String uid, long version) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"web\",\"uid\":\"" + uid + "\",\"resourceVersion\":\"" + version
                + "\"},\"data\":{\"v\":\"é" + version + "\"}}";
    }

    public static String bookmark(long version) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version + "\"}}";
    }

    public static String initialEnd(long version) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                + "\",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}}}";
    }

    public static String status(int code, String reason) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
                + reason + ", says the server\",\"reason\":\"" + reason + "\",\"code\":" + code + "}";
    }

    public static String list(long version, String... objects) {
        return page(version, "", objects);
    }

    public static String page(long version, String token, String... objects) {
        String next = token.isEmpty() ? "" : ",\"continue\":\"" + token + "\"";
        return "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version + "\""
                + next + "},\"items\":[" + Arrays.stream(objects).collect(Collectors.joining(",")) + "]}";
    }
}
