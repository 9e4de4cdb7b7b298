package dev.sluice.api.http;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of resources as entity tags (RFC 9110 section 8.8.3). */
public final class EntityTag {
    private static final Pattern VERSION = Pattern.compile("\"v([0-9]{1,18})\"");

    private EntityTag() {}

    public static String ofVersion(long version) {
        return "\"v" + version + "\"";
    }

    /**
     * The version that {@code If-Match} demands; empty when the header is absent or {@code *}.
     *
     * @throws ApiException 412 when it names none that this resource ever had
     */
    public static OptionalLong ifMatch(ApiRequest request) {
        String header = request.headers().get("If-Match");
        if (header == null || header.strip().equals("*")) {
            return OptionalLong.empty();
        }
        Matcher version = VERSION.matcher(header.strip());
        if (!version.matches()) {
            throw ApiException.preconditionFailed();
        }
        return OptionalLong.of(Long.parseLong(version.group(1)));
    }
}
