package digital.vya.backup.testkit;

import digital.vya.backup.api.Contents;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.TunableRestore;
import digital.vya.backup.core.LocalHost;
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
 * What {@link DbmsDriver} promises, and {@link Globals}, {@link Contents}, {@link Fingerprints},
 * {@link ScratchDatabases} and {@link TunableRestore} for a driver that has them. Extend it in a
 * test, say which driver and how to look behind its back at a real server, and run the test. Every
 * test makes its own databases and drops them.
 *
 * <p>A failed restore must leave its target as it was. A driver that cannot keep that and says so
 * in its documentation has a test that implements {@link RestoresInPlace} too. The test of a driver
 * that tells fingerprints implements {@link ChangesRows}.
 *
 * @param <C> the settings of one server
 */
public abstract class DbmsDriverContract<C extends Record> {

  private final List<String> made = new ArrayList<>();
  private LocalHost host;
  private DriverProbe<C> probe;
  private DriverChecks<C> checks;
  private FailedRestores<C> failed;
  private Optional<FingerprintChecks<C>> fingerprints = Optional.empty();
  private Optional<ScratchChecks<C>> scratch = Optional.empty();

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

  /** What a restore request calls the database of that name: for files, the path that ends so. */
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
    fingerprints = FingerprintChecks.of(this, host);
    scratch = ScratchChecks.of(this, probe, host);
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
    checks.assertNamed();
  }

  @Test
  void checkTellsWhatItFoundAndChangesNothing() throws Exception {
    checks.check(filled("checked"));
  }

  @Test
  void databasesAreListedSorted() throws Exception {
    checks.assertListed(List.of(empty("list_c"), empty("list_a"), filled("list_b")));
  }

  @Test
  void d1_whatTheSinkThrowsIsPassedOn() throws Exception {
    checks.sinkThatFails(filled("full_disk"));
  }

  @TestFactory
  Stream<DynamicTest> d1_aToolThatBreaksMakesTheDumpFail(@TempDir Path tools) {
    return checks.brokenTools(tools);
  }

  @Test
  void d2_bytesReachTheSinkAsTheyAreProduced() throws Exception {
    checks.assertPieces(filled("streamed"));
  }

  @Test
  void d3_theSinkIsNotClosed() throws Exception {
    checks.assertLeftOpen(filled("open"));
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
    checks.assertRefused(empty("refused_source"), filled("refused"));
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
    failed.unreadable(filled("unreadable"), later("unread"));
  }

  @Test
  void d5_damageLeavesWhatShouldBeReplaced() throws Exception {
    failed.damaged(filled("damaged"), filled("kept"));
  }

  @Test
  void d6_brokenSettingsAreToldWithoutSecrets() throws Exception {
    checks.brokenSettings(empty("unreached"));
  }

  @Test
  void d6_noSecretIsShown() throws Exception {
    checks.whatIsSeen(filled("secret"), later("secret_again"));
  }

  @Test
  void d7_anInterruptEndsADump() throws Exception {
    checks.interruptedDump(filled("stuck"));
  }

  @Test
  void d7_anInterruptEndsARestore() throws Exception {
    failed.interrupted(filled("stuck_source"), later("stuck_target"));
  }

  @TestFactory
  Stream<DynamicTest> f1_aDumpTellsTheFingerprintsOfWhatItWrites(@TempDir Path tools) {
    return fingerprints.stream().flatMap(checks -> checks.f1(tools));
  }

  @TestFactory
  Stream<DynamicTest> f2_equalFingerprintsMeanEqualTables() {
    return fingerprints.stream().flatMap(checks -> checks.f2());
  }

  @TestFactory
  Stream<DynamicTest> f3_fingerprintsAreMadeWhileBytesPass() {
    return fingerprints.stream().flatMap(checks -> checks.f3());
  }

  @TestFactory
  Stream<DynamicTest> x1_nothingOfTheTargetIsTouchedUntilTheSwap() {
    return scratch.stream().flatMap(ScratchChecks::x1);
  }

  @TestFactory
  Stream<DynamicTest> x2_aSwapThatThrowsLeavesTheTarget() {
    return scratch.stream().flatMap(checks -> checks.swaps().x2());
  }

  @TestFactory
  Stream<DynamicTest> x3_aSwapThatWasCutOffIsBroughtToOneEnd() {
    return scratch.stream().flatMap(checks -> checks.swaps().x3());
  }

  @TestFactory
  Stream<DynamicTest> x4_swappingTheKeptOneBackBringsBackWhatWasThere() {
    return scratch.stream().flatMap(checks -> checks.swaps().x4());
  }

  @TestFactory
  Stream<DynamicTest> x5_onlyScratchAndKeptDatabasesAreDropped() {
    return scratch.stream().flatMap(ScratchChecks::x5);
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

  @TestFactory
  Stream<DynamicTest> restoreOptions() {
    return driver() instanceof TunableRestore<C> tunable
        ? new TunableChecks<>(this, tunable, probe, host).all()
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
