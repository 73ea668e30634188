package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dumps that the servers' own tools wrote of rich schemas. */
final class DumpRewriterSamplesTest {

  private static final List<String> OF_MARIADB =
      List.of("mariadb-10.11.sql", "mariadb-11.8.sql", "mariadb-11.8-databases.sql");
  private static final List<String> OF_MYSQL = List.of("mysql-9.7.sql", "mysql-9.7-databases.sql");
  private static final Pattern WHOLE = Pattern.compile("(?m)^(USE|CREATE DATABASE) .*;");

  private static final Pattern LOCKS = Pattern.compile("(?m)^(UN)?LOCK TABLES.*;");

  @Test
  void locks_go_where_a_default_takes_from_a_sequence() throws IOException {
    RewriteRules rules =
        RewriteRules.none().to(Version.ofText("11.8.6-MariaDB")).between("a b", "a b");
    String dump = sample("mariadb-11.8.sql");
    assertThat(read(dump, rules, 9)).isEqualTo(LOCKS.matcher(dump).replaceAll(""));
    String other = sample("mysql-9.7.sql");
    assertThat(read(other, rules, 9)).isEqualTo(other);
  }

  @Test
  void real_dumps_pass_unchanged_at_every_size_of_reads() throws IOException {
    for (String name : OF_MARIADB) {
      unchanged(name, RewriteRules.none());
    }
    for (String name : OF_MYSQL) {
      unchanged(name, RewriteRules.none());
      unchanged(name, RewriteRules.none().to(Version.ofText("9.7.4")));
      unchanged(name, RewriteRules.none().to(Version.ofText("11.8.6-MariaDB")));
    }
  }

  @Test
  void another_name_of_the_database_stands_where_it_was_named_and_nowhere_else()
      throws IOException {
    for (String name : OF_MARIADB) {
      String dump = WHOLE.matcher(sample(name)).replaceAll("");
      String renamed =
          dump.replace("nextval(`a b`", "nextval(`ü``x`")
              .replace("insert into `a b`", "insert into `ü``x`")
              .replace("from \"a b\".", "from `ü``x`.")
              .replace("ALTER DATABASE `a b`", "ALTER DATABASE `ü``x`");
      assertThat(renamed).contains("nextval(`ü``x`.`s`)", "from `ü``x`.\"p\"");
      RewriteRules rules = RewriteRules.none().between("a b", "ü`x");
      assertThat(read(sample(name), rules, 7)).isEqualTo(renamed);
    }
  }

  private static void unchanged(String name, RewriteRules base) throws IOException {
    RewriteRules rules = base.between("a b", "a b");
    String dump = sample(name);
    String kept = WHOLE.matcher(dump).replaceAll("");
    for (int size = 1; size <= 64; size++) {
      assertThat(read(dump, rules, size)).as(name + " by " + size).isEqualTo(kept);
    }
  }

  private static String sample(String name) throws IOException {
    try (InputStream in = DumpRewriterSamplesTest.class.getResourceAsStream("/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String read(String dump, RewriteRules rules, int size) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] some = new byte[size];
    try (DumpRewriter in = new DumpRewriter(new Trickle(dump, size), rules, size)) {
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        whole.write(some, 0, n);
      }
    }
    return whole.toString(StandardCharsets.UTF_8);
  }

  /** Gives few bytes at once, as a pipe may. */
  private static final class Trickle extends ByteArrayInputStream {
    private final int most;

    Trickle(String text, int most) {
      super(text.getBytes(StandardCharsets.UTF_8));
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] b, int off, int len) {
      return super.read(b, off, Math.min(len, most));
    }
  }
}
