package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TargetState;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases beside a target, and how one takes its place. */
abstract class ScratchContract {

  private static final String TARGET = "sWap 'm\" ☺";
  private static final String OTHER = "maker";

  private final PostgresDriver driver = new PostgresDriver();
  private final PostgresServer server;
  private final PostgresConfig config;
  private final String scratch;
  private final String kept;

  @TempDir Path folder;

  private LocalHost host;

  ScratchContract(int major) {
    server = PostgresServer.shared(major);
    config = server.config();
    scratch = driver.beside(config, TARGET, "new", "1a2b3c4d");
    kept = driver.beside(config, TARGET, "old", "1a2b3c4d");
  }

  @BeforeEach
  void make() throws Exception {
    host = LocalHost.open(folder.resolve("host"));
    remove();
    server.sql("postgres", "CREATE ROLE " + OTHER + " LOGIN PASSWORD 'making'");
    create(TARGET, "before");
    server.sql("postgres", "ALTER ROLE maker IN DATABASE " + id(TARGET) + " SET work_mem TO '7MB'");
  }

  @AfterEach
  void remove() throws Exception {
    for (String database : List.of(TARGET, scratch, kept)) {
      server.sql("postgres", "DROP DATABASE IF EXISTS " + id(database) + " WITH (FORCE)");
    }
    server.sql("postgres", "DROP ROLE IF EXISTS " + OTHER);
    host.close();
  }

  private void create(String database, String holds) throws SQLException {
    server.sql("postgres", "CREATE DATABASE " + id(database));
    server.sql(database, "CREATE TABLE t AS SELECT '" + holds + "' AS a");
  }

  private static String id(String name) {
    return Sql.identifier(name);
  }

  private Swap swap(boolean endSessions) {
    return new Swap(scratch, TARGET, kept, endSessions);
  }

  private void holds(String database, String what) throws SQLException {
    assertThat(server.rows(database, "SELECT a FROM t")).containsExactly(what);
  }

  private List<String> names() throws SQLException {
    return server.rows(
        "postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'sWap%' ORDER BY 1");
  }

  private static BackupException told(ThrowingCallable call) {
    var failure = catchThrowableOfType(BackupException.class, call);
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n", PostgresServer.PASSWORD, "making");
    return failure;
  }

  @Test
  void aTargetIsLookedAtWithItsSessions() throws Exception {
    assertThat(driver.look(config, TARGET + "?", host))
        .isEqualTo(new TargetState(false, false, OptionalLong.empty(), List.of()));
    TargetState quiet = driver.look(config, TARGET, host);
    assertThat(quiet.exists()).isTrue();
    assertThat(quiet.holdsAnything()).isTrue();
    assertThat(quiet.sessions()).isEmpty();
    try (Connection session = server.connect(TARGET)) {
      assertThat(session.createStatement().execute("SELECT 'text of a statement'")).isTrue();
      assertThat(driver.look(config, TARGET, host).sessions())
          .singleElement()
          .asString()
          .contains("user postgres", "application", "127.0.0.1")
          .doesNotContain("text of a");
    }
    server.sql(TARGET, "DROP TABLE t");
    assertThat(driver.look(config, TARGET, host).holdsAnything()).isFalse();
    server.sql("postgres", "ALTER DATABASE " + id(TARGET) + " ALLOW_CONNECTIONS false");
    assertThat(driver.look(config, TARGET, host).holdsAnything()).isTrue();
  }

  @Test
  void whoMayNotCreateDatabasesIsToldWhatToGrant() throws Exception {
    var maker = server.config(OTHER, "making");
    var failure = told(() -> driver.look(maker, TARGET, host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining("ALTER ROLE \"maker\" CREATEDB")
        .hasMessageContaining("--mode fast");
    server.sql("postgres", "ALTER ROLE maker CREATEDB");
    assertThat(told(() -> driver.look(maker, TARGET, host)))
        .hasMessageContaining("GRANT \"postgres\" TO \"maker\"");
    server.sql("postgres", "ALTER DATABASE " + id(TARGET) + " OWNER TO maker");
    assertThat(driver.look(maker, TARGET, host).exists()).isTrue();
  }

  @Test
  void theDatabaseThatIsConnectedToCannotBeTheTarget() {
    var there =
        new PostgresConfig(
            config.host(),
            config.port(),
            config.user(),
            config.password(),
            TARGET,
            config.tls(),
            null,
            config.toolsDir(),
            config.connectTimeout(),
            config.format(),
            config.jobs(),
            config.tables(),
            config.schemas());
    assertThat(told(() -> driver.look(there, TARGET, host)))
        .hasMessageContaining("set maintenance_database");
    assertThat(told(() -> driver.look(config, "postgres", host)).reason())
        .isEqualTo(Reason.CONFIGURATION);
  }

  @Test
  void namesBesideFitAndAreLeftOutOfTheDatabases() throws Exception {
    for (String target : List.of("a", "x".repeat(63), "日".repeat(21), "☺".repeat(20))) {
      String name = driver.beside(config, target, "old", "00ff00ff");
      assertThat(name).endsWith("_vya_old_00ff00ff").startsWith(target.substring(0, 1));
      assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64);
      assertThat(name).isEqualTo(driver.beside(config, target, "old", "00ff00ff"));
      assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .as("no half of a character")
          .isEqualTo(name);
    }
    create(scratch, "after");
    assertThat(driver.databases(config, host)).contains(TARGET).doesNotContain(scratch);
  }

  @Test
  void x1_aScratchDatabaseLeavesTheTargetAndItsSessions() throws Exception {
    var dump = new ByteArrayOutputStream();
    var info = driver.dump(config, new DumpRequest(TARGET), dump, host);
    try (Connection session = server.connect(TARGET)) {
      var into = new RestoreRequest(TARGET, Optional.of(scratch), false, info.properties());
      driver.restore(config, into, new ByteArrayInputStream(dump.toByteArray()), host);
      assertThat(session.isValid(5)).isTrue();
    }
    holds(scratch, "before");
    driver.swap(config, swap(false), host);
    assertThat(names()).containsExactlyInAnyOrder(TARGET, kept);
    assertThat(settings(TARGET)).isEqualTo(settings(kept)).containsExactly("{work_mem=7MB}");
  }

  private List<String> settings(String database) throws SQLException {
    return server.rows(
        "postgres",
        "SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase"
            + " WHERE datname = "
            + Sql.literal(database));
  }

  @Test
  void x4_whatWasReplacedComesBackTheSame() throws Exception {
    create(scratch, "after");
    String before = server.dump(TARGET, "--create");
    driver.swap(config, swap(false), host);
    holds(TARGET, "after");
    assertThat(settings(TARGET)).isEmpty();
    String second = driver.beside(config, TARGET, "old", "ffffffff");
    driver.swap(config, new Swap(kept, TARGET, second, false), host);
    assertThat(server.dump(TARGET, "--create")).isEqualTo(before);
    holds(second, "after");
    driver.drop(config, second, host);
    assertThat(names()).containsExactly(TARGET);
  }

  @Test
  void aTargetThatIsNotThereTakesOneRename() throws Exception {
    create(scratch, "after");
    server.sql("postgres", "DROP DATABASE " + id(TARGET));
    assertThat(driver.recover(config, swap(false), host)).isFalse();
    driver.swap(config, swap(false), host);
    holds(TARGET, "after");
    assertThat(names()).containsExactly(TARGET);
    assertThat(driver.recover(config, swap(false), host)).isTrue();
  }

  @Test
  void x2_sessionsAreListedAndLeftUnlessTheyMayBeEnded() throws Exception {
    create(scratch, "after");
    for (String used : List.of(TARGET, scratch)) {
      try (Connection session = server.connect(used)) {
        var failure = told(() -> driver.swap(config, swap(false), host));
        assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
        assertThat(failure).hasMessageContaining("user postgres").hasMessageContaining("--force");
        assertThat(session.isValid(5)).isTrue();
        holds(TARGET, "before");
        holds(scratch, "after");
      }
    }
    try (Connection one = server.connect(TARGET);
        Connection other = server.connect(scratch)) {
      driver.swap(config, swap(true), host);
      assertThat(one.isValid(5)).isFalse();
      assertThat(other.isValid(5)).isFalse();
    }
    holds(TARGET, "after");
    holds(kept, "before");
  }

  @Test
  void x2_thoseWhoConnectAgainAndAgainDoNotKeepASwapFromHappening() throws Exception {
    create(scratch, "after");
    var over = new AtomicBoolean();
    var user =
        new Thread(
            () -> {
              while (!over.get()) {
                try (Connection session = server.connect(TARGET)) {
                  session.createStatement().execute("SELECT pg_sleep(20)");
                } catch (SQLException e) {
                  // Thrown out, or too early: it comes again at once.
                }
              }
            });
    user.start();
    try {
      driver.swap(config, swap(true), host);
    } finally {
      over.set(true);
      server.sql(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)'"
              + " AND pid <> pg_backend_pid()");
      user.join();
    }
    holds(TARGET, "after");
    holds(kept, "before");
  }

  @Test
  void x2_aSwapThatCannotBeChangesNothing() throws Exception {
    assertThat(told(() -> driver.swap(config, swap(true), host)))
        .hasMessageContaining(scratch + " is not there");
    create(scratch, "after");
    create(kept, "kept");
    assertThat(told(() -> driver.swap(config, swap(true), host)))
        .hasMessageContaining(kept + " is there already");
    holds(TARGET, "before");
    holds(scratch, "after");
    holds(kept, "kept");
  }

  @Test
  void x2_thePlaceOfASecondRenameThatFailsIsGivenBack() throws Exception {
    create(scratch, "after");
    var maker = server.config(OTHER, "making");
    server.sql(
        "postgres",
        "ALTER ROLE maker CREATEDB",
        "ALTER DATABASE " + id(TARGET) + " OWNER TO maker");
    assertThat(told(() -> driver.swap(maker, swap(false), host)).getMessage())
        .contains("must be owner of database");
    holds(TARGET, "before");
    holds(scratch, "after");
  }

  @Test
  void x3_aSwapThatIsCutOffIsAtItsBeginning() throws Exception {
    create(scratch, "after");
    try (Connection killed = server.connect("postgres")) {
      killed.setAutoCommit(false);
      var statement = killed.createStatement();
      statement.execute("ALTER DATABASE " + id(TARGET) + " RENAME TO " + id(kept));
      statement.execute("ALTER DATABASE " + id(scratch) + " RENAME TO " + id(TARGET));
      assertThat(names()).as("as others see it").containsExactlyInAnyOrder(TARGET, scratch);
      // Closed without a commit, as the kernel does for a process that was killed.
    }
    assertThat(driver.recover(config, swap(false), host)).isFalse();
    holds(TARGET, "before");
    holds(scratch, "after");
    driver.swap(config, swap(false), host);
    assertThat(driver.recover(config, swap(false), host)).isTrue();
    assertThat(driver.recover(config, swap(false), host)).as("once more").isTrue();
    holds(TARGET, "after");
    holds(kept, "before");
  }

  @Test
  void x3_recoveryWaitsForTheEndOfASwapThatIsStillGoingOn() throws Exception {
    create(scratch, "after");
    try (Connection dying = server.connect("postgres")) {
      dying.setAutoCommit(false);
      var statement = dying.createStatement();
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended("
              + Sql.literal("vya-backup swap " + TARGET)
              + ", 0))");
      statement.execute("ALTER DATABASE " + id(TARGET) + " RENAME TO " + id(kept));
      statement.execute("ALTER DATABASE " + id(scratch) + " RENAME TO " + id(TARGET));
      var recovered = new AtomicBoolean();
      var recovery = new Thread(() -> recovered.set(driver.recover(config, swap(false), host)));
      recovery.start();
      String waits =
          "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' AND wait_event_type = 'Lock'";
      while (server.rows("postgres", waits).isEmpty()) {
        Thread.onSpinWait();
      }
      dying.commit();
      recovery.join();
      assertThat(recovered).isTrue();
    }
  }

  @Test
  void x3_aTargetThatIsMissingIsTakenBack() throws Exception {
    create(scratch, "after");
    server.sql("postgres", "ALTER DATABASE " + id(TARGET) + " RENAME TO " + id(kept));
    assertThat(driver.recover(config, swap(false), host)).isFalse();
    holds(TARGET, "before");
    holds(scratch, "after");
  }

  @Test
  void aDatabaseThatAllowsNoConnectionsStaysSo() throws Exception {
    create(scratch, "after");
    server.sql("postgres", "ALTER DATABASE " + id(TARGET) + " ALLOW_CONNECTIONS false");
    driver.swap(config, swap(true), host);
    holds(TARGET, "after");
    assertThat(server.rows("postgres", "SELECT datname FROM pg_database WHERE NOT datallowconn"))
        .containsExactlyInAnyOrder("template0", kept);
    String second = driver.beside(config, TARGET, "old", "ffffffff");
    driver.swap(config, new Swap(kept, TARGET, second, false), host);
    driver.drop(config, second, host);
    assertThat(server.rows("postgres", "SELECT datname FROM pg_database WHERE NOT datallowconn"))
        .containsExactlyInAnyOrder("template0", TARGET);
  }

  @Test
  void x5_onlyWhatWasMadeBesideIsDropped() throws Exception {
    create(scratch, "after");
    for (String name :
        List.of(
            TARGET, "postgres", "_vya_new_1a2b3c4d", scratch + "x", scratch.substring(1) + "\"")) {
      assertThat(told(() -> driver.drop(config, name, host)).reason())
          .isEqualTo(Reason.CONFIGURATION);
    }
    assertThat(names()).containsExactlyInAnyOrder(TARGET, scratch);
    try (Connection session = server.connect(scratch)) {
      driver.drop(config, scratch, host);
      assertThat(session.isValid(5)).isFalse();
    }
    driver.drop(config, scratch, host);
    assertThat(names()).containsExactly(TARGET);
  }
}
