package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.testkit.selftest.FakeExporter.Defect;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the test that names it. */
class BrokenExportersTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(LosingWhatNeverWorked.class, "m1_everyDatabaseIsHandedOver"),
        found(KeepingWhatIsGone.class, "m1_whatIsGoneIsGone"),
        found(ChokingOnOddNames.class, "m1_hostileNamesSpoilNothing"),
        found(ChokingOnTwiceTheSame.class, "m1_aNameThatIsThereTwiceSpoilsNothing"),
        found(SwallowingRefusals.class, "m1_whatCannotBeHandedOverThrowsAndShowsNoSecret"),
        found(ForgettingWhenRefused.class, "m1_whatCannotBeHandedOverThrowsAndShowsNoSecret"),
        found(ShowingTheToken.class, "m1_whatCannotBeHandedOverThrowsAndShowsNoSecret"),
        found(ReachingByExporting.class, "m1_reachingChangesNothing"),
        found(IgnoringInterrupts.class, "m1_anInterruptEndsAHangingExport"),
        found(GivingUpAtOnce.class, "m1_anInterruptEndsAHangingExport"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class LosingWhatNeverWorked extends FakeExporterContract {
    LosingWhatNeverWorked() {
      super(Defect.LOSES_WHAT_NEVER_WORKED);
    }
  }

  static class KeepingWhatIsGone extends FakeExporterContract {
    KeepingWhatIsGone() {
      super(Defect.KEEPS_WHAT_IS_GONE);
    }
  }

  static class ChokingOnOddNames extends FakeExporterContract {
    ChokingOnOddNames() {
      super(Defect.CHOKES_ON_ODD_NAMES);
    }
  }

  static class ChokingOnTwiceTheSame extends FakeExporterContract {
    ChokingOnTwiceTheSame() {
      super(Defect.CHOKES_ON_TWICE_THE_SAME);
    }
  }

  static class SwallowingRefusals extends FakeExporterContract {
    SwallowingRefusals() {
      super(Defect.SWALLOWS_REFUSALS);
    }
  }

  static class ForgettingWhenRefused extends FakeExporterContract {
    ForgettingWhenRefused() {
      super(Defect.FORGETS_WHEN_REFUSED);
    }
  }

  static class ShowingTheToken extends FakeExporterContract {
    ShowingTheToken() {
      super(Defect.SHOWS_THE_TOKEN);
    }
  }

  static class ReachingByExporting extends FakeExporterContract {
    ReachingByExporting() {
      super(Defect.REACHES_BY_EXPORTING);
    }
  }

  static class IgnoringInterrupts extends FakeExporterContract {
    IgnoringInterrupts() {
      super(Defect.IGNORES_INTERRUPTS);
    }
  }

  static class GivingUpAtOnce extends FakeExporterContract {
    GivingUpAtOnce() {
      super(Defect.GIVES_UP_AT_ONCE);
    }
  }
}
