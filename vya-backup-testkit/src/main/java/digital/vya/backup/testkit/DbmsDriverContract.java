package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Globals;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link DbmsDriver} promises, and {@link Globals} and {@link Contents} for a driver that has
 * them. Extend it in a test, say which driver and how to look behind its back at a real server, and
 * run the test. Every test makes its own databases and drops them.
 *
 * <p>A failed restore must leave its target as it was. A driver that cannot keep that and says so
 * in its documentation has a test that implements {@link RestoresInPlace} too.
 *
 * @param <C> the settings of one server
 */
public abstract class DbmsDriverContract<C extends Record> {

  private final List<String> made = new ArrayList<>();
  private LocalHost host;
  private DriverProbe<C> probe;
  private DriverChecks<C> checks;
  private FailedRestores<C> failed;

  /** For the test that extends this. */
  protected DbmsDriverContract() {}

  /** The driver to try. */
  protected abstract DbmsDriver<C> driver();

  /** The settings that work. Asked for again whenever databases were made. */
  protected abstract C config();

  /** Settings that cannot work: a wrong password, or a source that is not there. */
  protected abstract C brokenConfig();

  /**
   * Settings that work, but for the tool that writes a dump: {@link BrokenTool#standInFor} puts a
   * broken one into the folder, which the settings name. Empty for an engine that runs no tools, of
   * which {@link DbmsDriver#check} then tells none.
   */
  protected abstract Optional<C> configWith(BrokenTool tool, Path folder) throws Exception;

  /** What must never be shown: the passwords of {@link #config} and {@link #brokenConfig}. */
  protected abstract List<String> secrets();

  /** Makes an empty database. */
  protected abstract void create(String database) throws Exception;

  /**
   * Fills a database with several MiB: binary values, odd names and values, whatever the engine has
   * that a dump could lose.
   */
  protected abstract void fill(String database) throws Exception;

  /** Removes a database; nothing happens if there is none. */
  protected abstract void drop(String database) throws Exception;

  /**
   * A snapshot of a database that is equal to another one exactly if the databases hold the same,
   * wherever they are; empty if there is no such database.
   */
  protected abstract Optional<Object> content(String database) throws Exception;

  /** What a restore request calls the database of that name; for files, its folder. */
  protected String target(String database) {
    return database;
  }

  /** Names that the engine allows and that tempt code to quote them wrongly. */
  protected List<String> oddNames() {
    return Samples.ODD_DATABASES;
  }

  /** How long to wait for what must happen soon, before the test fails. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @BeforeEach
  void openHost(@TempDir Path temporary) {
    host = LocalHost.open(temporary.resolve("host"));
    probe = new DriverProbe<>(driver(), this::config, host, this::target);
    checks = new DriverChecks<>(this, probe, host);
    failed = new FailedRestores<>(this, probe, host);
  }

  @AfterEach
  void dropDatabases() throws Exception {
    for (var database : made) {
      drop(database);
    }
    host.close();
  }

  @Test
  void theNameIsOneThatUsersCanWrite() {
    assertThat(driver().name()).matches("[a-z0-9-]+");
    assertThat(config()).isInstanceOf(driver().configType());
    assertThat(driver().dumpName(config(), "orders")).matches(".*\\.[a-z0-9]+");
  }

  @Test
  void checkTellsWhatItFoundAndChangesNothing() throws Exception {
    var database = filled("checked");
    var before = content(database);
    var names = driver().databases(config(), host);
    assertThat(driver().check(config(), host).product()).isNotBlank();
    assertThat(driver().databases(config(), host)).isEqualTo(names);
    assertThat(content(database)).isEqualTo(before);
  }

  @Test
  void databasesAreListedSorted() throws Exception {
    checks.assertListed(List.of(empty("list_c"), empty("list_a"), filled("list_b")));
  }

  @Test
  void d1_whatTheSinkThrowsIsPassedOn() throws Exception {
    var database = filled("full_disk");
    for (var room : new int[] {0, 1, 100_000}) {
      var sink = new FailingSink(room);
      var failure = catchThrowable(() -> probe.dumpInto(database, sink));
      assertThat(Chains.of(failure)).as("room for %d bytes", room).contains(sink.failure());
    }
  }

  @TestFactory
  Stream<DynamicTest> d1_aToolThatBreaksMakesTheDumpFail(@TempDir Path tools) {
    return Stream.of(BrokenTool.values())
        .map(how -> DynamicTest.dynamicTest(how.name(), () -> checks.brokenTool(how, tools)));
  }

  @Test
  void d2_bytesReachTheSinkAsTheyAreProduced() throws Exception {
    var sink = new RecordingSink();
    probe.dumpInto(filled("streamed"), sink);
    checks.assertPieces(sink);
  }

  @Test
  void d3_theSinkIsNotClosed() throws Exception {
    var sink = new RecordingSink();
    probe.dumpInto(filled("open"), sink);
    assertThat(sink.closes()).isZero();
  }

  @Test
  void d4_aRestoreYieldsWhatWasDumped() throws Exception {
    checks.assertRoundTrip(filled("round"), later("round_trip"));
  }

  @Test
  void d4_anEmptyDatabaseIsRestored() throws Exception {
    checks.assertRoundTrip(empty("nothing"), later("nothing_again"));
  }

  @TestFactory
  Stream<DynamicTest> d4_oddNamesAreDumpedAndRestored() {
    return oddNames().stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> checks.oddRoundTrip(name)));
  }

  @Test
  void d4_anExistingTargetIsRefused() throws Exception {
    var dump = probe.dump(empty("refused_source"));
    var target = filled("refused");
    var before = content(target);
    assertThat(catchThrowable(() -> probe.restore(dump, target, false)))
        .isInstanceOf(BackupException.class);
    assertThat(content(target)).isEqualTo(before);
  }

  @Test
  void d4_anExistingTargetIsReplacedWhenAskedFor() throws Exception {
    checks.assertReplaced(filled("new_content"), empty("replaced"));
  }

  @TestFactory
  Stream<DynamicTest> d5_aTruncatedDumpIsNotRestored() {
    return Stream.of("0", "1", "half", "all but one")
        .map(cut -> DynamicTest.dynamicTest(cut + " bytes", () -> failed.truncated(cut)));
  }

  @Test
  void d5_aDumpThatCannotBeReadIsNotRestored() throws Exception {
    var dump = probe.dump(filled("unreadable"));
    failed.into(
        later("unread"),
        target -> probe.fails(dump, FailingSource.after(dump.half()), target, false));
  }

  @Test
  void d5_damageLeavesWhatShouldBeReplaced() throws Exception {
    var dump = probe.dump(filled("damaged"));
    var target = filled("kept");
    failed.over(target, t -> probe.fails(dump, new ByteArrayInputStream(dump.half()), t, true));
    failed.over(target, t -> probe.fails(dump, FailingSource.after(dump.half()), t, true));
  }

  @Test
  void d6_brokenSettingsAreToldWithoutSecrets() throws Exception {
    var database = empty("unreached");
    checks.assertTold(() -> driver().check(brokenConfig(), host));
    checks.assertTold(() -> driver().databases(brokenConfig(), host));
    checks.assertTold(() -> probe.dumpWith(brokenConfig(), database, new RecordingSink()));
  }

  @Test
  void d6_noSecretIsShown() throws Exception {
    var seen = new ArrayList<String>();
    var source = filled("secret");
    var dump = probe.dump(source, () -> seen.addAll(Family.commandLines()));
    var in = new WatchedSource(dump.bytes(), () -> seen.addAll(Family.commandLines()));
    probe.restore(dump, in, later("secret_again"), false);
    checks.assertTools(seen);
    seen.add(dump.info().toString());
    seen.addAll(host.warnings());
    seen.add(config().toString());
    seen.add(driver().check(config(), host).toString());
    checks.assertNoSecret(String.join("\n", seen));
  }

  @Test
  void d7_anInterruptEndsADump() throws Exception {
    var database = filled("stuck");
    try (var stuck = new Interrupted(patience())) {
      stuck.interrupt(() -> probe.dumpInto(database, new RecordingSink(stuck::block)));
    }
  }

  @Test
  void d7_anInterruptEndsARestore() throws Exception {
    var dump = probe.dump(filled("stuck_source"));
    try (var stuck = new Interrupted(patience())) {
      var source = new WatchedSource(dump.bytes(), stuck::block);
      failed.into(
          later("stuck_target"),
          target -> stuck.interrupt(() -> probe.restore(dump, source, target, false)));
    }
  }

  @TestFactory
  Stream<DynamicTest> globals() {
    return driver() instanceof Globals<C> globals
        ? Stream.of(DynamicTest.dynamicTest("come back", () -> checks.globalsComeBack(globals)))
        : Stream.empty();
  }

  @TestFactory
  Stream<DynamicTest> contents() {
    return driver() instanceof Contents<C> contents
        ? Stream.of(DynamicTest.dynamicTest("are told", () -> checks.contentsAreTold(contents)))
        : Stream.empty();
  }

  String empty(String database) throws Exception {
    create(later(database));
    return database;
  }

  String filled(String database) throws Exception {
    fill(empty(database));
    return database;
  }

  List<String> made() {
    return List.copyOf(made);
  }

  /** The name of a database that is not there yet and goes with the test. */
  String later(String database) throws Exception {
    drop(database);
    made.add(database);
    return database;
  }
}
