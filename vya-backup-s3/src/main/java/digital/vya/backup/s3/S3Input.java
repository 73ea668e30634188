package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object that is read; a connection that breaks is replaced where it broke. */
final class S3Input extends InputStream {

  private final Bucket bucket;
  private final String object;
  private final String tag;
  private final long length;
  private ResponseInputStream<GetObjectResponse> body;
  private long at;
  private int failures;
  private boolean closed;

  private S3Input(Bucket bucket, String object, ResponseInputStream<GetObjectResponse> body) {
    this.bucket = bucket;
    this.object = object;
    this.body = body;
    this.tag = body.response().eTag();
    this.length = body.response().contentLength();
  }

  static S3Input open(Bucket bucket, String object) throws IOException, InterruptedException {
    try {
      var body =
          bucket
              .calls()
              .raw(() -> bucket.client().getObject(r -> r.bucket(bucket.name()).key(object)));
      if (body.response().contentLength() == null || body.response().eTag() == null) {
        body.abort();
        throw BackupException.environment(
            "bucket "
                + bucket.name()
                + " does not tell length and tag of "
                + object
                + "; take away what changes its answers, such as a proxy");
      }
      return new S3Input(bucket, object, body);
    } catch (SdkException e) {
      if (Failures.isMissing(e)) {
        throw new FileNotFoundException("there is no " + object + " in bucket " + bucket.name());
      }
      throw bucket.context().failures().explain("read " + object, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (closed) {
      throw new IOException("the stream of " + object + " is closed");
    }
    if (count == 0) {
      return 0;
    }
    while (at < length) {
      int n = part(bytes, offset, count);
      if (n > 0) {
        at += n;
        failures = 0;
        return n;
      }
    }
    return -1;
  }

  private int part(byte[] bytes, int offset, int count) throws IOException {
    IOException why;
    try {
      int n = body.read(bytes, offset, (int) Math.min(count, length - at));
      if (n > 0) {
        return n;
      }
      why = new IOException("the connection ended");
    } catch (IOException e) {
      why = e;
    } catch (SdkException e) {
      why = new IOException(e);
    }
    try {
      resume(why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + object + " was read");
    }
    return 0;
  }

  private void resume(IOException why) throws IOException, InterruptedException {
    body.abort();
    failures++;
    if (failures >= bucket.config().attempts()) {
      throw new IOException(
          object + " breaks off at byte " + at + " of " + length + " again and again", why);
    }
    Thread.sleep(bucket.context().pauses().usual().computeDelay(failures).toMillis());
    try {
      body =
          bucket
              .calls()
              .raw(
                  () ->
                      bucket
                          .client()
                          .getObject(
                              r ->
                                  r.bucket(bucket.name())
                                      .key(object)
                                      .range("bytes=" + at + "-")
                                      .ifMatch(tag)));
    } catch (SdkException e) {
      if (Failures.isMissing(e) || Failures.isReplaced(e)) {
        throw new IOException(object + " was replaced or deleted while it was read", e);
      }
      throw bucket.context().failures().explain("read " + object, e);
    }
    if (!tag.equals(body.response().eTag())) {
      throw new IOException(object + " was replaced while it was read");
    }
    if (body.response().contentRange() == null) {
      body.skipNBytes(at);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (at < length) {
      // Closing would read the rest.
      body.abort();
    } else {
      body.close();
    }
  }
}
