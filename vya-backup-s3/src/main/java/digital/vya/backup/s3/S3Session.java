package digital.vya.backup.s3;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;

/** A store in a bucket. */
final class S3Session implements StorageSession {

  private final Bucket bucket;

  S3Session(Bucket bucket) {
    this.bucket = bucket;
  }

  @Override
  public PendingObject create(String key) {
    return new S3Pending(bucket, bucket.keys().name(key));
  }

  @Override
  public InputStream read(String key) throws IOException, InterruptedException {
    return S3Input.open(bucket, bucket.keys().name(key));
  }

  @Override
  public Stream<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new S3Listing(bucket, prefix),
            Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
        false);
  }

  @Override
  public void delete(String key) throws IOException, InterruptedException {
    String object = bucket.keys().name(key);
    try {
      bucket
          .calls()
          .raw(() -> bucket.client().deleteObject(r -> r.bucket(bucket.name()).key(object)));
    } catch (SdkException e) {
      if (!Failures.isMissing(e)) {
        throw bucket.context().failures().explainDelete(object, e);
      }
    }
  }

  @Override
  public void close() {
    bucket.calls().close();
    bucket.client().close();
  }
}
