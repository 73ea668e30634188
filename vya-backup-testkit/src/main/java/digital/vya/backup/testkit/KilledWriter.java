package digital.vya.backup.testkit;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Commits objects until it is killed, and says which it has committed. */
final class KilledWriter {

  private static final int HEADER = 16;
  private static final int PIECE = 8192;

  private KilledWriter() {}

  /** Takes the class of a {@link SessionOpener}, the place, and a seed. */
  public static void main(String[] arguments) throws Exception {
    SessionOpener opener =
        Class.forName(arguments[0])
            .asSubclass(SessionOpener.class)
            .getDeclaredConstructor()
            .newInstance();
    var random = new Random(Long.parseLong(arguments[2]));
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (StorageSession session = opener.open(arguments[1])) {
      for (int n = 0; ; n++) {
        // Every third object replaces one that is there.
        String key = "round/" + arguments[2] + "/" + (n % 3 == 2 ? n - 2 : n);
        commit(session, key, content(random), out);
        out.println("committed " + key);
      }
    }
  }

  private static void commit(StorageSession session, String key, byte[] content, PrintStream out)
      throws IOException, InterruptedException {
    try (PendingObject object = session.create(key)) {
      for (int from = 0; from < content.length; from += PIECE) {
        object.stream().write(content, from, Math.min(PIECE, content.length - from));
        out.println("wrote");
      }
      object.commit();
    }
  }

  /** Bytes that tell by themselves whether they are whole. */
  private static byte[] content(Random random) {
    byte[] body = new byte[random.nextInt(100_000)];
    random.nextBytes(body);
    var whole = ByteBuffer.allocate(HEADER + body.length);
    whole.putLong(body.length).putLong(crc(body)).put(body);
    return whole.array();
  }

  static boolean isWhole(byte[] content) {
    if (content.length < HEADER) {
      return false;
    }
    var header = ByteBuffer.wrap(content);
    byte[] body = Arrays.copyOfRange(content, HEADER, content.length);
    return header.getLong() == body.length && header.getLong() == crc(body);
  }

  private static long crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
