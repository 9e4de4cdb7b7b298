package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.upload.Checksums;
import dev.sluice.engine.upload.ChunkPlan;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadException;
import dev.sluice.engine.upload.UploadException.Problem;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadLimits;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.UploadState;
import dev.sluice.engine.upload.Uploads;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of tus 1.0.0 by the letter of the protocol. Blocks; safe for many threads. */
final class TusUploads {
    static final String BODY_TYPE = "application/offset+octet-stream";
    private static final String FINAL = "final;";
    private static final String PARTIAL = "partial";

    private final Uploads uploads;

    TusUploads(Uploads uploads) {
        this.uploads = uploads;
    }

    /** POST: a new upload, with its first bytes when there are any. */
    ApiResponse create(ApiRequest request, BodyStream body) throws Exception {
        TusHeaders.requireVersion(request);
        String concat = request.headers().get("Upload-Concat");
        if (concat != null && concat.startsWith(FINAL)) {
            return createFinal(request, concat.substring(FINAL.length()));
        }
        if (concat != null && !concat.equals(PARTIAL)) {
            throw TusHeaders.invalid("Upload-Concat", "Must be partial, or final; and URLs.");
        }
        Checksums checksums = TusHeaders.checksum(request);
        boolean withBody = body.isExpected();
        if (withBody) {
            requireBodyType(request);
        }
        UploadRole role = concat == null ? UploadRole.WHOLE : UploadRole.PARTIAL;
        Upload upload = create(request, length(request), role, List.of());
        Map<String, String> headers;
        if (withBody) {
            Upload appended =
                    uploads.append(upload, 0, body.declaredBytes(), Upload.Plan.UNKNOWN_SIZE, body::read, checksums);
            headers = TusHeaders.offset(appended);
        } else {
            headers = TusHeaders.offset(upload);
            headers.remove("Upload-Offset");
        }
        headers.put("Location", request.urls().base() + TusHeaders.PATH + "/" + upload.id());
        return new ApiResponse(201, null, headers);
    }

    /** Length xor defer. */
    private static long length(ApiRequest request) {
        long length = TusHeaders.number(request, "Upload-Length");
        String defer = request.headers().get("Upload-Defer-Length");
        if (defer != null && !defer.equals("1")) {
            throw TusHeaders.invalid("Upload-Defer-Length", "Must be 1.");
        }
        if ((length < 0) == (defer == null)) {
            throw TusHeaders.invalid("Upload-Length", "Send either Upload-Length or Upload-Defer-Length.");
        }
        if (length == 0) {
            throw TusHeaders.invalid("Upload-Length", "A video has at least one byte.");
        }
        return length < 0 ? Upload.Plan.UNKNOWN_SIZE : length;
    }

    private Upload create(ApiRequest request, long length, UploadRole role, List<AssetId> pieces) throws Exception {
        String metadata = request.headers().get("Upload-Metadata");
        Map<String, List<String>> texts = TusMetadata.parse(metadata);
        String fileName = UploadDetails.fileName(first(texts, "filename", "name"));
        long planned = length == Upload.Plan.UNKNOWN_SIZE ? uploads.limits().maxFileBytes() : length;
        Upload.Plan plan = new Upload.Plan(
                fileName,
                UploadDetails.mediaType(first(texts, "filetype", "type")),
                length,
                ChunkPlan.sequentialPartBytes(Math.min(planned, uploads.limits().maxFileBytes())),
                /* sha256= */ null,
                /* sourceUrl= */ null,
                role,
                pieces,
                metadata);
        return uploads.create(Callers.owner(request), UploadKind.TUS, UploadDetails.ofTexts(texts, fileName), plan);
    }

    private static @Nullable String first(Map<String, List<String>> texts, String name, String otherName) {
        List<String> values = texts.getOrDefault(name, texts.getOrDefault(otherName, List.of()));
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Joins uploads of the caller, in the order of their URLs, once all of them are complete. */
    private ApiResponse createFinal(ApiRequest request, String urls) throws Exception {
        if (request.headers().contains("Upload-Length") || request.headers().contains("Upload-Defer-Length")) {
            throw TusHeaders.invalid("Upload-Length", "A final upload has the length of its parts.");
        }
        List<AssetId> pieces = new ArrayList<>();
        long size = 0;
        for (String url : urls.strip().split(" +", UploadLimits.MAX_PIECES + 1)) {
            Upload piece = uploads.find(Callers.viewpoint(request), pieceId(url));
            boolean owned = piece.owner().equals(Callers.owner(request))
                    || Callers.viewpoint(request).manages(piece.owner());
            if (!owned || piece.plan().role() != UploadRole.PARTIAL) {
                throw TusHeaders.invalid("Upload-Concat", "Only partial uploads can be joined.");
            }
            if (piece.state() != UploadState.COMPLETED) {
                throw new UploadException(
                        Problem.CONFLICT, "upload_incomplete", "A part of the final upload is not complete.");
            }
            pieces.add(piece.id());
            size += piece.receivedBytes();
        }
        if (pieces.size() > UploadLimits.MAX_PIECES) {
            throw TusHeaders.invalid("Upload-Concat", "At most " + UploadLimits.MAX_PIECES + " uploads are joined.");
        }
        Upload upload = uploads.complete(create(request, size, UploadRole.FINAL, pieces));
        return new ApiResponse(
                201, null, Map.of("Location", request.urls().base() + TusHeaders.PATH + "/" + upload.id()));
    }

    /** Absolute or relative URLs. */
    private static AssetId pieceId(String url) {
        try {
            String path = String.valueOf(URI.create(url).getPath());
            if (path.contains(TusHeaders.PATH + "/")) {
                return AssetId.parse(path.substring(path.lastIndexOf('/') + 1));
            }
        } catch (IllegalArgumentException malformed) {
            throw TusHeaders.invalid("Upload-Concat", "Must have URLs of uploads.");
        }
        throw TusHeaders.invalid("Upload-Concat", "Must have URLs of uploads.");
    }

    /** HEAD, and GET with the same in JSON. */
    ApiResponse state(ApiRequest request) throws Exception {
        Upload upload = find(request);
        if (request.operation().startsWith("HEAD ")) {
            TusHeaders.requireVersion(request);
        }
        return ApiResponse.ok(UploadJson.state(upload, List.of())).with(TusHeaders.all(upload));
    }

    /** PATCH: bytes from the offset on. */
    ApiResponse append(ApiRequest request, BodyStream body) throws Exception {
        Upload upload = find(request);
        TusHeaders.requireVersion(request);
        requireBodyType(request);
        long offset = TusHeaders.number(request, "Upload-Offset");
        if (offset < 0) {
            throw TusHeaders.invalid("Upload-Offset", "Must be sent.");
        }
        if (upload.plan().role() == UploadRole.FINAL) {
            throw ApiException.permissionDenied("A final upload takes no bytes.");
        }
        if (upload.state() == UploadState.COMPLETED) {
            return completedAgain(upload, offset, body);
        }
        Upload appended = uploads.append(
                upload,
                offset,
                body.declaredBytes(),
                TusHeaders.number(request, "Upload-Length"),
                body::read,
                TusHeaders.checksum(request));
        return new ApiResponse(204, null, answer(appended));
    }

    /** The last bytes were taken, but whoever sent them may not know. */
    private static ApiResponse completedAgain(Upload upload, long offset, BodyStream body) throws UploadException {
        if (offset != upload.receivedBytes()) {
            throw new UploadException(
                    Problem.CONFLICT, "offset_mismatch", "The upload is at " + upload.receivedBytes() + ".");
        }
        if (body.isExpected()) {
            throw UploadException.tooLarge(0);
        }
        return new ApiResponse(204, null, answer(upload));
    }

    private static Map<String, String> answer(Upload upload) {
        Map<String, String> headers = TusHeaders.offset(upload);
        if (upload.state() == UploadState.COMPLETED && upload.plan().role() != UploadRole.PARTIAL) {
            headers.put("Video-Id", upload.id().toString());
        }
        return headers;
    }

    /** DELETE. */
    ApiResponse terminate(ApiRequest request) throws Exception {
        Upload upload = find(request);
        TusHeaders.requireVersion(request);
        uploads.abort(upload);
        return ApiResponse.noContent();
    }

    /** POST to an upload: for clients that know no other methods. */
    ApiResponse overridden(ApiRequest request, BodyStream body) throws Exception {
        String method =
                String.valueOf(request.headers().get("X-HTTP-Method-Override")).toUpperCase(Locale.ROOT);
        return switch (method) {
            case "PATCH" -> append(request, body);
            case "DELETE" -> terminate(request);
            case "HEAD" -> {
                TusHeaders.requireVersion(request);
                yield new ApiResponse(200, null, TusHeaders.all(find(request)));
            }
            default -> {
                find(request);
                throw TusHeaders.invalid("X-HTTP-Method-Override", "Must be PATCH, HEAD or DELETE.");
            }
        };
    }

    /** Ended ones are gone. */
    private Upload find(ApiRequest request) throws UploadException {
        Upload upload = UploadJson.find(uploads, request);
        if (upload.kind() != UploadKind.TUS) {
            throw UploadException.notFound();
        }
        if (upload.state() == UploadState.ABORTED || upload.state() == UploadState.EXPIRED) {
            throw UploadException.ended(upload.state());
        }
        return upload;
    }

    private static void requireBodyType(ApiRequest request) {
        if (!BODY_TYPE.equals(request.contentType())) {
            throw ApiException.unsupportedMediaType(BODY_TYPE);
        }
    }
}
