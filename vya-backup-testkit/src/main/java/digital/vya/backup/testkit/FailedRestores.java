package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Host;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds after a restore that failed (D5, D7). */
record FailedRestores<C extends Record>(
    DbmsDriverContract<C> contract, DriverProbe<C> probe, Host host) {

  /** A restore that must fail, and checks itself that it did. */
  @FunctionalInterface
  interface Restore {
    void run(String target) throws Exception;
  }

  /** What of a server a failed restore has no business with. */
  private record Outside(List<String> databases, Map<String, Optional<Object>> contents) {}

  void truncated(String cut) throws Exception {
    var dump = probe.dump(contract.filled("truncated"));
    var in = new ByteArrayInputStream(dump.cut(cut));
    into(contract.later("truncated_target"), target -> probe.fails(dump, in, target, false));
  }

  void unreadable(String source, String target) throws Exception {
    var dump = probe.dump(source);
    into(target, t -> probe.fails(dump, FailingSource.after(dump.half()), t, false));
  }

  void damaged(String source, String target) throws Exception {
    var dump = probe.dump(source);
    over(target, t -> probe.fails(dump, new ByteArrayInputStream(dump.half()), t, true));
    over(target, t -> probe.fails(dump, FailingSource.after(dump.half()), t, true));
  }

  void interrupted(String source, String target) throws Exception {
    var dump = probe.dump(source);
    try (var stuck = new Interrupted(contract.patience())) {
      var in = new WatchedSource(dump.bytes(), stuck::block);
      into(target, t -> stuck.interrupt(() -> probe.restore(dump, in, t, false)));
    }
  }

  /** Into a target that is not there yet. */
  void into(String target, Restore restore) throws Exception {
    contract.empty("bystander");
    var outside = outside(target);
    restore.run(target);
    assertThat(outside(target)).as("outside the target").isEqualTo(outside);
    if (!(contract instanceof RestoresInPlace)) {
      assertNothingIn(target);
    }
  }

  /** Over a target that holds something. */
  void over(String target, Restore restore) throws Exception {
    var outside = outside(target);
    if (contract instanceof RestoresInPlace inPlace) {
      inPlace.addOwn(target);
      var own = inPlace.own(target);
      restore.run(target);
      assertThat(inPlace.own(target)).as("what the dump does not hold").isEqualTo(own);
    } else {
      var before = contract.content(target);
      restore.run(target);
      assertThat(contract.content(target)).isEqualTo(before);
    }
    assertThat(outside(target)).as("outside the target").isEqualTo(outside);
  }

  private Outside outside(String target) throws Exception {
    var databases = new ArrayList<>(contract.driver().databases(contract.config(), host));
    databases.remove(target);
    var contents = new HashMap<String, Optional<Object>>();
    for (var database : contract.made()) {
      if (!database.equals(target)) {
        contents.put(database, contract.content(database));
      }
    }
    return new Outside(databases, contents);
  }

  private void assertNothingIn(String target) throws Exception {
    var left = contract.content(target);
    if (left.isPresent()) {
      assertThat(left).isEqualTo(contract.content(contract.empty("as_empty_as_this")));
    }
  }
}
