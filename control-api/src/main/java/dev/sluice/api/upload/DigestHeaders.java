package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.engine.upload.Checksums;
import dev.sluice.engine.upload.Checksums.Expected;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Content-MD5} (RFC 1864), {@code Digest} (RFC 3230) and {@code Repr-Digest} (RFC 9530) of a body. */
final class DigestHeaders {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern ENTRY = Pattern.compile("([a-z0-9-]+)=:?([A-Za-z0-9+/]+={0,2}):?");
    private static final Map<String, String> NAMES = Map.of("md5", "md5", "sha", "sha1", "sha-256", "sha256");

    private DigestHeaders() {}

    /** Algorithms that are not known are passed over. @throws ApiException 400 when a header cannot be read */
    static Checksums read(MultiMap headers) {
        List<Expected> expected = new ArrayList<>();
        String md5 = headers.get("Content-MD5");
        if (md5 != null) {
            expected.add(expected("Content-MD5", "md5", md5.strip()));
        }
        for (String name : List.of("Digest", "Repr-Digest", "Content-Digest")) {
            String value = headers.get(name);
            if (value != null) {
                addAll(name, value, expected);
            }
        }
        return new Checksums(expected);
    }

    private static void addAll(String header, String value, List<Expected> expected) {
        if (value.length() > MAX_LENGTH) {
            throw malformed(header);
        }
        for (String entry : value.split(",", -1)) {
            String text = entry.strip();
            int equals = text.indexOf('=');
            Matcher parts = ENTRY.matcher(text.substring(0, Math.max(equals, 0)).toLowerCase(Locale.ROOT)
                    + text.substring(Math.max(equals, 0)));
            if (!parts.matches()) {
                throw malformed(header);
            }
            String algorithm = NAMES.get(parts.group(1));
            if (algorithm != null) {
                expected.add(expected(header, algorithm, parts.group(2)));
            }
        }
    }

    private static Expected expected(String header, String algorithm, String base64) {
        try {
            return Expected.of(algorithm, Base64.getDecoder().decode(base64)).orElseThrow(() -> malformed(header));
        } catch (IllegalArgumentException notBase64) {
            throw malformed(header);
        }
    }

    private static ApiException malformed(String header) {
        return ApiException.invalidRequest("A header is not valid.", Map.of(header, "Must be a digest in base64."));
    }
}
