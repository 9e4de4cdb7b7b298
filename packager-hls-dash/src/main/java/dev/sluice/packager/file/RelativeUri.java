package dev.sluice.packager.file;

import java.util.regex.Pattern;

/** Names of objects as they stand in manifests: plain characters that no syntax there escapes. */
final class RelativeUri {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_~][A-Za-z0-9._~/-]{0,254}");

    private RelativeUri() {}

    static String check(String uri) {
        if (!PLAIN.matcher(uri).matches()) {
            throw new IllegalArgumentException("not a plain relative name: " + uri);
        }
        return uri;
    }
}
