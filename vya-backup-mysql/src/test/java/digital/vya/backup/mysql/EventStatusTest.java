package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events are put to sleep and woken by their status, and nothing else of them is changed. */
final class EventStatusTest {

  private final List<String> seen = new ArrayList<>();

  @Test
  void anEventIsPutToSleepByItsStatusAlone() {
    assertThat(
            asleep(
                "CREATE DEFINER=`a`@`b` EVENT `ENABLE` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT"
                    + " PRESERVE ENABLE COMMENT 'ENABLE' DO SELECT 'ENABLE' /* ENABLE */"))
        .isEqualTo(
            "CREATE DEFINER=`a`@`b` EVENT `ENABLE` ON SCHEDULE EVERY 1 DAY ON COMPLETION NOT"
                + " PRESERVE DISABLE COMMENT 'ENABLE' DO SELECT 'ENABLE' /* ENABLE */");
    assertThat(seen).containsExactly("ENABLE true");
  }

  @Test
  void oneThatSaysNothingWouldRun() {
    assertThat(asleep("CREATE EVENT IF NOT EXISTS é ON SCHEDULE AT NOW() COMMENT 'x' DO SELECT 1"))
        .isEqualTo(
            "CREATE EVENT IF NOT EXISTS é ON SCHEDULE AT NOW() DISABLE COMMENT 'x' DO SELECT 1");
    assertThat(asleep("CREATE EVENT e ON SCHEDULE AT NOW() DO SELECT 1"))
        .isEqualTo("CREATE EVENT e ON SCHEDULE AT NOW() DISABLE DO SELECT 1");
    assertThat(seen).containsExactly("é true", "e true");
  }

  @Test
  void oneThatSleepsStaysAsItIs() {
    String here = "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1";
    String elsewhere = "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY DISABLE ON SLAVE DO SELECT 1";
    assertThat(asleep(here)).isEqualTo(here);
    assertThat(asleep(elsewhere)).isEqualTo(elsewhere);
    assertThat(seen).containsExactly("e false");
  }

  @Test
  void oneThatWasPutToSleepIsWoken() {
    String event = "CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1";
    assertThat(rewritten(event, (name, enabled) -> name.equals("e")))
        .isEqualTo("CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ENABLE DO SELECT 1");
  }

  @Test
  void oneWithoutABodyIsNone() {
    assertThatThrownBy(() -> asleep("CREATE EVENT `e` ON SCHEDULE EVERY 1 DAY ENABLE"))
        .isInstanceOf(BackupException.class);
  }

  private String asleep(String statement) {
    return rewritten(
        statement,
        (event, enabled) -> {
          seen.add(event + " " + enabled);
          return false;
        });
  }

  private static String rewritten(String statement, RewriteRules.Events events) {
    var rules = RewriteRules.none().with(events);
    byte[] bytes = statement.getBytes(StandardCharsets.UTF_8);
    var rewriter = new StatementRewriter(rules, new SqlScanner(rules));
    return new String(rewriter.rewrite(bytes), StandardCharsets.UTF_8);
  }
}
