package digital.vya.backup.s3;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bytes that are sent in one request, and again if that fails. */
final class Part {

  private final Room room;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private long length;

  Part(Room room) {
    this.room = room;
  }

  long length() {
    return length;
  }

  /** Adds bytes; waits for memory if there is none. */
  void add(byte[] bytes, int offset, int count) throws InterruptedException {
    int at = offset;
    int left = count;
    while (left > 0) {
      ByteBuffer chunk = roomy();
      int n = Math.min(left, chunk.remaining());
      chunk.put(bytes, at, n);
      at += n;
      left -= n;
      length += n;
    }
  }

  private ByteBuffer roomy() throws InterruptedException {
    if (chunks.isEmpty() || !chunks.get(chunks.size() - 1).hasRemaining()) {
      chunks.add(room.take());
    }
    return chunks.get(chunks.size() - 1);
  }

  RequestBody body() {
    return RequestBody.fromContentProvider(this::stream, length, "application/octet-stream");
  }

  /** What every store checks, whatever it knows of newer checksums. */
  String md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (ByteBuffer chunk : chunks) {
        digest.update(chunk.duplicate().flip());
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void free() {
    chunks.forEach(room::give);
    chunks.clear();
    length = 0;
  }

  InputStream stream() {
    return new Content(chunks.stream().map(chunk -> chunk.duplicate().flip()).toList());
  }

  private static final class Content extends InputStream {

    private final List<ByteBuffer> chunks;
    private int at;

    Content(List<ByteBuffer> chunks) {
      this.chunks = chunks;
    }

    private boolean ended() {
      while (at < chunks.size() && !chunks.get(at).hasRemaining()) {
        at++;
      }
      return at == chunks.size();
    }

    @Override
    public int read() {
      return ended() ? -1 : chunks.get(at).get() & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      if (ended()) {
        return -1;
      }
      int n = Math.min(count, chunks.get(at).remaining());
      chunks.get(at).get(bytes, offset, n);
      return n;
    }
  }
}
