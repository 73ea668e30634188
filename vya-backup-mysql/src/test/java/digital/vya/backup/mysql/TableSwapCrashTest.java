package digital.vya.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.mysql.Swapping.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is killed while tables are put among others loses no trigger. */
@Tag("one-jdk")
final class TableSwapCrashTest {

  private static final List<Step> STEPS =
      List.of(
          Step.CREATED,
          Step.NOTED,
          Step.CLEARED,
          Step.MOVED,
          Step.DEFINED,
          Step.KEPT,
          Step.DROPPED);

  private static final Swap SWAP =
      new Swap(
          BesideName.of("many", "new", "0000aaaa"),
          "many",
          BesideName.of("many", "old", "0000bbbb"),
          false);

  @TempDir Path folder;
  private MysqlServer server = MysqlServer.shared("MARIADB_11_8");

  @AfterEach
  void clean() throws Exception {
    for (String database : server.rows("SHOW DATABASES LIKE 'many%'")) {
      server.sql("", "DROP DATABASE " + Sql.identifier(database));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_11_8", "MYSQL_9"})
  void a_killed_restore_of_tables_is_brought_to_one_of_its_ends(String name) throws Exception {
    server = MysqlServer.shared(name);
    fill("many", 1);
    List<String> before = state();
    for (Step step : STEPS) {
      clean();
      fill("many", 1);
      fill(SWAP.scratch(), 2);
      server.sql(SWAP.scratch(), "DROP TABLE stays");
      int ended = TableSwapChild.start(server, folder, SWAP, step).waitFor();
      assertThat(ended).as("%s", step).isEqualTo(SwapChild.KILLED);

      // The next one is a backup.
      new Transfer(folder.resolve(step.name())).dump(server.config(), "many");
      boolean moved = step.compareTo(Step.MOVED) >= 0;
      if (moved) {
        assertThat(server.rows("SELECT a FROM many.t")).as("%s", step).containsExactly("2");
        assertThat(triggers("many")).as("%s", step).containsExactly("of_stays", "of_t_2");
      } else {
        assertThat(state()).as("%s", step).isEqualTo(before);
      }
      assertThat(server.rows("SELECT a FROM many.stays")).containsExactly("1");
      if (step != Step.CREATED) {
        assertThat(server.rows("SHOW DATABASES LIKE 'many%'"))
            .as("%s", step)
            .containsExactly("many");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_11_8", "MYSQL_9"})
  void a_swap_of_tables_that_fails_is_taken_back(String name) throws Exception {
    server = MysqlServer.shared(name);
    fill("many", 1);
    List<String> before = state();
    fill(SWAP.scratch(), 2);
    server.sql(SWAP.scratch(), "DROP TABLE stays");
    try (var host = LocalHost.open(folder.resolve("host"))) {
      var swap =
          new TableSwap(
              server.config(),
              SWAP,
              host,
              step -> {
                if (step == Step.CLEARED) {
                  throw BackupException.environment("no more");
                }
              });
      assertThatThrownBy(swap::run).hasMessage("no more");
    }
    assertThat(state()).isEqualTo(before);
    assertThat(server.rows("SHOW DATABASES LIKE 'many%'")).containsExactly("many");
  }

  private void fill(String database, int value) throws Exception {
    server.sql("", "CREATE DATABASE " + Sql.identifier(database));
    server.sql(
        database,
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (" + value + ")",
        "CREATE TABLE stays (a int)",
        "INSERT INTO stays VALUES (1)",
        "CREATE TRIGGER of_t_" + value + " BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 7",
        "CREATE TRIGGER of_stays BEFORE INSERT ON stays FOR EACH ROW SET NEW.a = 8");
  }

  private List<String> triggers(String database) throws Exception {
    return server.rows(
        "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '"
            + database
            + "' ORDER BY 1");
  }

  private List<String> state() throws Exception {
    var state = new ArrayList<>(List.of(server.dump("many").split("\n")));
    state.addAll(triggers("many"));
    return state;
  }
}
