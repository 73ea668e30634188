package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the test that carries its number, and by no other. */
class BrokenDriversTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(ClosesTheSink.class, "d3_theSinkIsNotClosed"),
        found(SwallowsSinkFailures.class, "d1_whatTheSinkThrowsIsPassedOn"),
        found(
            TakesAReadFailureForTheEnd.class,
            "d5_aDumpThatCannotBeReadIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced"),
        found(TellsThePassword.class, "d6_brokenSettingsAreToldWithoutSecrets"),
        found(WritesOnce.class, "d2_bytesReachTheSinkAsTheyAreProduced"),
        found(RestoresOverAnything.class, "d4_anExistingTargetIsRefused"),
        found(GoesOnWhenInterrupted.class, "d7_anInterruptEndsADump"),
        found(IgnoresTheExitCode.class, "d1_aToolThatBreaksMakesTheDumpFail"),
        found(IgnoresTheEndMark.class, "d1_aToolThatBreaksMakesTheDumpFail"),
        found(HidesItsTools.class, "d1_aToolThatBreaksMakesTheDumpFail"),
        found(ShowsThePasswordToEveryone.class, "d6_noSecretIsShown"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class ClosesTheSink extends FakeDriverContract {
    ClosesTheSink() {
      super(new BrokenDriver.ClosesTheSink());
    }
  }

  static class SwallowsSinkFailures extends FakeDriverContract {
    SwallowsSinkFailures() {
      super(new BrokenDriver.SwallowsSinkFailures());
    }
  }

  static class TakesAReadFailureForTheEnd extends FakeDriverContract {
    TakesAReadFailureForTheEnd() {
      super(new BrokenDriver.TakesAReadFailureForTheEnd());
    }
  }

  static class TellsThePassword extends FakeDriverContract {
    TellsThePassword() {
      super(new BrokenDriver.TellsThePassword());
    }
  }

  static class WritesOnce extends FakeDriverContract {
    WritesOnce() {
      super(new BrokenDriver.WritesOnce());
    }
  }

  static class RestoresOverAnything extends FakeDriverContract {
    RestoresOverAnything() {
      super(new BrokenDriver.RestoresOverAnything());
    }
  }

  static class GoesOnWhenInterrupted extends FakeDriverContract {
    GoesOnWhenInterrupted() {
      super(new BrokenDriver.GoesOnWhenInterrupted());
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(3);
    }
  }

  static class ShowsThePasswordToEveryone extends FakeDriverContract {
    ShowsThePasswordToEveryone() {
      super(new BrokenDriver.ShowsThePasswordToEveryone());
    }
  }

  static class IgnoresTheExitCode extends FakeDriverContract {
    IgnoresTheExitCode() {
      super(new BrokenDriver.IgnoresTheExitCode());
    }
  }

  static class IgnoresTheEndMark extends FakeDriverContract {
    IgnoresTheEndMark() {
      super(new BrokenDriver.IgnoresTheEndMark());
    }
  }

  static class HidesItsTools extends FakeDriverContract {
    HidesItsTools() {
      super(new BrokenDriver.HidesItsTools());
    }
  }
}
