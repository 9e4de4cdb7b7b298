package dev.sluice.events.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private static final AddressGuard STRICT = new AddressGuard(false);
    private static final AddressGuard LENIENT = new AddressGuard(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
                "128.0.0.1", "169.253.1.1", "172.15.255.255", "172.32.0.0", "192.167.1.1", "198.17.1.1", "198.20.0.0",
                "223.255.255.255", "2606:4700::1111", "2a00::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"
            })
    void allows_globalAddress_yes(String literal) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(literal))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "169.254.169.254",
                "169.254.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "100::1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::1",
                "5f00::1",
                "::ffff:169.254.169.254",
                "::169.254.169.254"
            })
    void allows_specialAddress_neverEvenWhenPrivateOnesAre(String literal) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(literal))).isFalse();
        assertThat(LENIENT.allows(InetAddress.ofLiteral(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "10.0.0.1",
                "10.255.255.255",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.127.255.255",
                "::1",
                "fc00::1",
                "fd00::1",
                "::ffff:127.0.0.1",
                "64:ff9b::10.0.0.1"
            })
    void allows_privateAddress_onlyWhenTold(String literal) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(literal))).isFalse();
        assertThat(LENIENT.allows(InetAddress.ofLiteral(literal))).isTrue();
    }

    @Test
    void resolve_hostOfThisMachine_isBlocked() throws Exception {
        assertThatThrownBy(() -> STRICT.resolve("localhost"))
                .isInstanceOf(AddressGuard.BlockedAddressException.class)
                .hasMessage("localhost is not a public address");
        assertThat(LENIENT.resolve("localhost")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/a?b=c",
                "http://hooks.example.com:8080/",
                "https://xn--bcher-kva.example",
                "https://8.8.8.8/hook",
                "https://[2606:4700::1111]/hook",
                "HTTPS://Example.COM/x"
            })
    void url_usual_isTaken(String url) {
        assertThat(TargetUrl.problem(url, STRICT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.com",
                "ftp://example.com/",
                "file:///etc/passwd",
                "gopher://example.com/",
                "https://",
                "https:///path",
                "https://user@example.com/",
                "https://a:b@example.com/",
                "https://example.com@127.0.0.1/",
                "https://example.com/#f",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://example.com./",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0177.0.0.1/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://010.0.0.1/",
                "https://1.2.3/",
                "https://8.8.8.8./",
                "https://8.8.8.256/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[fe80::1%25eth0]/",
                "https://169.254.169.254/latest/meta-data",
                "https://0.0.0.0/",
                "https://[::]/",
                "https://bücher.example/",
                "https://exa mple.com/",
                "https://example.com/\r\nX: y",
                "https://-example.com/",
                "https://10.0.0.1:443/"
            })
    void url_trick_isRefused(String url) {
        assertThat(TargetUrl.problem(url, STRICT)).isPresent();
    }

    @Test
    void url_tooLong_isRefused() {
        assertThat(TargetUrl.problem("https://example.com/" + "a".repeat(TargetUrl.MAX_CHARACTERS), STRICT))
                .isPresent();
    }

    @Test
    void url_privateLiteral_isTakenWhenTold() {
        assertThat(TargetUrl.problem("http://127.0.0.1:9/", LENIENT)).isEmpty();
        assertThat(TargetUrl.problem("http://169.254.169.254/", LENIENT)).isPresent();
    }
}
