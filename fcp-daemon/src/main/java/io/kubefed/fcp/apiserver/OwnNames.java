package io.kubefed.fcp.apiserver;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Under which names and addresses clients may reach this server. Blocks: it asks the system. */
final class OwnNames {

    private OwnNames() {}

    /** All of them for the generated certificate, in order. */
    static List<String> of(ApiServerFlags flags) {
        Set<String> names = new LinkedHashSet<>();
        names.add(forClients(flags));
        names.addAll(List.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "federation-apiserver",
                "127.0.0.1"));
        hostName(names);
        if (isAny(flags.bindAddress)) {
            names.addAll(addresses());
        } else {
            names.add(flags.bindAddress);
        }
        if (flags.advertiseAddress != null) {
            names.add(flags.advertiseAddress);
        }
        return List.copyOf(names);
    }

    /** The one that the generated kubeconfig has. */
    static String forClients(ApiServerFlags flags) {
        if (flags.externalHostname != null) {
            return flags.externalHostname;
        }
        if (flags.advertiseAddress != null) {
            return flags.advertiseAddress;
        }
        return isAny(flags.bindAddress) ? "127.0.0.1" : flags.bindAddress;
    }

    private static boolean isAny(String address) {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    private static void hostName(Set<String> names) {
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            names.add("localhost");
        }
    }

    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : device.inetAddresses().toList()) {
                    if (!address.isLinkLocalAddress()) {
                        // Without the name of the device, which is nothing to a client.
                        addresses.add(address.getHostAddress().replaceFirst("%.*", ""));
                    }
                }
            }
        } catch (SocketException unknown) {
            return List.of();
        }
        return addresses;
    }
}
