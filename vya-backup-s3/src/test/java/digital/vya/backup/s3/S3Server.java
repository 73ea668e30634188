package digital.vya.backup.s3;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A real S3 server of this JVM, on a free port of the loopback. */
public final class S3Server implements AutoCloseable {

  public static final String ACCESS_KEY = "AKIAVYATEST";
  public static final String SECRET_KEY = "do-not-show-this-secret";

  private final BlobStore store;
  private final S3Proxy server;

  private S3Server(BlobStore store, String accessKey, String secretKey) {
    this.store = store;
    try {
      this.server =
          S3Proxy.builder()
              .blobStore(store)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
              .stopTimeout(0)
              .build();
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that forgets everything. */
  public static S3Server inMemory() {
    return inMemory(ACCESS_KEY, SECRET_KEY);
  }

  /** One that forgets everything, and takes these keys. */
  public static S3Server inMemory(String accessKey, String secretKey) {
    return new S3Server(new TransientNio2BlobStore(), accessKey, secretKey);
  }

  /** One that keeps each object as a file, in a folder for each bucket. */
  public static S3Server inFolder(Path folder) {
    return new S3Server(new FilesystemNio2BlobStore(folder.toString()), ACCESS_KEY, SECRET_KEY);
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  BlobStore store() {
    return store;
  }

  /** Makes a bucket. */
  public void make(String bucket) {
    store.createContainer(bucket);
  }

  /** Puts an object there. */
  public void put(String bucket, String key, byte[] bytes) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentLength((long) bytes.length)
            .build();
    store.putBlob(request, new ByteArrayInputStream(bytes));
  }

  /** The keys of all objects of a bucket. */
  public List<String> keys(String bucket) {
    return store.list(bucket).contents().stream().map(object -> object.key()).toList();
  }

  /** Settings of a new bucket. */
  Place newPlace() {
    String bucket = "b-" + UUID.randomUUID();
    make(bucket);
    return new Place(bucket, "http://127.0.0.1:" + port());
  }

  @Override
  public void close() throws Exception {
    server.stop();
    store.close();
  }
}
