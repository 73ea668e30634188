package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** An object in the making: in memory while it fits into one part, then a multipart upload. */
final class S3Pending implements PendingObject {

  /** Less than the core waits for a plugin that was interrupted. */
  private static final int CLEAN_UP_SECONDS = 8;

  private final Bucket bucket;
  private final String object;
  private final String mark = UUID.randomUUID().toString();
  private final Room room;
  private final OutputStream stream = new Parts();
  private Part part;
  private int number = 1;
  private @Nullable Upload upload;
  private boolean broken;
  private boolean committing;
  private volatile boolean replaces;
  private boolean done;

  S3Pending(Bucket bucket, String object) {
    this.bucket = bucket;
    this.object = object;
    S3StorageConfig config = bucket.config();
    this.room =
        new Room(bucket.context().chunks(), config.partSize() * (config.parallelParts() + 1));
    this.part = new Part(room);
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public void commit() throws IOException, InterruptedException {
    if (done) {
      throw new IOException(object + " was committed or discarded before");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + object + " was committed");
    }
    if (broken) {
      throw new IOException(object + " cannot be committed: not all of it could be sent");
    }
    broken = true;
    if (upload != null && part.length() > 0) {
      sendPart();
    }
    replaces = isTaken();
    committing = true;
    try {
      finish();
    } catch (SdkException e) {
      if (Failures.isRefusal(e) || !isVisible()) {
        throw bucket.context().failures().explain("store " + object, e);
      }
      // The answer to an earlier attempt was lost.
    }
    done = true;
    part.free();
  }

  private void finish() throws IOException, InterruptedException {
    if (upload != null) {
      upload.complete();
      return;
    }
    var request = bucket.put(object, mark).contentMD5(part.md5()).build();
    bucket.calls().raw(() -> bucket.client().putObject(request, part.body()));
  }

  /** Whether what lies there is this very object. */
  private boolean isVisible() throws IOException, InterruptedException {
    return bucket.calls().run("find out whether " + object + " was stored", () -> isThere());
  }

  private boolean isThere() {
    try {
      var there = bucket.client().headObject(r -> r.bucket(bucket.name()).key(object));
      return mark.equals(there.metadata().get(Bucket.UPLOAD));
    } catch (SdkException e) {
      if (Failures.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether something lies there that must not be lost; also where that cannot be told. */
  private boolean isTaken() {
    try {
      bucket.client().headObject(r -> r.bucket(bucket.name()).key(object));
      return true;
    } catch (SdkException e) {
      return !Failures.isMissing(e);
    }
  }

  private void sendPart() throws IOException, InterruptedException {
    if (number > PartSizes.MOST) {
      throw BackupException.configuration(
          "part_size: is too small for "
              + object
              + ", which has more than "
              + PartSizes.MOST
              + " parts; set it to "
              + bucket.config().partSize() * 8);
    }
    if (upload == null) {
      upload = Upload.begin(bucket, object, mark);
    }
    upload.send(part);
    number++;
    room.fit(bucket.context().sizes().of(number));
    part = new Part(room);
  }

  @Override
  public void close() throws IOException {
    if (done) {
      return;
    }
    done = true;
    if (!committing) {
      part.free();
    }
    if (upload == null && !committing) {
      return;
    }
    try {
      bucket.calls().cleanUp(this::discard, CLEAN_UP_SECONDS);
    } catch (IOException e) {
      throw new IOException(
          "what was sent of "
              + object
              + " could not be taken back; a later run removes it if sweep_after is set",
          e);
    }
  }

  private void discard() throws InterruptedException {
    if (upload != null) {
      upload.abort();
    }
    // What was there before is gone already: better the new one than none.
    if (committing && !replaces && isThere()) {
      bucket.client().deleteObject(r -> r.bucket(bucket.name()).key(object));
    }
  }

  /** Cuts what is written into parts; closing it is the object's business. */
  private final class Parts extends OutputStream {

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (done || broken) {
        throw new IOException(object + " was committed or discarded before, or is broken");
      }
      // What failed here leaves a gap, whatever comes next.
      broken = true;
      try {
        cut(bytes, offset, length);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while " + object + " was sent");
      }
      broken = false;
    }

    private void cut(byte[] bytes, int offset, int length)
        throws IOException, InterruptedException {
      int at = offset;
      int left = length;
      while (left > 0) {
        long fits = bucket.context().sizes().of(number) - part.length();
        if (fits == 0) {
          sendPart();
          continue;
        }
        int n = (int) Math.min(left, fits);
        part.add(bytes, at, n);
        at += n;
        left -= n;
      }
    }
  }
}
