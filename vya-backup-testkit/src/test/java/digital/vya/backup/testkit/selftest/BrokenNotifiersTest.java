package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.testkit.selftest.FakeNotifier.Defect;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the test that names it. */
class BrokenNotifiersTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(LosingFailures.class, "n1_everyOutcomeIsDelivered"),
        found(ChokingOnOddNames.class, "n1_hostileNamesAreDelivered"),
        found(SwallowingRefusals.class, "n1_whatCannotBeDeliveredThrowsAndShowsNoSecret"),
        found(ShowingTheToken.class, "n1_whatCannotBeDeliveredThrowsAndShowsNoSecret"),
        found(TakingAnInterruptForADefect.class, "n1_anInterruptEndsAHangingDelivery"),
        found(GivingUpAtOnce.class, "n1_anInterruptEndsAHangingDelivery"),
        found(IgnoringInterrupts.class, "n1_anInterruptEndsAHangingDelivery"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class LosingFailures extends FakeNotifierContract {
    LosingFailures() {
      super(Defect.LOSES_FAILURES);
    }
  }

  static class ChokingOnOddNames extends FakeNotifierContract {
    ChokingOnOddNames() {
      super(Defect.CHOKES_ON_ODD_NAMES);
    }
  }

  static class SwallowingRefusals extends FakeNotifierContract {
    SwallowingRefusals() {
      super(Defect.SWALLOWS_REFUSALS);
    }
  }

  static class ShowingTheToken extends FakeNotifierContract {
    ShowingTheToken() {
      super(Defect.SHOWS_THE_TOKEN);
    }
  }

  static class IgnoringInterrupts extends FakeNotifierContract {
    IgnoringInterrupts() {
      super(Defect.IGNORES_INTERRUPTS);
    }
  }

  static class TakingAnInterruptForADefect extends FakeNotifierContract {
    TakingAnInterruptForADefect() {
      super(Defect.TAKES_AN_INTERRUPT_FOR_A_DEFECT);
    }
  }

  static class GivingUpAtOnce extends FakeNotifierContract {
    GivingUpAtOnce() {
      super(Defect.GIVES_UP_AT_ONCE);
    }
  }
}
