package digital.vya.backup.notify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The end of a log, compressed. */
final class LogTail {

  /** More than that of a log is not sent, in bytes of text. */
  static final long LONGEST = 10L << 20;

  private LogTail() {}

  /** The last part of a file that may still grow, beginning with a whole line. */
  static byte[] gzip(Path log, Texts texts) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (SeekableByteChannel in = Files.newByteChannel(log);
        OutputStream out = new GZIPOutputStream(packed)) {
      long size = in.size();
      long skipped = Math.max(0, size - LONGEST);
      in.position(skipped);
      boolean whole = skipped == 0;
      if (!whole) {
        String note = texts.get("log.cut", texts.size(skipped)) + "\n";
        out.write(note.getBytes(StandardCharsets.UTF_8));
      }
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      long left = size - skipped;
      while (left > 0 && in.read(buffer.clear().limit((int) Math.min(left, 1 << 16))) > 0) {
        buffer.flip();
        left -= buffer.remaining();
        while (!whole && buffer.hasRemaining()) {
          whole = buffer.get() == '\n';
        }
        out.write(buffer.array(), buffer.position(), buffer.remaining());
      }
    }
    return packed.toByteArray();
  }
}
