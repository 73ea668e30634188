package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.Swap;
import java.util.Optional;
import java.util.stream.Stream;

/** Scratch and kept databases, which go with the test. */
record Beside<C extends Record>(
    DbmsDriverContract<C> contract, ScratchDatabases<C> driver, DriverProbe<C> probe) {

  static final String ID = "1a2b3c4d";
  static final String OTHER_ID = "1a2b3c4e";

  /** Targets with odd names, and two so long that something must be cut away. */
  Stream<String> targets() {
    var o = "o".repeat(59);
    return Stream.concat(contract.oddNames().stream(), Stream.of(o + "p", "p" + o));
  }

  /** What the driver calls the one beside a target. */
  String name(String target, String role, String id) throws Exception {
    var name = driver.beside(contract.config(), contract.target(target), role, id);
    contract.later(database(name));
    return name;
  }

  /** A swap whose databases are not there. */
  Swap swap(String target) throws Exception {
    return new Swap(
        name(target, "new", ID), contract.target(target), name(target, "old", ID), true);
  }

  /** A swap whose scratch database holds what the source holds. */
  Swap ready(String source, String target) throws Exception {
    var swap = swap(target);
    probe.restoreAs(probe.dump(source), Optional.of(swap.scratch()));
    return swap;
  }

  Optional<Object> content(String name) throws Exception {
    return contract.content(database(name));
  }

  /** What the contract calls it: {@link DbmsDriverContract#target} the other way round. */
  private String database(String name) {
    var place = contract.target("");
    assertThat(name).as("the name of a database beside another one").startsWith(place);
    return name.substring(place.length());
  }
}
