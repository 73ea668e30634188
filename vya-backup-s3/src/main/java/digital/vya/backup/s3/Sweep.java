package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Removes the unfinished uploads of runs that were killed. A run that still sends adds parts; that
 * is what tells it from a dead one.
 */
final class Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final Bucket bucket;
  private final Host host;

  Sweep(Bucket bucket, Host host) {
    this.bucket = bucket;
    this.host = host;
  }

  /** Removes what nobody has added to for that time, by the store's clock and by ours. */
  void run(Duration age, Instant storeTime) throws IOException, InterruptedException {
    Instant ours = host.clock().instant();
    Instant before = before(ours.isBefore(storeTime) ? ours : storeTime, age);
    for (MultipartUpload upload : uploads()) {
      if (bucket.keys().isOurs(upload.key()) && upload.initiated().isBefore(before)) {
        sweep(upload, before);
      }
    }
  }

  private static Instant before(Instant now, Duration age) {
    try {
      return now.minus(age);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MIN;
    }
  }

  private List<MultipartUpload> uploads() throws IOException, InterruptedException {
    try {
      return bucket
          .calls()
          .raw(
              () -> {
                var all = new ArrayList<MultipartUpload>();
                bucket
                    .client()
                    .listMultipartUploadsPaginator(
                        r -> r.bucket(bucket.name()).prefix(bucket.keys().prefix()))
                    .uploads()
                    .forEach(all::add);
                return all;
              });
    } catch (SdkException e) {
      BackupException told = bucket.context().failures().explain("list unfinished uploads", e);
      if (told.reason() == Reason.CONFIGURATION) {
        // Who only reads or adds need not be allowed to look for leftovers, nor every store to
        // tell.
        LOG.debug("{}", told.getMessage());
      } else {
        warn(told);
      }
      return List.of();
    }
  }

  private void sweep(MultipartUpload upload, Instant before)
      throws IOException, InterruptedException {
    try {
      bucket
          .calls()
          .run(
              "remove what a killed run left of " + upload.key(),
              () -> {
                if (!isAlive(upload, before)) {
                  abort(upload);
                }
                return upload;
              });
    } catch (BackupException e) {
      warn(e);
    }
  }

  private void warn(BackupException e) {
    host.warn(String.valueOf(e.getMessage()));
  }

  private boolean isAlive(MultipartUpload upload, Instant before) {
    try {
      return bucket
          .client()
          .listPartsPaginator(
              r -> r.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()))
          .parts()
          .stream()
          .map(Part::lastModified)
          .anyMatch(sent -> sent == null || !sent.isBefore(before));
    } catch (SdkException e) {
      if (Failures.isMissing(e)) {
        return true;
      }
      throw e;
    }
  }

  private void abort(MultipartUpload upload) {
    try {
      bucket
          .client()
          .abortMultipartUpload(
              r -> r.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
    } catch (SdkException e) {
      if (!Failures.isMissing(e)) {
        throw e;
      }
    }
  }
}
