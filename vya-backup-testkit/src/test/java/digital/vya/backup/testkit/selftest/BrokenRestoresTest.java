package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the tests that carry its number, and by no other. */
class BrokenRestoresTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(BadlyNamed.class, "theNameIsOneThatUsersCanWrite"),
        found(ChecksByWriting.class, "checkTellsWhatItFoundAndChangesNothing"),
        found(ListsBackwards.class, "databasesAreListedSorted"),
        found(ClosesTheSinkOfGlobals.class, "globals"),
        found(TellsNoContents.class, "contents"),
        found(
            LosesTheLastByte.class,
            "d4_aRestoreYieldsWhatWasDumped",
            "d4_anExistingTargetIsReplacedWhenAskedFor",
            "d4_oddNamesAreDumpedAndRestored"),
        found(
            ForgetsEmptyDatabases.class,
            "d4_anEmptyDatabaseIsRestored",
            "d4_anExistingTargetIsReplacedWhenAskedFor"),
        found(CannotQuote.class, "d4_oddNamesAreDumpedAndRestored"),
        found(NeverReplaces.class, "d4_anExistingTargetIsReplacedWhenAskedFor"),
        found(
            TakesAnyEndForTheEnd.class,
            "contents",
            "d5_aTruncatedDumpIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced"),
        found(
            FailsByAccident.class,
            "contents",
            "d5_aTruncatedDumpIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced"),
        found(
            InPlace.class,
            "d5_aDumpThatCannotBeReadIsNotRestored",
            "d5_aTruncatedDumpIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced",
            "d7_anInterruptEndsARestore"),
        found(
            InPlaceOfEverything.class,
            "d4_anExistingTargetIsReplacedWhenAskedFor",
            "d5_damageLeavesWhatShouldBeReplaced"),
        found(
            InPlaceAndElsewhere.class,
            "d5_aDumpThatCannotBeReadIsNotRestored",
            "d5_aTruncatedDumpIsNotRestored",
            "d7_anInterruptEndsARestore"),
        found(
            InPlaceWithoutAWord.class,
            "contents",
            "d5_aTruncatedDumpIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced"),
        found(
            LeavesAScratchDatabase.class,
            "d5_aDumpThatCannotBeReadIsNotRestored",
            "d5_aTruncatedDumpIsNotRestored",
            "d5_damageLeavesWhatShouldBeReplaced",
            "d7_anInterruptEndsARestore"),
        found(RestoresOnWhenInterrupted.class, "d7_anInterruptEndsARestore"),
        found(StartsAToolWhenInterrupted.class, "d7_anInterruptEndsADump"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class BadlyNamed extends FakeDriverContract {
    BadlyNamed() {
      super(new BrokenRestore.BadlyNamed());
    }
  }

  static class ChecksByWriting extends FakeDriverContract {
    ChecksByWriting() {
      super(new BrokenRestore.ChecksByWriting());
    }
  }

  static class ListsBackwards extends FakeDriverContract {
    ListsBackwards() {
      super(new BrokenRestore.ListsBackwards());
    }
  }

  static class ClosesTheSinkOfGlobals extends FakeDriverContract {
    ClosesTheSinkOfGlobals() {
      super(new BrokenRestore.ClosesTheSinkOfGlobals());
    }
  }

  static class TellsNoContents extends FakeDriverContract {
    TellsNoContents() {
      super(new BrokenRestore.TellsNoContents());
    }
  }

  static class LosesTheLastByte extends FakeDriverContract {
    LosesTheLastByte() {
      super(new BrokenRestore.LosesTheLastByte());
    }
  }

  static class ForgetsEmptyDatabases extends FakeDriverContract {
    ForgetsEmptyDatabases() {
      super(new BrokenRestore.ForgetsEmptyDatabases());
    }
  }

  static class CannotQuote extends FakeDriverContract {
    CannotQuote() {
      super(new BrokenRestore.CannotQuote());
    }
  }

  static class NeverReplaces extends FakeDriverContract {
    NeverReplaces() {
      super(new BrokenRestore.NeverReplaces());
    }
  }

  static class TakesAnyEndForTheEnd extends FakeDriverContract {
    TakesAnyEndForTheEnd() {
      super(new BrokenRestore.TakesAnyEndForTheEnd());
    }
  }

  static class FailsByAccident extends FakeDriverContract {
    FailsByAccident() {
      super(new BrokenRestore.FailsByAccident());
    }
  }

  static class InPlace extends FakeDriverContract {
    InPlace() {
      super(new BrokenRestore.InPlace());
    }
  }

  static class InPlaceOfEverything extends FakeInPlaceContract {
    InPlaceOfEverything() {
      super(new BrokenRestore.InPlaceOfEverything());
    }
  }

  static class InPlaceAndElsewhere extends FakeInPlaceContract {
    InPlaceAndElsewhere() {
      super(new BrokenRestore.InPlaceAndElsewhere());
    }
  }

  static class InPlaceWithoutAWord extends FakeInPlaceContract {
    InPlaceWithoutAWord() {
      super(new BrokenRestore.InPlaceWithoutAWord());
    }
  }

  static class LeavesAScratchDatabase extends FakeDriverContract {
    LeavesAScratchDatabase() {
      super(new BrokenRestore.LeavesAScratchDatabase());
    }
  }

  static class RestoresOnWhenInterrupted extends FakeDriverContract {
    RestoresOnWhenInterrupted() {
      super(new BrokenRestore.RestoresOnWhenInterrupted());
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(3);
    }
  }

  static class StartsAToolWhenInterrupted extends FakeDriverContract {
    StartsAToolWhenInterrupted() {
      super(new BrokenRestore.StartsAToolWhenInterrupted());
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(3);
    }
  }
}
