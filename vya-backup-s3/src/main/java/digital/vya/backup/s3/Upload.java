package digital.vya.backup.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** An object that is sent in parts, some of them at the same time. Used by one thread at a time. */
final class Upload {

  /** A part that is sent more slowly is given up and sent again. */
  private static final int BYTES_PER_SECOND = 16 << 10;

  private static final int PATIENCE_SECONDS = 5;

  private final Bucket bucket;
  private final String object;
  private final String id;
  private final Semaphore free;
  private final List<Future<CompletedPart>> parts = new ArrayList<>();
  private volatile @Nullable SdkException failure;

  private Upload(Bucket bucket, String object, String id) {
    this.bucket = bucket;
    this.object = object;
    this.id = id;
    this.free = new Semaphore(bucket.config().parallelParts());
  }

  /** Begins an upload that carries this mark. */
  static Upload begin(Bucket bucket, String object, String mark)
      throws IOException, InterruptedException {
    var request = bucket.multipart(object, mark).build();
    var begun =
        bucket.calls().run("store " + object, () -> bucket.client().createMultipartUpload(request));
    return new Upload(bucket, object, begun.uploadId());
  }

  /** Sends a part in the background, once fewer than allowed are on their way; frees it then. */
  void send(Part part) throws IOException, InterruptedException {
    check();
    int number = parts.size() + 1;
    free.acquire();
    parts.add(
        bucket
            .calls()
            .begin(
                () -> {
                  try {
                    return sent(number, part);
                  } catch (SdkException e) {
                    failure = e;
                    throw e;
                  } finally {
                    part.free();
                    free.release();
                  }
                }));
  }

  private CompletedPart sent(int number, Part part) {
    var timeout =
        bucket.config().readTimeout().plus(Duration.ofSeconds(part.length() / BYTES_PER_SECOND));
    var request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(object)
            .uploadId(id)
            .partNumber(number)
            .contentMD5(part.md5())
            .overrideConfiguration(c -> c.apiCallAttemptTimeout(timeout))
            .build();
    String tag = bucket.client().uploadPart(request, part.body()).eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Throws why a part could not be sent, if one could not. */
  void check() {
    SdkException e = failure;
    if (e != null) {
      throw bucket.context().failures().explain("store " + object, e);
    }
  }

  /** Waits for all parts and makes the object visible. */
  void complete() throws IOException, InterruptedException {
    var completed = new ArrayList<CompletedPart>();
    for (Future<CompletedPart> part : parts) {
      try {
        completed.add(part.get());
      } catch (ExecutionException e) {
        check();
        throw Calls.cause(e);
      }
    }
    bucket
        .calls()
        .raw(
            () ->
                bucket
                    .client()
                    .completeMultipartUpload(
                        r ->
                            r.bucket(bucket.name())
                                .key(object)
                                .uploadId(id)
                                .multipartUpload(m -> m.parts(completed))));
  }

  /** Takes back what was sent; nothing if the store does not know of it any more. */
  void abort() throws InterruptedException {
    parts.forEach(part -> part.cancel(true));
    // A part that is still on its way when the upload ends may stay behind.
    if (free.tryAcquire(bucket.config().parallelParts(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      free.release(bucket.config().parallelParts());
    }
    try {
      bucket.client().abortMultipartUpload(r -> r.bucket(bucket.name()).key(object).uploadId(id));
    } catch (SdkException e) {
      if (!Failures.isMissing(e)) {
        throw e;
      }
    }
  }
}
