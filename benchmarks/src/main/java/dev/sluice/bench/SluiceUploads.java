package dev.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways of a file into Sluice: each ends when the video exists. */
final class SluiceUploads {
    private static final String VIDEOS = "/api/v1/videos/";
    private static final String KEY = "X-API-Key: " + SluiceServer.API_KEY;
    private static final int AT_ONCE = 8;
    private static final Pattern UPLOAD_ID = Pattern.compile("\"upload_id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern URL = Pattern.compile("\"(https?://[^\"]+)\"");
    private static final Pattern VIDEO = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final Path work;
    private final Path store;
    private final UploadFile file;
    private final SluiceServer server;
    private final ApiClient client;
    private final TusSender tus;

    /** @param store the directory in which the server's store keeps its objects */
    SluiceUploads(Path work, Path store, UploadFile file, SluiceServer server) {
        this.work = work;
        this.store = store;
        this.file = file;
        this.server = server;
        this.client = new ApiClient(server.httpPort(), SluiceServer.API_KEY);
        this.tus = new TusSender(work, file, URI.create(base() + "/api/v1/uploads/tus"), KEY);
    }

    /** Those that bring the bytes to the server itself. */
    List<UploadWay> ways() {
        return List.of(
                way("form", this::form),
                way("chunks, 8 at a time", () -> chunks(/* direct= */ false)),
                way("tus, one PATCH", () -> idOf(tus.sendWhole())),
                way("tus, 16 MiB PATCHes", () -> idOf(tus.sendPieces())));
    }

    /** Past the server, which signs the URLs and makes one object of the parts. */
    UploadWay signedParts() {
        return way("signed S3 parts, 8 at a time", () -> chunks(/* direct= */ true));
    }

    /** A way whose end is the id of a video. */
    private interface Arriving {
        String send() throws IOException, InterruptedException;
    }

    private UploadWay way(String name, Arriving arriving) {
        return new UploadWay("Sluice: " + name, usage(), () -> {
            String id = arriving.send();
            return () -> remove(id);
        });
    }

    /** Objects of videos are removed by workers, of which there are none here. */
    private void remove(String id) throws IOException, InterruptedException {
        client.delete(VIDEOS + id);
        Path object = store.resolve("uploads").resolve(id);
        if (!Files.isDirectory(object)) {
            throw new IOException("the file did not come to " + object);
        }
        Directories.delete(object);
    }

    /** Time of the server and its database, memory of the server. */
    private UploadWay.Usage usage() {
        return new UploadWay.Usage() {
            @Override
            public double cpuSeconds() throws IOException {
                return ProcessUsage.cpuSeconds(server.processes());
            }

            @Override
            public double residentMib() {
                return ProcessUsage.residentMibAlone(server.program());
            }
        };
    }

    private String base() {
        return "http://127.0.0.1:" + server.httpPort();
    }

    private static String idOf(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** The newest video is the one that has just come. */
    private String form() throws IOException, InterruptedException {
        new Curl(work).form(base() + VIDEOS + "upload", file.whole(), KEY).run();
        return found(VIDEO, client.get("/api/v1/videos?limit=1"));
    }

    private String chunks(boolean direct) throws IOException, InterruptedException {
        String begun = client.post(
                VIDEOS + "upload/initiate", """
                {"filename": "noise.mp4", "content_type": "video/mp4", "filesize": %d, "chunk_size": %d, "direct": %b}
                """.formatted(file.sizeBytes(), UploadFile.PIECE_BYTES, direct), 201);
        List<String> urls = URL.matcher(begun)
                .results()
                .map((MatchResult url) -> url.group(1))
                .toList();
        List<String> headers = new ArrayList<>(List.of("Content-Type: application/octet-stream"));
        if (!direct) {
            headers.add(KEY);
        }
        Curl curl = new Curl(work);
        for (int i = 0; i < urls.size(); i++) {
            curl.send("PUT", urls.get(i), file.pieces().get(i), headers.toArray(String[]::new));
        }
        curl.run(AT_ONCE);
        String id = found(UPLOAD_ID, begun);
        client.post(VIDEOS + "upload/" + id + "/complete", "{}", 200);
        return id;
    }

    private static String found(Pattern pattern, String answer) throws IOException {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new IOException("there is no " + pattern + " in " + answer);
        }
        return matcher.group(1);
    }
}
