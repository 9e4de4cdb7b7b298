package dev.sluice.events.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be connected to on behalf of a tenant: global unicast ones only, by IANA's special-purpose
 * registries (RFC 6890). Where private addresses are allowed too, those of this host, of private and of shared networks
 * are; link-local ones, where clouds keep their credentials, never are.
 */
public final class AddressGuard {
    private static final List<Network> PRIVATE = networks(
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7");

    private static final List<Network> SPECIAL_V4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Network GLOBAL_V6 = Network.parse("2000::/3");
    /** Within the global range: Teredo and others, documentation, 6to4. */
    private static final List<Network> SPECIAL_V6 =
            networks("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    /** NAT64 (RFC 6052): the last four bytes are the IPv4 address that is meant. */
    private static final Network NAT64 = Network.parse("64:ff9b::/96");

    private static final Network MAPPED =
            new Network(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0}, 96);

    private final boolean allowPrivate;

    public AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    public boolean allows(InetAddress address) {
        return allows(address.getAddress());
    }

    private boolean allows(byte[] address) {
        if (MAPPED.contains(address) || NAT64.contains(address)) {
            return allows(Arrays.copyOfRange(address, 12, 16));
        }
        if (allowPrivate && anyContains(PRIVATE, address)) {
            return true;
        }
        return address.length == 4
                ? !anyContains(SPECIAL_V4, address)
                : GLOBAL_V6.contains(address) && !anyContains(SPECIAL_V6, address);
    }

    /**
     * Resolves a host once; what is returned is what may be connected to. All its addresses must be allowed.
     *
     * @throws BlockedAddressException when one is not
     * @throws UnknownHostException when there is none
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new BlockedAddressException(host);
            }
        }
        return addresses;
    }

    /** A host stands for an address to which nothing is sent. */
    public static final class BlockedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        BlockedAddressException(String host) {
            super(host + " is not a public address");
        }
    }

    private static boolean anyContains(List<Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return Arrays.stream(texts).map(Network::parse).toList();
    }

    private static final class Network {
        private final byte[] base;
        private final int prefixBits;

        Network(byte[] base, int prefixBits) {
            this.base = base;
            this.prefixBits = prefixBits;
        }

        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(text.substring(0, slash));
            int bits = Integer.parseInt(text.substring(slash + 1));
            if (bits > (address instanceof Inet4Address ? 32 : 128)) {
                throw new IllegalArgumentException(text);
            }
            return new Network(address.getAddress(), bits);
        }

        boolean contains(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            int whole = prefixBits / 8;
            if (!Arrays.equals(base, 0, whole, address, 0, whole)) {
                return false;
            }
            int rest = prefixBits % 8;
            return rest == 0 || ((base[whole] ^ address[whole]) & 0xff) >>> (8 - rest) == 0;
        }
    }
}
