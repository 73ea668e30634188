package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is in data, comments and routines, only statements about the database go. */
final class RandomDumpTest {

  private static final int DUMPS = 300;
  private static final List<Integer> SIZES = List.of(0, 1, 2, 3, 5, 17, 64, 511, 1 << 16);
  private static final List<String> SERVERS = List.of("9.7.4", "11.8.6-MariaDB");

  @Test
  void everything_but_statements_about_the_database_stays_byte_for_byte() throws IOException {
    for (int seed = 0; seed < DUMPS; seed++) {
      var dump = new RandomDump(seed);
      for (String restored : List.of("shop", "an`other")) {
        RewriteRules rules =
            RewriteRules.none()
                .to(Version.ofText(SERVERS.get(seed % 2)))
                .between(new RewriteRules.Databases("guess", restored, true));
        for (int size : SIZES) {
          assertThat(text(rewritten(dump.bytes(), rules, size)))
              .as("seed %d in pieces of %d", seed, size)
              .isEqualTo(text(dump.expected()));
        }
      }
    }
  }

  @Test
  void rows_are_told_from_what_looks_like_them() {
    for (int seed = 0; seed < DUMPS; seed++) {
      var dump = new RandomDump(seed);
      byte[] bytes = dump.bytes();
      for (int size : SIZES) {
        int step = Math.max(1, size);
        var tables = new DumpTables(Version.ofText(SERVERS.get(seed % 2)));
        for (int at = 0; at < bytes.length; at += step) {
          tables.read(bytes, at, Math.min(step, bytes.length - at));
        }
        assertThat(tables.all())
            .as("seed %d in pieces of %d", seed, step)
            .containsExactly(dump.rows().fingerprint(RandomDump.TABLE));
      }
    }
  }

  private static byte[] rewritten(byte[] dump, RewriteRules rules, int size) throws IOException {
    var whole = new ByteArrayOutputStream();
    byte[] some = new byte[Math.max(1, size)];
    try (var in = new DumpRewriter(new ByteArrayInputStream(dump), rules, size)) {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        whole.write(some, 0, n);
      }
    }
    return whole.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
