package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What could go wrong: another order, a failure that is lost, no bound, a thread that stays. */
@Timeout(60)
final class ReadAheadTest {

  @Test
  void whatIsReadFirstIsStillTakenInTurn() throws Exception {
    var second = new CountDownLatch(1);
    try (var ahead = new ReadAhead<Integer>()) {
      ahead.add(
          1,
          () -> {
            second.await();
            return 1;
          });
      ahead.add(
          1,
          () -> {
            second.countDown();
            return 2;
          });

      assertThat(List.of(ahead.take(), ahead.take())).containsExactly(1, 2);
      assertThat(ahead.isEmpty()).isTrue();
    }
  }

  @Test
  void aFailureIsThrownWhenItIsItsTurn() throws Exception {
    var lost = new IOException("the connection was lost");
    var damaged = BackupException.data("this is no manifest");
    try (var ahead = new ReadAhead<Integer>()) {
      ahead.add(1, () -> 1);
      ahead.add(
          1,
          () -> {
            throw lost;
          });
      ahead.add(
          1,
          () -> {
            throw damaged;
          });
      ahead.add(1, () -> 4);

      assertThat(ahead.take()).isEqualTo(1);
      assertThatThrownBy(ahead::take).isSameAs(lost);
      assertThatThrownBy(ahead::take).isSameAs(damaged);
      assertThat(ahead.take()).isEqualTo(4);
    }
  }

  @Test
  void whatIsTooLargeForAllThatIsReadTogetherIsReadAlone() throws Exception {
    try (var ahead = new ReadAhead<Integer>()) {
      assertThat(ahead.hasRoomFor(Long.MAX_VALUE)).isTrue();
      ahead.add(16 << 20, () -> 1);
      assertThat(ahead.hasRoomFor(1)).isFalse();
      ahead.take();

      int added = 0;
      while (ahead.hasRoomFor(100_000)) {
        ahead.add(100_000, () -> 1);
        added++;
      }
      assertThat(added).isEqualTo(10);
    }
  }

  @Test
  void thereIsAnEndToWhatIsReadOfSmallOnes() throws Exception {
    var read = new AtomicInteger();
    try (var ahead = new ReadAhead<Integer>()) {
      while (ahead.hasRoomFor(1)) {
        ahead.add(1, read::incrementAndGet);
      }
      var taken = new ArrayList<Integer>();
      while (!ahead.isEmpty()) {
        taken.add(ahead.take());
      }
      assertThat(taken).hasSize(64).doesNotHaveDuplicates();
    }
  }

  @Test
  void closingEndsWhatIsStillBeingRead() throws Exception {
    var reading = new CompletableFuture<Thread>();
    var ahead = new ReadAhead<Integer>();
    ahead.add(
        1,
        () -> {
          reading.complete(Thread.currentThread());
          new CountDownLatch(1).await();
          return 1;
        });
    Thread reader = reading.get();

    ahead.close();

    reader.join();
  }
}
