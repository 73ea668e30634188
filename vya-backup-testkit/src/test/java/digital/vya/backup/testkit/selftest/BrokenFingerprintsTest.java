package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise of fingerprints is found by the test of its number, and by no other. */
class BrokenFingerprintsTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(ReadsTwice.class, "f1_aDumpTellsTheFingerprintsOfWhatItWrites"),
        found(TellsATableTwice.class, "f1_aDumpTellsTheFingerprintsOfWhatItWrites"),
        found(ClosesTheSink.class, "f1_aDumpTellsTheFingerprintsOfWhatItWrites"),
        found(SwallowsSinkFailures.class, "f1_aDumpTellsTheFingerprintsOfWhatItWrites"),
        found(
            TellsTheHour.class,
            "f1_aDumpTellsTheFingerprintsOfWhatItWrites",
            "f2_equalFingerprintsMeanEqualTables"),
        found(HashesTheName.class, "f2_equalFingerprintsMeanEqualTables"),
        found(OnlyCounts.class, "f2_equalFingerprintsMeanEqualTables"),
        found(MixesTables.class, "f2_equalFingerprintsMeanEqualTables"),
        found(KeepsAllRows.class, "f3_fingerprintsAreMadeWhileBytesPass"),
        found(
            WithoutChanges.class,
            "f1_aDumpTellsTheFingerprintsOfWhatItWrites",
            "f2_equalFingerprintsMeanEqualTables"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class ReadsTwice extends FakeScratchContract {
    ReadsTwice() {
      super(new BrokenFingerprints.ReadsTwice());
    }
  }

  static class TellsATableTwice extends FakeScratchContract {
    TellsATableTwice() {
      super(new BrokenFingerprints.TellsATableTwice());
    }
  }

  static class ClosesTheSink extends FakeScratchContract {
    ClosesTheSink() {
      super(new BrokenFingerprints.ClosesTheSink());
    }
  }

  static class SwallowsSinkFailures extends FakeScratchContract {
    SwallowsSinkFailures() {
      super(new BrokenFingerprints.SwallowsSinkFailures());
    }
  }

  static class TellsTheHour extends FakeScratchContract {
    TellsTheHour() {
      super(new BrokenFingerprints.TellsTheHour());
    }
  }

  static class HashesTheName extends FakeScratchContract {
    HashesTheName() {
      super(new BrokenFingerprints.HashesTheName());
    }
  }

  static class OnlyCounts extends FakeScratchContract {
    OnlyCounts() {
      super(new BrokenFingerprints.OnlyCounts());
    }
  }

  static class MixesTables extends FakeScratchContract {
    MixesTables() {
      super(new BrokenFingerprints.MixesTables());
    }
  }

  static class KeepsAllRows extends FakeScratchContract {
    KeepsAllRows() {
      super(new BrokenFingerprints.KeepsAllRows());
    }
  }

  /** A test that does not say how a row is changed. */
  static class WithoutChanges extends FakeDriverContract {
    WithoutChanges() {
      super(new FakeScratchDriver());
    }
  }
}
