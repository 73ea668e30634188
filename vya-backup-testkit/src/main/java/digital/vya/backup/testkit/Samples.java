package digital.vya.backup.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Bytes to try things with, the same in every run. */
final class Samples {

  static final int MIB = 1 << 20;

  /** Names of what is archived that tempt an extraction to touch a file. */
  static final List<String> HOSTILE_NAMES =
      List.of(
          "../../etc/passwd",
          "/etc/passwd",
          "C:\\Windows\\system.ini",
          "ünï-日本.sql",
          "quo\"te's.sql",
          "x".repeat(200) + ".sql");

  /** Names without a folder that a database may give its dump. */
  static final List<String> ODD_NAMES =
      List.of(
          "with space.sql",
          "ünï-日本.sql",
          "quo\"te's.sql",
          "-dash.sql",
          "per%cent.sql",
          "two.dots.sql",
          ".sql",
          "x".repeat(200) + ".sql");

  /** Names of databases that tempt code to quote them wrongly. */
  static final List<String> ODD_DATABASES =
      List.of(
          "with space",
          "quo\"te",
          "apo'strophe",
          "ünï-日本",
          "-dash",
          "per%cent",
          "semi;colon",
          "back\\slash",
          "dollar$",
          "a=b",
          "CamelCase");

  private Samples() {}

  static byte[] random(int size) {
    return random(size, 42);
  }

  static byte[] random(int size, long seed) {
    var bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] text(int size) {
    var line = "INSERT INTO orders VALUES (1, 'ten bytes and more', NULL);\n".getBytes(UTF_8);
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = line[i % line.length];
    }
    return bytes;
  }

  /** Every position of a small thing; of a larger one fifty, the first and the last among them. */
  static int[] positions(int size) {
    if (size <= 2000) {
      return IntStream.range(0, size).toArray();
    }
    var some = new Random(size).ints(48, 0, size);
    return IntStream.concat(IntStream.of(0, size - 1), some).toArray();
  }

  static byte[] flipped(byte[] bytes, int position) {
    var copy = bytes.clone();
    copy[position] ^= (byte) (1 << (position % 8));
    return copy;
  }

  static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}
