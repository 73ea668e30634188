package digital.vya.backup.s3;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StoredObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket, page by page.
 *
 * <p>Stores sort by the bytes of UTF-8, where what lies beyond the first 65,536 characters comes
 * last; as {@code char}s it comes before U+E000. Keys that differ in this alone are sorted here.
 */
final class S3Listing implements Iterator<StoredObject> {

  private final Bucket bucket;
  private final String prefix;
  private final Deque<StoredObject> ready = new ArrayDeque<>();
  private Iterator<S3Object> page = Collections.emptyIterator();
  private @Nullable StoredObject ahead;
  private @Nullable String next;
  private String last = "";

  S3Listing(Bucket bucket, String prefix) throws IOException, InterruptedException {
    this.bucket = bucket;
    this.prefix = prefix;
    fetch(null);
    ahead = read();
  }

  private void fetch(@Nullable String token) throws IOException, InterruptedException {
    ListObjectsV2Response answer =
        bucket
            .calls()
            .run(
                "list objects",
                () ->
                    bucket
                        .client()
                        .listObjectsV2(
                            r ->
                                r.bucket(bucket.name())
                                    .prefix(bucket.keys().prefix() + prefix)
                                    .encodingType(EncodingType.URL)
                                    .continuationToken(token)));
    page = answer.contents().iterator();
    next = Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || ahead != null;
  }

  @Override
  public StoredObject next() {
    if (ready.isEmpty()) {
      gather();
    }
    StoredObject object = ready.remove();
    if (object.key().compareTo(last) <= 0) {
      throw BackupException.environment(
          "bucket "
              + bucket.name()
              + " is not listed in order, as directory buckets are; take a general purpose bucket");
    }
    last = object.key();
    return object;
  }

  /** Takes the next object, and with it those that the store may have put in another order. */
  private void gather() {
    StoredObject first = ahead;
    if (first == null) {
      throw new NoSuchElementException();
    }
    ahead = read();
    int high = highest(first.key());
    if (high < 0) {
      ready.add(first);
      return;
    }
    String common = first.key().substring(0, high);
    List<StoredObject> group = new ArrayList<>(List.of(first));
    for (StoredObject more = ahead; more != null && isWithin(more.key(), common); more = ahead) {
      group.add(more);
      ahead = read();
    }
    group.sort(Comparator.comparing(StoredObject::key));
    ready.addAll(group);
  }

  private static int highest(String key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) > Character.MAX_SURROGATE) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isWithin(String key, String common) {
    return key.startsWith(common)
        && key.length() > common.length()
        && key.charAt(common.length()) >= Character.MIN_SURROGATE;
  }

  private @Nullable StoredObject read() {
    while (true) {
      while (page.hasNext()) {
        S3Object object = page.next();
        if (bucket.keys().isOurs(object.key())) {
          String key = bucket.keys().key(object.key());
          return new StoredObject(key, object.size(), object.lastModified());
        }
      }
      if (next == null) {
        return null;
      }
      turn(next);
    }
  }

  private void turn(String token) {
    try {
      fetch(token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted while listing"));
    }
  }
}
