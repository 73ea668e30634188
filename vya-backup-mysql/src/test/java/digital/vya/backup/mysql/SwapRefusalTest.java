package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** A swap that cannot be done says so, and leaves the target as it was. */
@Tag("one-jdk")
final class SwapRefusalTest {

  private static final String USER = "swapper";
  private static final String PASSWORD = "p'w";
  private static final String BESIDE = "`the shop\\_\\_vya\\_%`";

  @TempDir Path folder;

  private Shop shop = new Shop(MysqlServer.shared("MARIADB_10_11"), Path.of(""));

  @AfterEach
  void clean() throws Exception {
    shop.clean();
    shop.server.sql("", "DROP USER IF EXISTS swapper@localhost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void x2_aTargetInUseStaysUnlessSessionsMayBeEnded(String name) throws Exception {
    ready(name);
    Object scratch = shop.content(shop.scratch);
    Object before = shop.content();
    try (var reader = user(shop.server, MysqlServer.USER, MysqlServer.PASSWORD);
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.setEscapeProcessing(false);
      statement.execute("USE `the shop_`");
      statement.executeQuery("SELECT id FROM ring").close();
      try (var host = LocalHost.open(folder.resolve("look"))) {
        assertThat(shop.driver.look(shop.server.config(), Shop.TARGET, host).sessions())
            .singleElement()
            .asString()
            .contains("root@", "Sleep")
            .doesNotContain("SELECT");
      }
      assertThatThrownBy(() -> shop.swap(shop.swap()))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("of root@")
          .hasMessageContaining("--force");
      assertThat(shop.content()).isEqualTo(before);
      assertThat(shop.content(shop.scratch)).isEqualTo(scratch);
      assertThat(shop.databases()).containsExactlyInAnyOrder(Shop.TARGET, shop.scratch);

      shop.swap(new Swap(shop.scratch, Shop.TARGET, shop.kept, true));
      assertThat(shop.content()).isNotEqualTo(before);
      assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aDatabaseBesideTheTargetTakesAGrantThatIsNamed(String name) throws Exception {
    ready(name);
    var config = shop.server.config(USER, PASSWORD);
    shop.server.sql(
        "",
        "CREATE USER swapper@localhost IDENTIFIED BY " + Sql.literal(PASSWORD),
        "GRANT ALL ON `the shop\\_`.* TO swapper@localhost");
    try (var host = LocalHost.open(folder.resolve("look"))) {
      assertThatThrownBy(() -> shop.driver.look(config, Shop.TARGET, host))
          .hasMessageContaining("GRANT ALL ON " + BESIDE + ".* TO `swapper`@`localhost`")
          .hasMessageContaining("--mode fast");
      shop.server.sql("", "GRANT ALL ON " + BESIDE + ".* TO `swapper`@`localhost`");
      assertThat(shop.driver.look(config, Shop.TARGET, host).holdsAnything()).isTrue();

      shop.server.sql("", "REVOKE TRIGGER, EVENT ON `the shop\\_`.* FROM swapper@localhost");
      Object before = shop.content();
      assertThatThrownBy(() -> shop.driver.swap(config, shop.swap(), host))
          .hasMessageContaining("GRANT EVENT, TRIGGER ON `the shop\\_`.*");
      assertThat(shop.content()).isEqualTo(before);
      assertThat(shop.databases()).containsExactlyInAnyOrder(Shop.TARGET, shop.scratch);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void whoeverCouldNotMakeTheTargetsTriggersAgainDoesNotDropThem(String name) throws Exception {
    ready(name);
    shop.server.sql(
        "",
        "CREATE USER swapper@localhost IDENTIFIED BY " + Sql.literal(PASSWORD),
        "GRANT ALL ON `the shop\\_`.* TO swapper@localhost",
        "GRANT ALL ON " + BESIDE + ".* TO swapper@localhost",
        "GRANT SELECT ON *.* TO swapper@localhost");
    Object before = shop.content();
    try (var host = LocalHost.open(folder.resolve("swap"))) {
      assertThatThrownBy(
              () -> shop.driver.swap(shop.server.config(USER, PASSWORD), shop.swap(), host))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("could not be brought back")
          .hasMessageContaining("--mode fast");
    }
    assertThat(shop.content()).isEqualTo(before);
    assertThat(shop.databases()).containsExactlyInAnyOrder(Shop.TARGET, shop.scratch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aViewThatIsBrokenIsNoObstacleButIsNotKept(String name) throws Exception {
    ready(name);
    shop.server.sql(
        Shop.TARGET,
        "CREATE TABLE lost (id INT)",
        "CREATE VIEW lame AS SELECT id FROM lost",
        "DROP TABLE lost");
    try (var host = LocalHost.open(folder.resolve("swap"))) {
      shop.driver.swap(shop.server.config(), shop.swap(), host);
      assertThat(host.warnings()).anyMatch(warning -> warning.contains("not kept: lame"));
    }
    assertThat(shop.server.rows("SHOW TABLES FROM `the shop_` LIKE 'lame'")).isEmpty();
  }

  private void ready(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    byte[] dump = shop.dump();
    shop.change();
    shop.restore(dump);
  }

  static Connection user(MysqlServer server, String user, String password) throws SQLException {
    var settings = new Properties();
    settings.setProperty("user", user);
    settings.setProperty("password", password);
    settings.setProperty("allowPublicKeyRetrieval", "true");
    String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/";
    return Driver.connect(Configuration.parse(url, settings));
  }
}
