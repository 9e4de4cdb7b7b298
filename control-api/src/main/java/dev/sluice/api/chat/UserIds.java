package dev.sluice.api.chat;

import dev.sluice.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** How users are named in messages, paths and bans: by their subject, in a form that is fit for a path. */
public final class UserIds {
    private static final String ENCODED = "b64.";
    private static final int MAX_LENGTH = 400;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}");
    private static final Pattern POSSIBLE =
            Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0," + (MAX_LENGTH - 1) + "}");

    private UserIds() {}

    public static String of(Principal principal) {
        return ofSubject(principal.subject());
    }

    /** The subject itself where it is plain; else {@code b64.} and its UTF-8 in URL-safe Base64. */
    public static String ofSubject(String subject) {
        if (PLAIN.matcher(subject).matches() && !subject.startsWith(ENCODED)) {
            return subject;
        }
        return ENCODED
                + Base64.getUrlEncoder().withoutPadding().encodeToString(subject.getBytes(StandardCharsets.UTF_8));
    }

    /** For those who know the user by either. */
    public static String ofSubjectOrId(String text) {
        return text.startsWith(ENCODED) && isPossible(text) ? text : ofSubject(text);
    }

    public static boolean isPossible(String text) {
        return POSSIBLE.matcher(text).matches();
    }
}
