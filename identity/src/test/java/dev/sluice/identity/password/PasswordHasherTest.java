package dev.sluice.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private static final Argon2Settings CHEAP = new Argon2Settings(64, 1, 1, 2);

    @Test
    void verify_rightAndWrongPasswords_tellsThemApart() throws Exception {
        PasswordHasher hasher = new PasswordHasher(CHEAP);
        String phc = hasher.hash("correct horse");
        assertThat(phc).startsWith("$argon2id$v=19$m=64,t=1,p=1$").isNotEqualTo(hasher.hash("correct horse"));
        assertThat(hasher.verify(phc, "correct horse")).isTrue();
        assertThat(hasher.verify(phc, "correct horsf")).isFalse();
        assertThat(hasher.verify(null, "correct horse")).isFalse();
    }

    @Test
    void verify_hashOfTheReferenceProgram_isTrue() throws Exception {
        // From argon2's own test.c: version 0x13, Argon2id, 2^16 KiB.
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(new PasswordHasher(CHEAP).verify(phc, "password")).isTrue();
    }

    @Test
    void isOutdated_hashOfAnotherCost_isTrue() throws Exception {
        String old = new PasswordHasher(CHEAP).hash("password");
        assertThat(new PasswordHasher(CHEAP).isOutdated(old)).isFalse();
        PasswordHasher dearer = new PasswordHasher(new Argon2Settings(128, 1, 1, 1));
        assertThat(dearer.isOutdated(old)).isTrue();
        assertThat(dearer.verify(old, "password")).isTrue();
    }

    @Test
    void defaults_areOwaspsForArgon2id() {
        assertThat(Argon2Settings.DEFAULTS).isEqualTo(new Argon2Settings(19_456, 2, 1, 2));
    }
}
