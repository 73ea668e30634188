package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise of a safe restore is found by the test of its number, and by no other. */
class BrokenScratchTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(ListsWhatIsBeside.class, "x1_nothingOfTheTargetIsTouchedUntilTheSwap"),
        found(CutsNames.class, "x1_nothingOfTheTargetIsTouchedUntilTheSwap"),
        found(MakesWhatItLooksAt.class, "x1_nothingOfTheTargetIsTouchedUntilTheSwap"),
        found(
            EmptiesTheTarget.class,
            "x1_nothingOfTheTargetIsTouchedUntilTheSwap",
            "x2_aSwapThatThrowsLeavesTheTarget",
            "x3_aSwapThatWasCutOffIsBroughtToOneEnd",
            "x4_swappingTheKeptOneBackBringsBackWhatWasThere"),
        found(TakesTheTargetAwayFirst.class, "x2_aSwapThatThrowsLeavesTheTarget"),
        found(OverwritesTheKept.class, "x2_aSwapThatThrowsLeavesTheTarget"),
        found(TellsThatItSwapped.class, "x3_aSwapThatWasCutOffIsBroughtToOneEnd"),
        found(TakesBackWhatHasEnded.class, "x3_aSwapThatWasCutOffIsBroughtToOneEnd"),
        found(StopsHalfWay.class, "x3_aSwapThatWasCutOffIsBroughtToOneEnd"),
        found(AltersWhatComesBack.class, "x4_swappingTheKeptOneBackBringsBackWhatWasThere"),
        found(
            NeedsATarget.class,
            "x3_aSwapThatWasCutOffIsBroughtToOneEnd",
            "x4_swappingTheKeptOneBackBringsBackWhatWasThere"),
        found(CannotQuoteInASwap.class, "x4_swappingTheKeptOneBackBringsBackWhatWasThere"),
        found(DropsAnything.class, "x5_onlyScratchAndKeptDatabasesAreDropped"),
        found(DropsWhatLooksAlike.class, "x5_onlyScratchAndKeptDatabasesAreDropped"),
        found(DropsOnce.class, "x5_onlyScratchAndKeptDatabasesAreDropped"),
        found(IgnoresOptions.class, "restoreOptions"),
        found(ReplacesTablesUnasked.class, "restoreOptions"),
        found(LosesNamedTables.class, "restoreOptions"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class ListsWhatIsBeside extends FakeScratchContract {
    ListsWhatIsBeside() {
      super(new BrokenScratch.ListsWhatIsBeside());
    }
  }

  static class CutsNames extends FakeScratchContract {
    CutsNames() {
      super(new BrokenScratch.CutsNames());
    }
  }

  static class MakesWhatItLooksAt extends FakeScratchContract {
    MakesWhatItLooksAt() {
      super(new BrokenScratch.MakesWhatItLooksAt());
    }
  }

  static class EmptiesTheTarget extends FakeScratchContract {
    EmptiesTheTarget() {
      super(new BrokenScratch.EmptiesTheTarget());
    }
  }

  static class TakesTheTargetAwayFirst extends FakeScratchContract {
    TakesTheTargetAwayFirst() {
      super(new BrokenScratch.TakesTheTargetAwayFirst());
    }
  }

  static class OverwritesTheKept extends FakeScratchContract {
    OverwritesTheKept() {
      super(new BrokenScratch.OverwritesTheKept());
    }
  }

  static class TellsThatItSwapped extends FakeScratchContract {
    TellsThatItSwapped() {
      super(new BrokenScratch.TellsThatItSwapped());
    }
  }

  static class TakesBackWhatHasEnded extends FakeScratchContract {
    TakesBackWhatHasEnded() {
      super(new BrokenScratch.TakesBackWhatHasEnded());
    }
  }

  static class StopsHalfWay extends FakeScratchContract {
    StopsHalfWay() {
      super(new BrokenScratch.StopsHalfWay());
    }
  }

  static class AltersWhatComesBack extends FakeScratchContract {
    AltersWhatComesBack() {
      super(new BrokenScratch.AltersWhatComesBack());
    }
  }

  static class NeedsATarget extends FakeScratchContract {
    NeedsATarget() {
      super(new BrokenScratch.NeedsATarget());
    }
  }

  static class CannotQuoteInASwap extends FakeScratchContract {
    CannotQuoteInASwap() {
      super(new BrokenScratch.CannotQuoteInASwap());
    }
  }

  static class DropsAnything extends FakeScratchContract {
    DropsAnything() {
      super(new BrokenScratch.DropsAnything());
    }
  }

  static class DropsWhatLooksAlike extends FakeScratchContract {
    DropsWhatLooksAlike() {
      super(new BrokenScratch.DropsWhatLooksAlike());
    }
  }

  static class DropsOnce extends FakeScratchContract {
    DropsOnce() {
      super(new BrokenScratch.DropsOnce());
    }
  }

  static class IgnoresOptions extends FakeScratchContract {
    IgnoresOptions() {
      super(new BrokenScratch.IgnoresOptions());
    }
  }

  static class ReplacesTablesUnasked extends FakeScratchContract {
    ReplacesTablesUnasked() {
      super(new BrokenScratch.ReplacesTablesUnasked());
    }
  }

  static class LosesNamedTables extends FakeScratchContract {
    LosesNamedTables() {
      super(new BrokenScratch.LosesNamedTables());
    }
  }
}
