package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Straight into a target. */
final class DirectRestoreTest {

  private static final RestoreOptions DIRECT = RestoreOptions.NONE.direct(true);
  private static final RestoreOptions RECREATE =
      new RestoreOptions(List.of(), List.of(), 1, Optional.empty(), true, true);

  @TempDir Path folder;

  private Shop shop = new Shop(MysqlServer.shared("MARIADB_10_11"), Path.of(""));

  @AfterEach
  void clean() throws Exception {
    shop.clean();
    shop.server.sql("", "DROP USER IF EXISTS direct@localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void whatWasThereIsTakenOutFirst(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    Object backedUp = shop.content();
    byte[] dump = shop.dump();
    for (RestoreOptions options : List.of(DIRECT, RECREATE)) {
      shop.change();
      assertThatThrownBy(() -> restore(shop.server.config(), options, false, dump))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("is not empty");
      restore(shop.server.config(), options, true, dump);
      assertThat(shop.content()).isEqualTo(backedUp);
      assertThat(shop.databases()).containsExactly(Shop.TARGET);
    }
    shop.server.sql("", "DROP DATABASE `the shop_`");
    restore(shop.server.config(), DIRECT, false, dump);
    assertThat(shop.content()).isEqualTo(backedUp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void itTakesNoGrantButThoseOnTheTarget(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.clean();
    shop.server.sql(
        "",
        "CREATE DATABASE `the shop_` CHARACTER SET latin1 COLLATE latin1_bin",
        "CREATE USER direct@localhost IDENTIFIED BY 'x'",
        "GRANT ALL ON `the shop\\_`.* TO direct@localhost");
    try (var connection = SwapRefusalTest.user(shop.server, "direct", "x");
        var statement = connection.createStatement()) {
      statement.execute("USE `the shop_`");
      statement.execute("CREATE TABLE parent (id INT PRIMARY KEY)");
      statement.execute("CREATE TABLE child (id INT, FOREIGN KEY (id) REFERENCES parent (id))");
      statement.execute("INSERT INTO parent VALUES (1)");
      statement.execute("CREATE VIEW v AS SELECT id FROM parent");
      statement.execute("CREATE TRIGGER t BEFORE INSERT ON child FOR EACH ROW SET NEW.id = 1");
      statement.execute("CREATE PROCEDURE p() SELECT 1");
      statement.execute("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1");
    }
    Object backedUp = shop.content();
    byte[] dump = shop.dump();
    shop.server.sql(Shop.TARGET, "INSERT INTO parent VALUES (2)", "DROP VIEW v");
    var config = shop.server.config("direct", "x");
    restore(config, DIRECT, true, dump);
    assertThat(shop.content()).isEqualTo(backedUp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aFailureIsToldWithWhatItLeaves(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    byte[] dump = shop.dump();
    byte[] half = Arrays.copyOf(dump, dump.length / 2);
    try (var host = LocalHost.open(folder.resolve("half"))) {
      var into = new RestoreRequest(Shop.TARGET, Optional.empty(), true, Map.of());
      assertThatThrownBy(
              () ->
                  shop.driver.restore(
                      shop.server.config(), into, DIRECT, new ByteArrayInputStream(half), host))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("end mark");
      assertThat(host.warnings()).anyMatch(warning -> warning.contains("is incomplete"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "MARIADB_10_11")
  void whatIsNotOfferedIsRefused(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    var jobs = new RestoreOptions(List.of(), List.of(), 4, Optional.empty(), true, false);
    assertThatThrownBy(() -> restore(shop.server.config(), jobs, true, new byte[0]))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("JOBS");
  }

  private void restore(MysqlConfig config, RestoreOptions options, boolean replace, byte[] dump)
      throws Exception {
    var into =
        new RestoreRequest(
            Shop.TARGET, Optional.empty(), replace, Map.of("collation", "latin1_bin"));
    try (var host = LocalHost.open(folder.resolve("direct"))) {
      shop.driver.restore(config, into, options, new ByteArrayInputStream(dump), host);
    }
  }
}
