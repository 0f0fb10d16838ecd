package io.kubefed.fcp.controllers;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The addresses of this host, loopback included: by them the address of a member is chosen. */
final class OwnAddresses implements Supplier<Collection<InetAddress>> {

    @Override
    public Collection<InetAddress> get() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
