package digital.vya.backup.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A real S3 server of this JVM, on a free port of the loopback. */
final class S3Server implements AutoCloseable {

  static final String ACCESS_KEY = "AKIAVYATEST";
  static final String SECRET_KEY = "do-not-show-this-secret";

  private final BlobStore store;
  private final S3Proxy server;

  private S3Server(BlobStore store) {
    this.store = store;
    try {
      this.server =
          S3Proxy.builder()
              .blobStore(store)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
              .stopTimeout(0)
              .build();
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static S3Server inMemory() {
    return new S3Server(new TransientNio2BlobStore());
  }

  static S3Server inFolder(Path folder) {
    return new S3Server(new FilesystemNio2BlobStore(folder.toString()));
  }

  int port() {
    return server.getPort();
  }

  BlobStore store() {
    return store;
  }

  /** Settings of a new bucket. */
  Place newPlace() {
    String bucket = "b-" + UUID.randomUUID();
    store.createContainer(bucket);
    return new Place(bucket, "http://127.0.0.1:" + port());
  }

  @Override
  public void close() throws Exception {
    server.stop();
    store.close();
  }
}
