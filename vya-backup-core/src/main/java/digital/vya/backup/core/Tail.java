package digital.vya.backup.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream to its end and keeps the last few lines. */
final class Tail {

  private static final int KEPT = 4096;

  private Tail() {}

  static String read(InputStream stream) throws IOException {
    byte[] tail = new byte[0];
    byte[] buffer = new byte[KEPT];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      tail = append(tail, buffer, n);
    }
    return new String(tail, StandardCharsets.UTF_8).strip();
  }

  private static byte[] append(byte[] tail, byte[] more, int length) {
    int kept = Math.min(tail.length, KEPT - length);
    byte[] result = new byte[kept + length];
    System.arraycopy(tail, tail.length - kept, result, 0, kept);
    System.arraycopy(more, 0, result, kept, length);
    return result;
  }
}
