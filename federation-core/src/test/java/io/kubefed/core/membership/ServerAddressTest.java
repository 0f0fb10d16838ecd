package io.kubefed.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubefed.core.error.PermanentException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

    @Test
    void takesTheLongestPrefixWhateverTheOrder() {
        assertThat(choose("10.1.2.3", "0.0.0.0/0", "10.0.0.0/8", "10.1.2.0/24", "10.1.0.0/16"))
                .isEqualTo("10.1.2.0/24");
        assertThat(choose("10.9.9.9", "10.1.2.0/24", "10.0.0.0/8", "0.0.0.0/0")).isEqualTo("10.0.0.0/8");
    }

    @Test
    void takesTheFirstOfEquals() {
        List<ServerAddress> addresses =
                List.of(new ServerAddress("10.0.0.0/8", "first"), new ServerAddress("10.0.0.0/8", "second"));

        assertThat(ServerAddress.choose(addresses, own("10.1.1.1"))).isEqualTo("first");
    }

    @Test
    void tellsNetworksApartToTheBit() {
        assertThat(choose("10.0.0.127", "10.0.0.0/25", "10.0.0.128/25")).isEqualTo("10.0.0.0/25");
        assertThat(choose("10.0.0.128", "10.0.0.0/25", "10.0.0.128/25")).isEqualTo("10.0.0.128/25");
        assertThat(choose("192.168.0.1", "192.168.0.0/32", "192.168.0.1/32")).isEqualTo("192.168.0.1/32");
    }

    @Test
    void reads6Addresses() {
        assertThat(choose("fd00:1::5", "::/0", "fd00::/16", "fd00:1::/32", "fd00:2::/32"))
                .isEqualTo("fd00:1::/32");
    }

    @Test
    void takesAnyOfTheCallersAddresses() {
        List<ServerAddress> addresses = List.of(new ServerAddress("10.0.0.0/8", "a"));

        assertThat(ServerAddress.choose(addresses, own("fe80::1", "10.2.2.2"))).isEqualTo("a");
    }

    @Test
    void servesEveryCallerWithAnEmptyNetworkUnlessAnotherIsNearer() {
        List<ServerAddress> addresses =
                List.of(new ServerAddress("", "everyone"), new ServerAddress("10.0.0.0/8", "near"));

        assertThat(ServerAddress.choose(addresses, own("10.1.1.1"))).isEqualTo("near");
        assertThat(ServerAddress.choose(addresses, own("172.16.0.1"))).isEqualTo("everyone");
        assertThat(ServerAddress.choose(addresses, own("fd00::1"))).isEqualTo("everyone");
        assertThat(ServerAddress.choose(addresses, List.of())).isEqualTo("everyone");
    }

    @Test
    void servesCallersOfTheOtherFamilyWithAPrefixOfNothing() {
        assertThat(choose("fd00::1", "0.0.0.0/0")).isEqualTo("0.0.0.0/0");
    }

    @Test
    void saysWhatToAddIfNoNetworkHoldsTheCaller() {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> choose("172.16.0.1", "10.0.0.0/8", "fd00::/8"))
                .withMessageContaining("172.16.0.1")
                .withMessageContaining("0.0.0.0/0");
        assertThatExceptionOfType(PermanentException.class).isThrownBy(() -> choose("172.16.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0", "10.0.0/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "10.0.0.0/8/8",
                        "example.com/8",
                "fd00::/129", "fd00/8", "1.2.3.4.5/8", "256.0.0.0/8", "1...2/8", ".../8", "10.0.0.0/x", " 10.0.0.0/8",
                "1::2::3/8", ":/8"
            })
    void refusesAMalformedNetworkAndQuotesIt(String cidr) {
        assertThatExceptionOfType(PermanentException.class)
                .isThrownBy(() -> choose("10.0.0.1", "10.0.0.0/8", cidr))
                .withMessageContaining("\"" + cidr + "\"")
                .withMessageContaining("10.0.0.0/8, or leave it empty");
    }

    private static String choose(String own, String... cidrs) {
        List<ServerAddress> addresses =
                Arrays.stream(cidrs).map(cidr -> new ServerAddress(cidr, cidr)).toList();
        return ServerAddress.choose(addresses, own(own));
    }

    private static List<InetAddress> own(String... literals) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            try {
                addresses.add(InetAddress.getByName(literal));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return addresses;
    }
}
