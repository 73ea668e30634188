package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Swap;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event runs in the target, and nowhere else. */
@Tag("one-jdk")
final class SwapEventsTest {

  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
  private static final String STATUS =
      "SELECT EVENT_NAME, STATUS FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '%s' ORDER BY"
          + " 1";

  @TempDir Path folder;

  private Shop shop = new Shop(MysqlServer.shared("MARIADB_10_11"), Path.of(""));

  @AfterEach
  void clean() throws Exception {
    shop.server.sql("", "SET GLOBAL event_scheduler = OFF");
    shop.clean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void anEventOfACopyNeverRuns(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    shop.server.sql(
        Shop.TARGET,
        "CREATE TABLE ticks (n INT PRIMARY KEY AUTO_INCREMENT)",
        "CREATE EVENT ticking ON SCHEDULE EVERY 1 SECOND DO INSERT INTO ticks VALUES ()");
    var status = shop.server.rows(STATUS.formatted(Shop.TARGET));
    assertThat(status).contains("ticking|ENABLED", "asleep|DISABLED", "e|ENABLED");
    byte[] dump = shop.dump();

    shop.server.sql("", "SET GLOBAL event_scheduler = ON");
    shop.restore(dump);
    awaitTicks(shop, ticks -> ticks > 3);
    assertThat(ticks(shop.scratch)).isZero();
    assertThat(shop.server.rows(STATUS.formatted(shop.scratch)))
        .hasSameSizeAs(status)
        .noneMatch(line -> line.endsWith("|ENABLED"));

    shop.swap(shop.swap());
    int kept = ticks(shop.kept);
    assertThat(kept).isGreaterThan(3);
    assertThat(shop.server.rows(STATUS.formatted(Shop.TARGET))).isEqualTo(status);
    awaitTicks(shop, ticks -> ticks > 3);
    assertThat(ticks(shop.kept)).isEqualTo(kept);

    String second = Shop.beside("old", "0000cccc");
    shop.swap(new Swap(shop.kept, Shop.TARGET, second, false));
    assertThat(shop.server.rows(STATUS.formatted(Shop.TARGET))).isEqualTo(status);
    awaitTicks(shop, ticks -> ticks > kept);
  }

  private int ticks(String database) throws SQLException {
    return Integer.parseInt(
        shop.server.rows("SELECT COUNT(*) FROM " + Sql.identifier(database, "ticks")).get(0));
  }

  private void awaitTicks(Shop of, IntPredicate enough) throws SQLException {
    long begun = System.nanoTime();
    while (!enough.test(ticks(Shop.TARGET))) {
      assertThat(System.nanoTime() - begun).as("waited for %s", of.server).isLessThan(PATIENCE);
      Thread.onSpinWait();
    }
  }
}
