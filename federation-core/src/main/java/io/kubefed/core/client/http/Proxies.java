package io.kubefed.core.client.http;

import io.fabric8.kubernetes.client.Config;
import io.kubefed.core.error.PermanentException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;

/** The way to a server: direct, or through the proxy of a {@code Config}. */
final class Proxies {

    private Proxies() {}

    /** {@code client} with the proxy that {@code server} needs, or with names looked up on {@code loops} if it needs none. */
    static HttpClient route(HttpClient client, Config config, URI server, LoopResources loops) {
        String proxy = "http".equals(server.getScheme()) ? config.getHttpProxy() : config.getHttpsProxy();
        if (proxy == null || proxy.isEmpty() || bypassed(server.getHost(), config.getNoProxy())) {
            return client.noProxy().resolver(spec -> spec.runOn(loops, false));
        }
        URI uri = parse(proxy);
        // Names are left to the proxy: often only it can look them up.
        return client.proxy(spec -> configure(spec, uri, config)).resolver(NoopAddressResolverGroup.INSTANCE);
    }

    private static URI parse(String proxy) {
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new PermanentException(
                    "the proxy \"" + withoutUser(proxy) + "\" has no host or no port; write http://host:port");
        }
        return uri;
    }

    private static String withoutUser(String proxy) {
        return proxy.replaceFirst("[^/@]*@", "");
    }

    private static void configure(ProxyProvider.TypeSpec spec, URI uri, Config config) {
        ProxyProvider.Proxy type =
                uri.getScheme().startsWith("socks") ? ProxyProvider.Proxy.SOCKS5 : ProxyProvider.Proxy.HTTP;
        ProxyProvider.Builder builder = spec.type(type).host(uri.getHost()).port(uri.getPort());
        String[] user =
                uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
        if (user.length == 2) {
            builder.username(user[0]).password(name -> user[1]);
        } else if (config.getProxyUsername() != null && config.getProxyPassword() != null) {
            builder.username(config.getProxyUsername()).password(name -> config.getProxyPassword());
        }
    }

    /** Whether {@code host} is named by an entry: {@code *}, a host, a domain with or without its dot, an IP or a network. */
    static boolean bypassed(String host, String @Nullable [] noProxy) {
        if (noProxy == null) {
            return false;
        }
        String name = host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        for (String entry : noProxy) {
            if (matches(name, entry.strip().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String name, String entry) {
        if (entry.isEmpty()) {
            return false;
        }
        if (entry.equals("*") || entry.equals(name)) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash > 0) {
            return inNetwork(name, entry.substring(0, slash), entry.substring(slash + 1));
        }
        return name.endsWith(entry.startsWith(".") ? entry : "." + entry);
    }

    private static boolean inNetwork(String name, String base, String prefix) {
        // Literals only: a name is not looked up for this.
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        byte[] network = NetUtil.createByteArrayFromIpAddressString(base);
        if (address == null || network == null || address.length != network.length || !prefix.matches("\\d{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(prefix);
        return bits <= network.length * 8
                && new IpSubnetFilterRule(base, bits, IpFilterRuleType.ACCEPT).matches(new InetSocketAddress(name, 0));
    }
}
