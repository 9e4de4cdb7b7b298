package dev.sluice.api.upload;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.BodyStream;
import dev.sluice.api.http.StreamHandler;
import dev.sluice.api.live.Callers;
import dev.sluice.engine.asset.AssetDetails;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.upload.ChunkPlan;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadException;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.engine.upload.UploadSource;
import dev.sluice.engine.upload.Uploads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /videos/upload}: a form with exactly one file, and fields before or behind it. */
final class UploadForm implements StreamHandler {
    private static final Logger log = LoggerFactory.getLogger(UploadForm.class);
    private static final int MAX_FIELD_BYTES = 32 * 1024;
    private static final int MAX_FIELDS_BYTES = 128 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Uploads uploads;

    UploadForm(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public ApiResponse handle(ApiRequest request, BodyStream body) throws Exception {
        HeaderParameters type = HeaderParameters.parse(request.contentType());
        String boundary = type.get("boundary");
        if (!type.value().equals("multipart/form-data")
                || boundary == null
                || boundary.isEmpty()
                || boundary.length() > MultipartReader.MAX_BOUNDARY_LENGTH) {
            throw ApiException.unsupportedMediaType("multipart/form-data");
        }
        if (body.declaredBytes() > uploads.limits().maxFileBytes() + MAX_FIELDS_BYTES) {
            throw ApiException.tooLarge(uploads.limits().maxFileBytes());
        }
        Form form = new Form(Callers.owner(request), new MultipartReader(body::read, boundary));
        try {
            form.readToFile();
            Upload upload = form.receive();
            drain(body);
            return ApiResponse.created(UploadJson.video(upload, request));
        } catch (IOException cut) {
            throw UploadException.cutOff();
        }
    }

    /** What a client sends behind the form is not the form's. */
    private static void drain(BodyStream body) throws IOException {
        byte[] rest = new byte[4096];
        int passed = 0;
        for (int read = 0; read >= 0 && passed < MAX_FIELD_BYTES; passed += read) {
            read = body.read(rest, 0, rest.length, PATIENCE);
        }
    }

    /** One form on its way in. */
    private final class Form {
        private final Owner owner;
        private final MultipartReader reader;
        private final Map<String, List<String>> texts = new TreeMap<>();
        private int textBytes;
        private @Nullable String fileName;
        private String mediaType = "";

        Form(Owner owner, MultipartReader reader) {
            this.owner = owner;
            this.reader = reader;
        }

        void readToFile() throws IOException {
            while (reader.nextPart()) {
                if (isFile()) {
                    HeaderParameters disposition = disposition();
                    fileName = UploadDetails.fileName(disposition.get("filename"));
                    mediaType = UploadDetails.mediaType(reader.headers().get("content-type"));
                    return;
                }
                readText();
            }
            throw ApiException.validation(Map.of("file", "Must be sent."));
        }

        /** The fields behind the file are read before it is completed: a bad one leaves nothing behind. */
        Upload receive() throws Exception {
            Upload.Plan plan = new Upload.Plan(
                    fileName,
                    mediaType,
                    Upload.Plan.UNKNOWN_SIZE,
                    ChunkPlan.sequentialPartBytes(uploads.limits().maxFileBytes()),
                    /* sha256= */ null,
                    /* sourceUrl= */ null,
                    UploadRole.WHOLE,
                    List.of(),
                    /* protocolMetadata= */ null);
            Upload upload = uploads.create(owner, UploadKind.MULTIPART_FORM, details(), plan);
            boolean received = false;
            try {
                UploadSource file = reader::read;
                Upload completed = uploads.receiveWhole(upload, file, this::readRest);
                received = true;
                return completed;
            } finally {
                if (!received) {
                    abort(upload);
                }
            }
        }

        private void abort(Upload upload) {
            try {
                uploads.abort(upload);
            } catch (UploadException completing) {
                log.info("Upload {} goes on though its form failed: {}", upload.id(), completing.getMessage());
            }
        }

        private void readRest(Upload upload) throws UploadException {
            try {
                while (reader.nextPart()) {
                    if (isFile()) {
                        throw ApiException.validation(Map.of("file", "Must be sent once."));
                    }
                    readText();
                }
            } catch (IOException cut) {
                throw UploadException.cutOff();
            }
            uploads.describe(upload, details(), fileName);
        }

        private AssetDetails details() {
            return UploadDetails.ofTexts(texts, fileName);
        }

        private HeaderParameters disposition() {
            HeaderParameters disposition =
                    HeaderParameters.parse(reader.headers().get("content-disposition"));
            if (!disposition.value().equals("form-data") || disposition.get("name") == null) {
                throw ApiException.invalidRequest("A part of the form has no name.");
            }
            return disposition;
        }

        private boolean isFile() {
            HeaderParameters disposition = disposition();
            return disposition.get("filename") != null || "file".equals(disposition.get("name"));
        }

        private void readText() throws IOException {
            String name = String.valueOf(disposition().get("name"));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[4096];
            for (int read = 0; read >= 0; read = reader.read(piece, 0, piece.length, PATIENCE)) {
                bytes.write(piece, 0, read);
                if (bytes.size() > MAX_FIELD_BYTES) {
                    throw ApiException.tooLarge(MAX_FIELD_BYTES);
                }
            }
            textBytes += bytes.size() + name.length();
            if (textBytes > MAX_FIELDS_BYTES) {
                throw ApiException.tooLarge(MAX_FIELDS_BYTES);
            }
            texts.computeIfAbsent(name, any -> new ArrayList<>()).add(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
