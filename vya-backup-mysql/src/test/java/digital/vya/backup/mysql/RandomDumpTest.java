package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
                .between(names("guess", restored));
        for (int size : SIZES) {
          assertThat(text(rewritten(dump.bytes(), rules, size)))
              .as("seed %d in pieces of %d", seed, size)
              .isEqualTo(text(dump.expected()));
        }
      }
    }
  }

  @Test
  void of_several_databases_the_named_one_is_all_that_is_left() throws IOException {
    for (int seed = 0; seed < DUMPS / 3; seed++) {
      Version server = Version.ofText(SERVERS.get(seed % 2));
      for (String wanted : RandomSections.NAMES) {
        var dump = new RandomSections(seed, wanted, "an`other");
        var rules = RewriteRules.none().to(server).between(names(wanted, "an`other"));
        for (int size : SIZES) {
          assertThat(text(rewritten(dump.bytes(), rules, size)))
              .as("seed %d of %s in pieces of %d", seed, wanted, size)
              .isEqualTo(text(dump.expected()));
        }
      }
    }
  }

  @Test
  void several_databases_without_the_named_one_are_refused_and_listed() {
    for (int seed = 0; seed < DUMPS; seed++) {
      var dump = new RandomSections(seed, "guess", "shop");
      var rules = RewriteRules.none().between(names("guess", "shop"));
      assertThatThrownBy(() -> rewritten(dump.bytes(), rules, 1 << 16))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("none of which is guess")
          .hasMessageContaining(String.join(", ", RandomSections.NAMES));
    }
  }

  private static RewriteRules.Databases names(String dumped, String restored) {
    return new RewriteRules.Databases(dumped, restored, true, Optional.of(RandomSections.CREATION));
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
