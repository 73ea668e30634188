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
        found(WithoutChecksum.class, "a4_anAlteredArchiveThrowsOrYieldsTheOriginal"),
        found(
            WithTimestamp.class,
            "a1_theSameInputGivesTheSameBytesHoweverItIsCut",
            "a1_theSameInputGivesTheSameBytesLater"),
        found(
            SwallowingTruncation.class,
            "a4_aTruncatedArchiveThrows",
            "a4_anAlteredArchiveThrowsOrYieldsTheOriginal"),
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
      return List.of();
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
}
