package digital.vya.backup.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.testkit.ArchiverContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each broken promise is found by the test that carries its number, and by no other. */
class BrokenArchiversTest {

  @TestFactory
  Stream<DynamicTest> aBrokenPromiseIsFound() {
    return Stream.of(
        found(
            WithoutChecksum.class,
            "a2_theStandardToolReadsTheArchive",
            "a4_anAlteredArchiveThrowsOrYieldsTheOriginal"),
        found(
            WithTimestamp.class,
            "a1_theSameInputGivesTheSameBytesHoweverItIsCut",
            "a1_theSameInputGivesTheSameBytesLater"),
        found(
            SwallowingTruncation.class,
            "a4_aTruncatedArchiveThrows",
            "a4_anAlteredArchiveThrowsOrYieldsTheOriginal"),
        found(BadlyNamed.class, "theNameIsOneThatUsersCanWrite"),
        found(LosingItsExtension.class, "a2_theNameOfAnArchiveHasItsExtensionAndNoFolder"),
        found(FollowingNames.class, "a3_extractionYieldsTheBytesWhateverTheName"),
        found(YieldingWhatFollows.class, "a4_bytesAfterTheArchiveThrowOrAreIgnored"),
        found(RecognizingAnything.class, "itRecognizesItsOwnArchivesAndNothingElse"),
        found(
            ChokingOnAShortHead.class,
            "itAnswersForEveryShortHead",
            "itRecognizesItsOwnArchivesAndNothingElse"),
        found(LeavingTheInputOpen.class, "closingTheInputClosesTheArchive"),
        found(SwallowingSinkFailures.class, "aSinkThatFailsMakesWritingOrClosingFail"),
        found(HoldingAllBack.class, "bytesReachTheSinkBeforeTheInputHasEnded"),
        found(WithoutATool.class, "a2_theStandardToolReadsTheArchive"),
        found(LeavingTheSinkOpen.class, "closingEndsTheArchiveAndClosesTheSinkOnce"));
  }

  private static DynamicTest found(Class<?> broken, String... failures) {
    return DynamicTest.dynamicTest(
        broken.getSimpleName(),
        () -> assertThat(Launched.failuresOf(broken)).containsExactly(failures));
  }

  abstract static class Broken extends ArchiverContract<FakeArchiver.Config> {

    private final FakeArchiver archiver;

    Broken(FakeArchiver archiver) {
      this.archiver = archiver;
    }

    @Override
    protected Archiver<FakeArchiver.Config> archiver() {
      return archiver;
    }

    @Override
    protected FakeArchiver.Config config() {
      return new FakeArchiver.Config();
    }

    @Override
    protected List<String> standardTool() {
      return List.of("gunzip", "-c");
    }
  }

  static class WithoutChecksum extends Broken {
    WithoutChecksum() {
      super(new FakeArchiver.WithoutChecksum());
    }
  }

  static class WithTimestamp extends Broken {
    WithTimestamp() {
      super(new FakeArchiver.WithTimestamp());
    }
  }

  static class SwallowingTruncation extends Broken {
    SwallowingTruncation() {
      super(new FakeArchiver.SwallowingTruncation());
    }
  }

  static class LeavingTheSinkOpen extends Broken {
    LeavingTheSinkOpen() {
      super(new FakeArchiver.LeavingTheSinkOpen());
    }
  }

  /** Says nothing of why there is no tool. */
  static class WithoutATool extends Broken {
    WithoutATool() {
      super(new FakeArchiver());
    }

    @Override
    protected List<String> standardTool() {
      return List.of();
    }
  }

  static class BadlyNamed extends Broken {
    BadlyNamed() {
      super(new BrokenArchiver.BadlyNamed());
    }
  }

  static class LosingItsExtension extends Broken {
    LosingItsExtension() {
      super(new BrokenArchiver.LosingItsExtension());
    }
  }

  static class FollowingNames extends Broken {
    FollowingNames() {
      super(new BrokenArchiver.FollowingNames());
    }
  }

  static class YieldingWhatFollows extends Broken {
    YieldingWhatFollows() {
      super(new BrokenArchiver.YieldingWhatFollows());
    }
  }

  static class RecognizingAnything extends Broken {
    RecognizingAnything() {
      super(new BrokenArchiver.RecognizingAnything());
    }
  }

  static class ChokingOnAShortHead extends Broken {
    ChokingOnAShortHead() {
      super(new BrokenArchiver.ChokingOnAShortHead());
    }
  }

  static class LeavingTheInputOpen extends Broken {
    LeavingTheInputOpen() {
      super(new BrokenArchiver.LeavingTheInputOpen());
    }
  }

  static class SwallowingSinkFailures extends Broken {
    SwallowingSinkFailures() {
      super(new BrokenArchiver.SwallowingSinkFailures());
    }
  }

  static class HoldingAllBack extends Broken {
    HoldingAllBack() {
      super(new BrokenArchiver.HoldingAllBack());
    }
  }
}
