package dev.sluice.api.pages;

import dev.sluice.api.http.AcceptEncoding;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A file of the pages, plain and compressed. The buffers are never written to after creation. */
record Asset(String contentType, Buffer plain, Buffer compressed) {
    static Asset of(String contentType, byte[] bytes) {
        return new Asset(contentType, Buffer.buffer(bytes), Buffer.buffer(gzip(bytes)));
    }

    /** Ends the response with this file. */
    void send(HttpServerRequest request, HttpServerResponse response) {
        response.putHeader("Content-Type", contentType).putHeader("Vary", "Accept-Encoding");
        if (AcceptEncoding.allowsGzip(request.getHeader("Accept-Encoding"))) {
            response.putHeader("Content-Encoding", "gzip").end(compressed);
        } else {
            response.end(plain);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("compressing in memory", impossible);
        }
        return out.toByteArray();
    }
}
