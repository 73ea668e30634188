package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of one server on another kind or version: what fits is restored, the rest is told. */
final class AccountsAcrossTest {

  private static final Pattern HASH = Pattern.compile("0x[0-9A-F]{20,}|'\\*[0-9A-F]{20,}'");

  private final MysqlDriver driver = new MysqlDriver();

  @TempDir Path folder;

  @Test
  void aNewerMariadbsAccountsGoToAnOlderOne() throws Exception {
    var told = new ArrayList<String>();
    String grants = move("MARIADB_11_8", "MARIADB_10_11", told);
    assertThat(grants).contains("SELECT, DELETE HISTORY ON `d1`.* TO `new`@`%`").contains("RELOAD");
    assertThat(told)
        .anyMatch(line -> line.endsWith("GRANT SHOW CREATE ROUTINE ON `d1`.* TO `new`@`%`"));
  }

  @Test
  void anAccountWithAHashThatMariadbDoesNotKnowIsOmitted() throws Exception {
    var told = new ArrayList<String>();
    String grants = move("MYSQL_9", "MARIADB_11_8", told);
    assertThat(grants).doesNotContain("`ed`@");
    assertThat(told).anyMatch(line -> line.startsWith("account `ed`@`%`"));
  }

  @Test
  void anAccountWithAHashThatMysqlDoesNotKnowIsOmitted() throws Exception {
    var told = new ArrayList<String>();
    String grants = move("MARIADB_11_8", "MYSQL_9", told);
    assertThat(grants).doesNotContain("`ed`@").contains("`new`@`%`");
    assertThat(told).anyMatch(line -> line.startsWith("account `ed`@`%`"));
  }

  /** Returns what accounts have there then, and tells whatever anybody could read meanwhile. */
  private String move(String from, String to, List<String> told) throws Exception {
    var source = MysqlServer.shared(from);
    var target = MysqlServer.shared(to);
    var sink = new ByteArrayOutputStream();
    var logged = new ByteArrayOutputStream();
    PrintStream stderr = System.err;
    try (var host = LocalHost.open(folder)) {
      AccountSamples.clean(source);
      AccountSamples.clean(target);
      AccountSamples.fillDatabase(source);
      AccountSamples.fillDatabase(target);
      AccountSamples.fill(source);
      source.sql("", "CREATE USER `new`@'%'", "GRANT SELECT ON d1.* TO `new`@'%'");
      if (from.equals("MARIADB_11_8")) {
        source.sql("", "GRANT SHOW CREATE ROUTINE, DELETE HISTORY ON d1.* TO `new`@'%'");
      }
      driver.dumpGlobals(source.config(), sink, host);
      System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
      driver.restoreGlobals(target.config(), new ByteArrayInputStream(sink.toByteArray()), host);
      told.addAll(host.warnings());
      told.addAll(host.omissions().first());
      assertNoHash(
          sink.toString(StandardCharsets.UTF_8), told + logged.toString(StandardCharsets.UTF_8));
      return String.join("\n", AccountSamples.look(target));
    } finally {
      System.setErr(stderr);
      AccountSamples.clean(source);
      AccountSamples.clean(target);
    }
  }

  private static void assertNoHash(String dump, String shown) {
    var hashes = HASH.matcher(dump).results().map(hash -> hash.group()).toList();
    assertThat(hashes).isNotEmpty();
    for (String hash : hashes) {
      String bare = hash.replace("'", "").substring(2);
      assertThat(shown.contains(bare)).as("a hash is shown").isFalse();
    }
  }
}
