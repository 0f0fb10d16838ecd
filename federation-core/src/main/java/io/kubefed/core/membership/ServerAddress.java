package io.kubefed.core.membership;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.error.PermanentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a member's API is for callers from one network.
 *
 * @param clientCidr the network, such as {@code 10.0.0.0/8}; empty for every caller
 * @param address host, host and port, IP, IP and port, or URL
 */
public record ServerAddress(String clientCidr, String address) {

    // Literals only, so that parsing never asks a name server.
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Checks that no part is null. */
    public ServerAddress {
        requireNonNull(clientCidr, "clientCidr");
        requireNonNull(address, "address");
    }

    /**
     * The address for a caller: of all networks that hold one of its own addresses the longest prefix wins, the first of equals.
     *
     * @param addresses as a {@code Cluster} lists them
     * @param own the caller's own addresses
     * @throws PermanentException if a network is malformed, or none holds the caller
     */
    public static String choose(Collection<ServerAddress> addresses, Collection<InetAddress> own) {
        List<Network> networks = addresses.stream().map(Network::of).toList();
        return networks.stream()
                .filter(network -> network.all() || own.stream().anyMatch(network::contains))
                .max(Comparator.comparingInt(Network::prefix))
                .map(network -> network.of.address)
                .orElseThrow(() -> new PermanentException(
                        "spec.serverAddressByClientCIDRs names no network that holds this controller's address "
                                + own.stream().map(InetAddress::getHostAddress).toList()
                                + "; add an entry with clientCIDR \"0.0.0.0/0\" to serve every caller"));
    }

    private record Network(ServerAddress of, byte[] base, int prefix) {

        static Network of(ServerAddress address) {
            String cidr = address.clientCidr;
            if (cidr.isEmpty()) {
                return new Network(address, new byte[0], 0);
            }
            try {
                int slash = cidr.indexOf('/');
                String ip = slash < 0 ? "" : cidr.substring(0, slash);
                int prefix = slash < 0 ? -1 : Integer.parseInt(cidr.substring(slash + 1));
                if (!LITERAL.matcher(ip).matches()) {
                    throw malformed(cidr);
                }
                byte[] base = InetAddress.getByName(ip).getAddress();
                if (prefix < 0 || prefix > base.length * 8) {
                    throw malformed(cidr);
                }
                return new Network(address, base, prefix);
            } catch (NumberFormatException | UnknownHostException e) {
                throw malformed(cidr);
            }
        }

        private static PermanentException malformed(String cidr) {
            return new PermanentException("spec.serverAddressByClientCIDRs: clientCIDR \"" + cidr
                    + "\" is no network; write it as 10.0.0.0/8, or leave it empty to serve every caller");
        }

        boolean all() {
            return base.length == 0 || prefix == 0;
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            if (bytes.length != base.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if (((bytes[bit / 8] ^ base[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
