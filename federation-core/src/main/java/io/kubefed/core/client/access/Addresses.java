package io.kubefed.core.client.access;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.error.PermanentException;
import java.net.URI;
import java.net.URISyntaxException;

/** The addresses of servers, and the {@code Config} that has nothing but one. */
final class Addresses {

    private static final String USER_AGENT = "kubefed";

    private Addresses() {}

    /**
     * The URL of a server.
     *
     * @param source where the address was found, for the message
     * @param address host, host:port, IP, IP:port or URL; https if it does not say
     * @return a URL without a slash at its end
     * @throws PermanentException if it is none of those
     */
    static String toUrl(String source, String address) {
        String text = address.strip();
        String url = text.contains("://") ? text : "https://" + bracketed(text);
        try {
            URI uri = new URI(url).parseServerAuthority();
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
                throw malformed(source, address);
            }
        } catch (URISyntaxException e) {
            throw malformed(source, address);
        }
        return url.replaceFirst("/+$", "");
    }

    private static String bracketed(String text) {
        boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
        return bareIpv6 ? "[" + text + "]" : text;
    }

    private static PermanentException malformed(String source, String address) {
        return new PermanentException(
                source + " has \"" + address
                        + "\" as server; write a host, host:port, an IP, IP:port, or a URL such as https://api.example.com:6443");
    }

    /** A {@code Config} with an address and the proxy of the environment, and nothing else of the environment. */
    static Config configFor(String url) {
        Config config = Config.empty();
        Config environment = Config.empty();
        Config.configFromSysPropsOrEnvVars(environment);
        config.setHttpProxy(environment.getHttpProxy());
        config.setHttpsProxy(environment.getHttpsProxy());
        config.setNoProxy(environment.getNoProxy());
        config.setProxyUsername(environment.getProxyUsername());
        config.setProxyPassword(environment.getProxyPassword());
        config.setMasterUrl(url);
        config.setUserAgent(USER_AGENT);
        return config;
    }
}
