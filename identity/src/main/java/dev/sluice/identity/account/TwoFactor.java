package dev.sluice.identity.account;

import dev.sluice.identity.IdentityException;
import dev.sluice.identity.IdentityException.Kind;
import dev.sluice.identity.Secrets;
import dev.sluice.identity.account.Account.TotpState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The second factor: TOTP with backup codes. It is asked for at logins once a first code was right. Each code is good
 * for one use. Blocks; safe for any virtual thread.
 */
public final class TwoFactor {
    private static final String ISSUER = "Sluice";
    /** As long as the output of SHA-1 (RFC 4226, section 4, R6). */
    private static final int SECRET_BYTES = 20;

    private static final int BACKUP_CODES = 10;
    private static final int BACKUP_CODE_DIGITS = 8;
    private static final int BACKUP_CODE_BOUND = 100_000_000;

    private final AccountRepository accounts;
    private final LoginThrottle throttle;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** What is shown once to whoever sets up a second factor. */
    public record Enrolment(String secret, String qrCode, List<String> backupCodes) {
        public Enrolment {
            backupCodes = List.copyOf(backupCodes);
        }

        @Override
        public String toString() {
            return "enrolment";
        }
    }

    public TwoFactor(AccountRepository accounts, LoginThrottle throttle, InstantSource clock) {
        this.accounts = accounts;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** @throws IdentityException CONFLICT when a second factor is active */
    public Enrolment enable(Account account) throws IdentityException {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base32.encode(bytes);
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < BACKUP_CODES) {
            codes.add(String.format("%0" + BACKUP_CODE_DIGITS + "d", random.nextInt(BACKUP_CODE_BOUND)));
        }
        List<String> hashes =
                codes.stream().map(code -> hash(account.id(), code)).toList();
        if (!accounts.prepareTotp(account.tenant(), account.id(), secret, hashes)) {
            throw new IdentityException(Kind.CONFLICT, "Two-factor authentication is enabled already.");
        }
        return new Enrolment(secret, QrCode.pngDataUrl(uri(account, secret)), List.copyOf(codes));
    }

    /**
     * Uses up a code: one of the authenticator's, which activates a second factor that is not active yet, or a backup
     * code of an active one.
     *
     * @throws IdentityException BAD_CREDENTIALS, THROTTLED, or CONFLICT when nothing was set up
     */
    public void verify(Account account, String code, String clientAddress) throws IdentityException {
        TotpState totp = account.totp();
        if (totp == null) {
            throw new IdentityException(Kind.CONFLICT, "Two-factor authentication is not set up.");
        }
        LoginThrottle.Attempt attempt = throttle.attempt("2fa:" + account.id(), clientAddress);
        boolean right = code.length() == BACKUP_CODE_DIGITS
                ? totp.active() && accounts.useBackupCode(account.tenant(), account.id(), hash(account.id(), code))
                : useTotp(account, totp, code);
        if (!right) {
            throw new IdentityException(Kind.BAD_CREDENTIALS, "The code is not valid.");
        }
        attempt.succeeded();
    }

    private boolean useTotp(Account account, TotpState totp, String code) {
        OptionalLong step = Totp.stepOf(code, Base32.decode(totp.secret()), clock.instant());
        return step.isPresent()
                && accounts.useTotpStep(account.tenant(), account.id(), totp.secret(), step.getAsLong());
    }

    private static String hash(UUID account, String code) {
        return Secrets.hash(account + ":" + code);
    }

    /** The key URI that authenticator apps read. */
    private static String uri(Account account, String secret) {
        return "otpauth://totp/" + ISSUER + ":" + URLEncoder.encode(account.username(), StandardCharsets.UTF_8)
                + "?secret=" + secret + "&issuer=" + ISSUER + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period="
                + Totp.STEP.toSeconds();
    }
}
