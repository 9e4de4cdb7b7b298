package dev.sluice.api.http;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content codings that a client takes (RFC 9110 section 12.5.3). */
public final class AcceptEncoding {
    private static final Pattern WEIGHT_ZERO = Pattern.compile("q=0(\\.0{0,3})?");

    private AcceptEncoding() {}

    /** True when the header names gzip and gives it a weight above zero. */
    public static boolean allowsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.split(";", /* limit= */ -1);
            boolean refused = parts.length > 1
                    && WEIGHT_ZERO.matcher(parts[parts.length - 1].strip()).matches();
            if (parts[0].strip().equals("gzip") && !refused) {
                return true;
            }
        }
        return false;
    }
}
