package digital.vya.backup.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Brings the log to a SEQ server, in batches and by a thread of its own. What is waiting is
 * bounded; a server that is gone costs no more than the events it did not take, which are counted.
 */
final class SeqLog extends AppenderBase<ILoggingEvent> {

  /** What may wait, in bytes. */
  static final int WAITING = 4 << 20;

  /** A server takes 10 MiB at once if it is configured as it comes. */
  private static final int BATCH = 1 << 20;

  static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_PAUSE = Duration.ofMinutes(1);

  /** How long the end of the program waits for what is still to be sent. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Sends a batch, or throws. */
  interface Server {
    void send(byte[] events) throws IOException, InterruptedException;

    /** How messages call it. */
    String name();
  }

  private final Server server;
  private final Level level;
  private final LogLine line;
  private final Duration firstPause;
  private final Duration grace;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final Thread worker = new Thread(this::work, "vya-seq");
  private int bytes;
  private int underWay;
  private long lost;
  private String trouble = "";
  private boolean ending;

  /**
   * A log for a server.
   *
   * @param firstPause the time after a failed attempt, doubled after each further one
   */
  SeqLog(Server server, Level level, LogLine line, Duration firstPause) {
    this(server, level, line, firstPause, GRACE);
  }

  SeqLog(Server server, Level level, LogLine line, Duration firstPause, Duration grace) {
    this.server = server;
    this.level = level;
    this.line = line;
    this.firstPause = firstPause;
    this.grace = grace;
  }

  @Override
  public void start() {
    super.start();
    worker.setDaemon(true);
    worker.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    // What the client says of its own work would never end.
    boolean own = event.getLoggerName().startsWith("jdk.");
    if (own || !event.getLevel().isGreaterOrEqual(level)) {
      return;
    }
    byte[] clef = line.clef(event);
    synchronized (waiting) {
      if (ending || bytes + clef.length > WAITING) {
        lost++;
        return;
      }
      waiting.add(clef);
      bytes += clef.length;
      waiting.notifyAll();
    }
  }

  /** How many events the server did not take. */
  long lost() {
    synchronized (waiting) {
      return lost;
    }
  }

  private void work() {
    try {
      while (awaitSome()) {
        sendAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is anything to send; false at the end. */
  private boolean awaitSome() throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty() && !ending) {
        waiting.wait();
      }
      return !waiting.isEmpty();
    }
  }

  private void sendAll() throws InterruptedException {
    Duration pause = firstPause;
    var batch = new ByteArrayOutputStream();
    take(batch);
    while (true) {
      try {
        server.send(batch.toByteArray());
        sent();
        return;
      } catch (SeqServer.RefusedException e) {
        drop(e);
        return;
      } catch (IOException e) {
        if (!pauseAfter(e, pause)) {
          drop(e);
          return;
        }
        pause =
            pause.multipliedBy(2).compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
      }
    }
  }

  private void take(ByteArrayOutputStream batch) {
    synchronized (waiting) {
      int taken = 0;
      while (!waiting.isEmpty()
          && (taken == 0 || batch.size() + waiting.element().length < BATCH)) {
        byte[] event = waiting.remove();
        batch.writeBytes(event);
        bytes -= event.length;
        taken++;
      }
      underWay = taken;
    }
  }

  private void sent() {
    synchronized (waiting) {
      underWay = 0;
    }
  }

  /** Waits before the next attempt; false at the end, when there is no time for one. */
  private boolean pauseAfter(IOException failure, Duration pause) throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    synchronized (waiting) {
      trouble = failure.toString();
      for (long left = pause.toMillis(); left > 0 && !ending; ) {
        waiting.wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
      return !ending;
    }
  }

  private void drop(IOException failure) {
    synchronized (waiting) {
      lost += underWay;
      underWay = 0;
      trouble = failure.toString();
      if (ending) {
        lost += waiting.size();
        waiting.clear();
      }
    }
  }

  /** Sends what is waiting, unless the server is known to be gone. */
  @Override
  public void stop() {
    synchronized (waiting) {
      ending = true;
      waiting.notifyAll();
    }
    boolean interrupted = Thread.interrupted();
    try {
      worker.join(grace.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    worker.interrupt();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    super.stop();
    tell();
  }

  private void tell() {
    synchronized (waiting) {
      // Nobody knows whether the server has what it did not confirm.
      lost += waiting.size() + underWay;
      underWay = 0;
      waiting.clear();
      if (lost > 0) {
        Logs.ERR.println(
            "vya-backupdb: %d log events did not reach %s%s"
                .formatted(lost, server.name(), trouble.isEmpty() ? "" : ": " + trouble));
      }
    }
  }
}
