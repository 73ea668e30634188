package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scratch database takes the place of a target, and what was there comes back. */
final class SwapTest {

  @TempDir Path folder;

  private Shop shop = new Shop(MysqlServer.shared("MARIADB_10_11"), Path.of(""));

  @AfterEach
  void clean() throws Exception {
    shop.clean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void x4_whatWasThereComesBack(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    Object backedUp = shop.content();
    byte[] dump = shop.dump();
    shop.change();
    Object present = shop.content();
    assertThat(present).isNotEqualTo(backedUp);

    shop.restore(dump);
    assertThat(shop.content()).as("x1: until the swap").isEqualTo(present);
    shop.swap(shop.swap());
    assertThat(shop.content()).isEqualTo(backedUp);
    assertThat(shop.databases()).containsExactly(Shop.TARGET, shop.kept);
    assertThat(shop.recover()).isTrue();

    String second = Shop.beside("old", "0000cccc");
    shop.swap(new Swap(shop.kept, Shop.TARGET, second, false));
    assertThat(shop.content()).isEqualTo(present);
    assertThat(shop.databases()).containsExactly(Shop.TARGET, second);

    shop.swap(new Swap(second, Shop.TARGET, shop.kept, false));
    assertThat(shop.content()).as("forth again").isEqualTo(backedUp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void aTargetThatIsNotThereIsMade(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    Object backedUp = shop.content();
    shop.restore(shop.dump());
    shop.server.sql("", "DROP DATABASE `the shop_`");
    shop.swap(shop.swap());
    assertThat(shop.content()).isEqualTo(backedUp);
    assertThat(shop.databases()).containsExactly(Shop.TARGET);
    assertThat(shop.recover()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void foreignKeysOfOtherDatabasesAreToldBeforeAnythingIsTouched(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    shop.restore(shop.dump());
    shop.server.sql("", "CREATE DATABASE `the shop's neighbour`");
    shop.server.sql(
        "the shop's neighbour",
        "CREATE TABLE customer (ring INT, CONSTRAINT c FOREIGN KEY (ring) REFERENCES"
            + " `the shop_`.ring (id)) ENGINE=InnoDB");
    Object before = shop.content();
    assertThatThrownBy(() -> shop.swap(shop.swap()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("the shop's neighbour.customer to the shop_.ring")
        .hasMessageContaining("--mode fast");
    assertThat(shop.content()).isEqualTo(before);
    assertThat(shop.databases()).contains(shop.scratch).doesNotContain(shop.kept);

    shop.server.sql("the shop's neighbour", "DROP TABLE customer");
    shop.server.sql("the shop's neighbour", "CREATE TABLE street (id INT PRIMARY KEY)");
    shop.server.sql(
        Shop.TARGET,
        "CREATE TABLE address (street INT, FOREIGN KEY (street) REFERENCES"
            + " `the shop's neighbour`.street (id)) ENGINE=InnoDB");
    assertThatThrownBy(() -> shop.swap(shop.swap()))
        .hasMessageContaining("the shop_.address to the shop's neighbour.street");
    shop.server.sql(Shop.TARGET, "DROP TABLE address");
  }
}
