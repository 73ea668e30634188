package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.mysql.Swapping.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever is killed in the middle of a swap leaves the target whole, as it was or as it will be.
 */
@Tag("one-jdk")
final class SwapCrashTest {

  private static final String WAITING =
      "SELECT ID FROM information_schema.PROCESSLIST WHERE STATE LIKE '%metadata lock%'";

  @TempDir Path folder;

  private Shop shop = new Shop(MysqlServer.shared("MARIADB_10_11"), Path.of(""));

  @AfterEach
  void clean() throws Exception {
    shop.clean();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void x3_aKilledSwapIsBroughtToOneOfItsEnds(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    Object backedUp = shop.content();
    Object backedUpRows = shop.rows();
    byte[] dump = shop.dump();
    shop.change();
    Object present = shop.content();
    Object presentRows = shop.rows();

    for (Step step : Step.values()) {
      if (!shop.databases().contains(shop.scratch)) {
        shop.restore(dump);
      }
      assertThat(SwapChild.run(shop, shop.swap(), step)).as("%s", step).isEqualTo(SwapChild.KILLED);
      boolean moved = step.compareTo(Step.MOVED) >= 0;
      assertThat(shop.rows()).as("%s", step).isEqualTo(moved ? backedUpRows : presentRows);

      for (String attempt : new String[] {"first", "second"}) {
        assertThat(shop.recover()).as("%s %s", attempt, step).isEqualTo(moved);
        assertThat(shop.content()).as("%s %s", attempt, step).isEqualTo(moved ? backedUp : present);
        assertThat(shop.databases())
            .as("%s %s", attempt, step)
            .containsExactlyInAnyOrder(Shop.TARGET, moved ? shop.kept : shop.scratch);
      }
      if (moved) {
        String back = Shop.beside("old", "0000dddd");
        shop.swap(new Swap(shop.kept, Shop.TARGET, back, false));
        assertThat(shop.content()).as("undone %s", step).isEqualTo(present);
        shop.drop(back);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MARIADB_11_8", "MYSQL_9"})
  void x3_aStatementOfAKilledSwapIsOverBeforeItIsLookedAt(String name) throws Exception {
    shop = new Shop(MysqlServer.shared(name), folder);
    shop.make();
    shop.restore(shop.dump());
    shop.change();
    Object present = shop.content();
    try (var reader = SwapRefusalTest.user(shop.server, MysqlServer.USER, MysqlServer.PASSWORD);
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT id FROM `the shop_`.ring").close();
      Process swapping = SwapChild.start(shop, shop.swap(), Step.DROPPED);
      while (shop.server.rows(WAITING).isEmpty()) {
        assertThat(swapping.isAlive()).isTrue();
      }
      swapping.destroyForcibly().waitFor();
      assertThat(shop.recover()).isFalse();
    }
    assertThat(shop.server.rows(WAITING)).isEmpty();
    assertThat(shop.content()).isEqualTo(present);
    assertThat(shop.databases()).containsExactlyInAnyOrder(Shop.TARGET, shop.scratch);
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB_10_11, CLEARED",
    "MARIADB_10_11, MOVED",
    "MARIADB_11_8, CLEARED",
    "MARIADB_11_8, MOVED",
    "MYSQL_9, CLEARED",
    "MYSQL_9, MOVED"
  })
  void x3_aServerThatDiesFindsOneOfTheEnds(String name, Step last) throws Exception {
    try (var own = MysqlServer.start(name)) {
      var mortal = new Shop(own, folder);
      mortal.make();
      Object backedUp = mortal.content();
      byte[] dump = mortal.dump();
      mortal.change();
      Object present = mortal.content();
      mortal.restore(dump);
      try (var host = LocalHost.open(folder.resolve("host"))) {
        var swapping =
            new Swapping(
                own.config(),
                mortal.swap(),
                host,
                step -> {
                  if (step == last) {
                    own.kill();
                  }
                });
        assertThatThrownBy(swapping::run).isInstanceOf(BackupException.class);
      }
      own.boot();
      assertThat(mortal.recover()).isEqualTo(last == Step.MOVED);
      assertThat(mortal.content()).isEqualTo(last == Step.MOVED ? backedUp : present);
    }
  }
}
