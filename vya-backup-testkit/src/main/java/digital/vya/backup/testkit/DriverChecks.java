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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What several tests of {@link DbmsDriverContract} look at. */
record DriverChecks<C extends Record>(
    DbmsDriverContract<C> contract, DriverProbe<C> probe, LocalHost host) {

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

  void assertPieces(RecordingSink sink) throws Exception {
    var writes = sink.writes();
    assertThat(writes).hasSizeGreaterThan(1);
    assertThat(writes).allMatch(size -> size <= sink.bytes().length / 2);
    contract.driver().check(contract.config(), host);
    assertThat(sink.writes()).as("no write after the return").isEqualTo(writes);
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

  void brokenTool(BrokenTool how, Path folder) throws Exception {
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
