package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.engine.upload.Checksums;
import dev.sluice.engine.upload.Checksums.Expected;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadRole;
import io.vertx.core.http.HttpServerResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The headers of tus 1.0.0, as requests bring and answers take them. */
final class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String PATH = "/api/v1/uploads/tus";
    private static final String EXTENSIONS =
            "creation,creation-defer-length,creation-with-upload,expiration,checksum,termination,concatenation";
    private static final String ALGORITHMS = "sha1,sha256,md5";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TusHeaders() {}

    /** What the server can, for OPTIONS. */
    static void putOptions(HttpServerResponse response, long maxFileBytes) {
        response.putHeader("Tus-Version", VERSION)
                .putHeader("Tus-Extension", EXTENSIONS)
                .putHeader("Tus-Max-Size", Long.toString(maxFileBytes))
                .putHeader("Tus-Checksum-Algorithm", ALGORITHMS);
    }

    /** @throws ApiException 412 for another version, or none */
    static void requireVersion(ApiRequest request) {
        if (!VERSION.equals(request.headers().get(RESUMABLE))) {
            throw ApiException.refused(
                    412, "tus_version_not_supported", "This resource speaks Tus-Resumable " + VERSION + " only.");
        }
    }

    /** -1 when it is absent. @throws ApiException 400 when it is no number */
    static long number(ApiRequest request, String name) {
        String text = request.headers().get(name);
        if (text == null) {
            return -1;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw invalid(name, "Must be a number.");
        }
        return Long.parseLong(text);
    }

    /** @throws ApiException 400 when it is malformed or of an algorithm that is not known */
    static Checksums checksum(ApiRequest request) {
        String header = request.headers().get("Upload-Checksum");
        if (header == null) {
            return new Checksums(List.of());
        }
        int space = header.indexOf(' ');
        String algorithm = space < 0 ? header : header.substring(0, space);
        if (!Expected.knows(algorithm)) {
            throw invalid("Upload-Checksum", "The algorithm must be one of " + ALGORITHMS + ".");
        }
        try {
            byte[] digest =
                    Base64.getDecoder().decode(header.substring(space + 1).strip());
            return new Checksums(List.of(Expected.of(algorithm, digest)
                    .orElseThrow(() -> invalid("Upload-Checksum", "The digest has the wrong length."))));
        } catch (IllegalArgumentException notBase64) {
            throw invalid("Upload-Checksum", "Must be an algorithm and a digest in base64.");
        }
    }

    static ApiException invalid(String header, String problem) {
        return ApiException.invalidRequest("A header is not valid.", Map.of(header, problem));
    }

    /** Where an upload is. */
    static Map<String, String> offset(Upload upload) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Upload-Offset", Long.toString(upload.receivedBytes()));
        if (!upload.state().isFinal()) {
            headers.put("Upload-Expires", HTTP_DATE.format(upload.expiresAt()));
        }
        return headers;
    }

    /** All that HEAD tells. */
    static Map<String, String> all(Upload upload) {
        Map<String, String> headers = offset(upload);
        headers.put("Cache-Control", "no-store");
        if (upload.plan().size().isPresent()) {
            headers.put("Upload-Length", Long.toString(upload.plan().sizeBytes()));
        } else {
            headers.put("Upload-Defer-Length", "1");
        }
        String metadata = upload.plan().protocolMetadata();
        if (metadata != null && !metadata.isEmpty()) {
            headers.put("Upload-Metadata", metadata);
        }
        if (upload.plan().role() == UploadRole.PARTIAL) {
            headers.put("Upload-Concat", "partial");
        } else if (upload.plan().role() == UploadRole.FINAL) {
            headers.put(
                    "Upload-Concat",
                    "final;"
                            + String.join(
                                    " ",
                                    upload.plan().pieces().stream()
                                            .map(piece -> PATH + "/" + piece)
                                            .toList()));
        }
        return headers;
    }
}
