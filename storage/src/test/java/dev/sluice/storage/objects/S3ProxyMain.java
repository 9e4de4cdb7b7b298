package dev.sluice.storage.objects;

import java.io.OutputStream;
import java.net.URI;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/** An S3 server over a directory, in a process of its own. Lives as long as its standard input is open. */
final class S3ProxyMain {
    static final String READY = "s3proxy listens on ";

    private S3ProxyMain() {}

    /** @param args directory, port (0 for any), access key id, secret access key */
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", args[0]);
        BlobStore files = ContextBuilder.newBuilder("filesystem")
                .credentials("unused", "unused")
                .overrides(properties)
                .build(BlobStoreContext.class)
                .getBlobStore();
        S3Proxy server = S3Proxy.builder()
                .blobStore(files)
                .endpoint(URI.create("http://127.0.0.1:" + args[1]))
                .awsAuthentication(AuthenticationType.AWS_V4, args[2], args[3])
                .build();
        server.start();
        System.out.println(READY + server.getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        // The server's threads would keep the process alive.
        Runtime.getRuntime().halt(0);
    }
}
