package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.testkit.selftest.FakeStorage.Defect;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the tests that carry its number. */
class BrokenStoragesTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(
            WritingInPlace.class,
            "s1_aKilledWriterLeavesOnlyWholeObjectsAndAllThatItCommitted",
            "s1_whatIsNotCommittedIsNotThere",
            "s6_anObjectIsReplacedWhole",
            "s6_ofTwoWritersTheLastCommitCounts"),
        found(
            ListingUnsorted.class, "s2_theListIsSortedByKeyAndExact", "s4_oddKeysAreKeptAsTheyAre"),
        found(ListingWholeFolders.class, "s2_theListIsSortedByKeyAndExact"),
        found(MissingWhatIsAbsent.class, "s3_deletingWhatIsAbsentDoesNothing"),
        found(CountingCharacters.class, "s4_whatIsNoKeyIsRefused"),
        found(KnowingAsciiAlone.class, "s4_whatIsNoKeyIsRefused"),
        found(CommittingWhenClosed.class, "s1_whatIsNotCommittedIsNotThere"),
        found(BelongingToOneThread.class, "manyThreadsMayWriteAtOnce"),
        found(TakingAnyKey.class, "s4_whatIsNoKeyIsRefused"),
        found(
            LosingTheLastByte.class,
            "closingTwiceDoesNothing",
            "s1_aKilledWriterLeavesOnlyWholeObjectsAndAllThatItCommitted",
            "s2_theListTellsLengthsOfManyObjects",
            "s4_oddKeysAreKeptAsTheyAre",
            "s5_whatIsCommittedIsThereForEverybody",
            "s6_anObjectIsReplacedWhole",
            "s6_ofTwoWritersTheLastCommitCounts"),
        found(
            KeepingTheFirst.class,
            "s6_anObjectIsReplacedWhole",
            "s6_ofTwoWritersTheLastCommitCounts"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  static class WritingInPlace extends FakeStorageContract {
    WritingInPlace() {
      super(Defect.WRITES_IN_PLACE);
    }
  }

  static class ListingUnsorted extends FakeStorageContract {
    ListingUnsorted() {
      super(Defect.LISTS_UNSORTED);
    }
  }

  static class ListingWholeFolders extends FakeStorageContract {
    ListingWholeFolders() {
      super(Defect.LISTS_WHOLE_FOLDERS);
    }
  }

  static class MissingWhatIsAbsent extends FakeStorageContract {
    MissingWhatIsAbsent() {
      super(Defect.MISSES_WHAT_IS_ABSENT);
    }
  }

  static class TakingAnyKey extends FakeStorageContract {
    TakingAnyKey() {
      super(Defect.TAKES_ANY_KEY);
    }
  }

  static class LosingTheLastByte extends FakeStorageContract {
    LosingTheLastByte() {
      super(Defect.LOSES_THE_LAST_BYTE);
    }
  }

  static class KeepingTheFirst extends FakeStorageContract {
    KeepingTheFirst() {
      super(Defect.KEEPS_THE_FIRST);
    }
  }

  static class CountingCharacters extends FakeStorageContract {
    CountingCharacters() {
      super(Defect.COUNTS_CHARACTERS);
    }
  }

  static class KnowingAsciiAlone extends FakeStorageContract {
    KnowingAsciiAlone() {
      super(Defect.KNOWS_ASCII_ALONE);
    }
  }

  static class CommittingWhenClosed extends FakeStorageContract {
    CommittingWhenClosed() {
      super(Defect.COMMITS_WHEN_CLOSED);
    }
  }

  static class BelongingToOneThread extends FakeStorageContract {
    BelongingToOneThread() {
      super(Defect.BELONGS_TO_ONE_THREAD);
    }
  }
}
