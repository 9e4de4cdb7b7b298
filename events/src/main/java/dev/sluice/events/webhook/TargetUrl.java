package dev.sluice.events.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may be an endpoint's URL. Names are not resolved here: an address behind a name is checked at each delivery,
 * where it is connected to.
 */
public final class TargetUrl {
    public static final int MAX_CHARACTERS = 2048;

    private static final int MAX_PORT = 65_535;
    private static final Pattern DNS_NAME =
            Pattern.compile("(?!.{254})([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
    private static final Pattern DOTTED_QUAD = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private TargetUrl() {}

    /** What is wrong with it, for whoever sent it; empty when nothing is. */
    public static Optional<String> problem(String text, AddressGuard guard) {
        if (text.length() > MAX_CHARACTERS || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            return Optional.of("Must have at most " + MAX_CHARACTERS + " visible ASCII characters.");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            return Optional.of("Is not a URL.");
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("Must start with https:// or http://.");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("Must be https://host[:port][/path][?query], without a user and a fragment.");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            return Optional.of("The port must be 1 to " + MAX_PORT + ".");
        }
        return hostProblem(url.getHost().toLowerCase(Locale.ROOT), guard);
    }

    private static Optional<String> hostProblem(String host, AddressGuard guard) {
        if (host.startsWith("[")) {
            return literalProblem(host.substring(1, host.length() - 1), guard);
        }
        if (NUMBER_LIKE.matcher(host).matches()) {
            return DOTTED_QUAD.matcher(host).matches()
                    ? literalProblem(host, guard)
                    : Optional.of("The host must be a name, or an address in its usual form.");
        }
        if (!DNS_NAME.matcher(host).matches()) {
            return Optional.of("The host is not a name.");
        }
        return Optional.empty();
    }

    private static Optional<String> literalProblem(String literal, AddressGuard guard) {
        try {
            boolean scoped = literal.indexOf('%') >= 0;
            return !scoped && guard.allows(InetAddress.ofLiteral(literal))
                    ? Optional.empty()
                    : Optional.of("The host is not a public address.");
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.of("The host must be a name, or an address in its usual form.");
        }
    }
}
