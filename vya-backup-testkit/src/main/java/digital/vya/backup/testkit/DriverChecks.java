package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;

/** What several tests of {@link DbmsDriverContract} look at. */
record DriverChecks<C extends Record>(
    DbmsDriverContract<C> contract, DriverProbe<C> probe, LocalHost host) {

  void assertNamed() {
    var driver = contract.driver();
    assertThat(driver.name()).matches("[a-z0-9-]+");
    assertThat(contract.config()).isInstanceOf(driver.configType());
    assertThat(driver.dumpName(contract.config(), "orders")).matches(".*\\.[a-z0-9]+");
  }

  void globalsComeBack(Globals<C> globals) throws Exception {
    assertThat(globals.globalsDumpName(contract.config())).matches(".*\\.[a-z0-9]+");
    var sink = new RecordingSink();
    var info = globals.dumpGlobals(contract.config(), sink, host);
    assertThat(sink.bytes()).isNotEmpty();
    assertThat(sink.closes()).isZero();
    globals.restoreGlobals(contract.config(), new ByteArrayInputStream(sink.bytes()), host);
    var again = new RecordingSink();
    globals.dumpGlobals(contract.config(), again, host);
    assertThat(again.bytes()).hasSameSizeAs(sink.bytes());
    assertNoSecret(info + String.join("\n", host.warnings()));
  }

  void contentsAreTold(Contents<C> contents) throws Exception {
    var dump = probe.dump(contract.filled("told"));
    var into = probe.request(dump, contract.later("not_there"), false);
    var lines = new ArrayList<String>();
    contents.contents(
        contract.config(), into, new ByteArrayInputStream(dump.bytes()), lines::add, host);
    assertThat(lines).isNotEmpty().doesNotContain("");
    assertThat(contract.content(into.database())).isPresent();
    assertThat(contract.content("not_there")).isEmpty();
    var half = new ByteArrayInputStream(dump.half());
    assertThat(
            catchThrowable(
                () -> contents.contents(contract.config(), into, half, lines::add, host)))
        .isInstanceOf(BackupException.class);
  }

  void assertListed(List<String> names) throws Exception {
    assertThat(contract.driver().databases(contract.config(), host))
        .containsAll(names)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  void check(String database) throws Exception {
    var before = contract.content(database);
    var names = contract.driver().databases(contract.config(), host);
    assertThat(contract.driver().check(contract.config(), host).product()).isNotBlank();
    assertThat(contract.driver().databases(contract.config(), host)).isEqualTo(names);
    assertThat(contract.content(database)).isEqualTo(before);
  }

  void sinkThatFails(String database) {
    for (var room : new int[] {0, 1, 100_000}) {
      var sink = new FailingSink(room);
      var failure = catchThrowable(() -> probe.dumpInto(database, sink));
      assertThat(Chains.of(failure)).as("room for %d bytes", room).contains(sink.failure());
    }
  }

  void assertLeftOpen(String database) throws Exception {
    var sink = new RecordingSink();
    probe.dumpInto(database, sink);
    assertThat(sink.closes()).isZero();
  }

  void assertPieces(String database) throws Exception {
    var sink = new RecordingSink();
    probe.dumpInto(database, sink);
    var writes = sink.writes();
    assertThat(writes).hasSizeGreaterThan(1);
    assertThat(writes).allMatch(size -> size <= sink.bytes().length / 2);
    contract.driver().check(contract.config(), host);
    assertThat(sink.writes()).as("no write after the return").isEqualTo(writes);
  }

  void interruptedDump(String database) throws Exception {
    try (var stuck = new Interrupted(contract.patience())) {
      stuck.interrupt(() -> probe.dumpInto(database, new RecordingSink(stuck::block)));
    }
  }

  void whatIsSeen(String source, String target) throws Exception {
    var seen = new ArrayList<String>();
    var dump = probe.dump(source, () -> seen.addAll(Family.commandLines()));
    var in = new WatchedSource(dump.bytes(), () -> seen.addAll(Family.commandLines()));
    probe.restore(dump, in, target, false);
    assertTools(seen);
    seen.add(dump.info().toString());
    seen.addAll(host.warnings());
    seen.add(contract.config().toString());
    seen.add(contract.driver().check(contract.config(), host).toString());
    assertNoSecret(String.join("\n", seen));
  }

  void assertRefused(String source, String target) throws Exception {
    var dump = probe.dump(source);
    var before = contract.content(target);
    assertThat(catchThrowable(() -> probe.restore(dump, target, false)))
        .isInstanceOf(BackupException.class);
    assertThat(contract.content(target)).isEqualTo(before);
  }

  void oddRoundTrip(String name) throws Exception {
    contract.filled(name);
    assertThat(contract.driver().databases(contract.config(), host)).contains(name);
    assertRoundTrip(name, contract.later(name + "2"));
  }

  void assertRoundTrip(String source, String target) throws Exception {
    var before = contract.content(source);
    probe.restore(probe.dump(source), target, false);
    assertThat(contract.content(target)).isPresent().isEqualTo(before);
    assertThat(contract.content(source)).isEqualTo(before);
  }

  void assertReplaced(String source, String target) throws Exception {
    var nothing = contract.content(target);
    var none = probe.dump(target);
    probe.restore(probe.dump(source), target, true);
    assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(source));
    if (contract instanceof RestoresInPlace inPlace) {
      inPlace.addOwn(target);
      var own = inPlace.own(target);
      probe.restore(probe.dump(source), target, true);
      assertThat(contract.content(target)).isEqualTo(contract.content(source));
      assertThat(inPlace.own(target)).as("what the dump does not hold").isEqualTo(own);
    } else {
      probe.restore(none, target, true);
      assertThat(contract.content(target)).isEqualTo(nothing);
    }
  }

  Stream<DynamicTest> brokenTools(Path folder) {
    return Stream.of(BrokenTool.values())
        .map(how -> DynamicTest.dynamicTest(how.name(), () -> brokenTool(how, folder)));
  }

  private void brokenTool(BrokenTool how, Path folder) throws Exception {
    var tools = contract.driver().check(contract.config(), host).tools();
    var broken = contract.configWith(how, folder);
    assertThat(tools.isEmpty())
        .as("check tells no tools, and so there is none that can break")
        .isEqualTo(broken.isEmpty());
    if (broken.isPresent()) {
      var database = contract.filled("broken_tool");
      var sink = new RecordingSink();
      assertTold(() -> probe.dumpWith(broken.get(), database, sink));
      assertThat(sink.bytes()).as("what the tool wrote before it broke").isNotEmpty();
    }
  }

  void brokenSettings(String database) {
    var driver = contract.driver();
    assertTold(() -> driver.check(contract.brokenConfig(), host));
    assertTold(() -> driver.databases(contract.brokenConfig(), host));
    assertTold(() -> probe.dumpWith(contract.brokenConfig(), database, new RecordingSink()));
  }

  /** Makes sure that the tools were running when somebody looked at them. */
  void assertTools(List<String> seen) throws Exception {
    if (!contract.driver().check(contract.config(), host).tools().isEmpty()) {
      assertThat(seen).as("the command lines of the tools").isNotEmpty();
    }
  }

  void assertTold(ThrowingCallable call) {
    var failure = catchThrowable(call);
    assertThat(failure)
        .isInstanceOfSatisfying(
            BackupException.class,
            told ->
                assertThat(told.reason())
                    .isIn(Reason.CONFIGURATION, Reason.ENVIRONMENT, Reason.DATA));
    assertThat(failure.getMessage()).isNotBlank().doesNotContain("\n");
    assertNoSecret(Chains.text(failure) + String.join("\n", host.warnings()));
  }

  void assertNoSecret(String shown) {
    for (var secret : contract.secrets()) {
      assertThat(shown.contains(secret)).as("a secret is shown").isFalse();
    }
  }
}
