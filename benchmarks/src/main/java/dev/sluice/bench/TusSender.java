package dev.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Sends a file by tus 1.0.0. */
final class TusSender {
    private static final String VERSION = "Tus-Resumable: 1.0.0";
    private static final String TYPE = "Content-Type: application/offset+octet-stream";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path work;
    private final UploadFile file;
    private final URI endpoint;
    private final String header;

    /** @param header that every request has beside those of the protocol */
    TusSender(Path work, UploadFile file, URI endpoint, String header) {
        this.work = work;
        this.file = file;
        this.endpoint = endpoint;
        this.header = header;
    }

    /** In one request. Returns the URL of the upload. */
    String sendWhole() throws IOException, InterruptedException {
        String url = create();
        new Curl(work)
                .send("PATCH", url, file.whole(), VERSION, TYPE, "Upload-Offset: 0", header)
                .run();
        return url;
    }

    /** In one request for each piece, one after the other. Returns the URL of the upload. */
    String sendPieces() throws IOException, InterruptedException {
        String url = create();
        Curl curl = new Curl(work);
        long offset = 0;
        for (Path piece : file.pieces()) {
            curl.send("PATCH", url, piece, VERSION, TYPE, "Upload-Offset: " + offset, header);
            offset += UploadFile.PIECE_BYTES;
        }
        curl.run();
        return url;
    }

    private String create() throws IOException, InterruptedException {
        String[] more = header.split(": ", 2);
        HttpRequest create = HttpRequest.newBuilder(endpoint)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(file.sizeBytes()))
                .header(more[0], more[1])
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> answer = http.send(create, HttpResponse.BodyHandlers.ofString());
        String location = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 201 || location.isEmpty()) {
            throw new IOException("no upload: " + answer.statusCode() + " " + answer.body());
        }
        return endpoint.resolve(location).toString();
    }
}
