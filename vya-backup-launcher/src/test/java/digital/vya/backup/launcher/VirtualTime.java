package digital.vya.backup.launcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** Time that passes when somebody waits for it, and at no other moment. */
final class VirtualTime extends Clock implements DaemonTime {

  private final TreeMap<Duration, Runnable> events = new TreeMap<>();
  private volatile Instant now;
  private volatile Duration passed = Duration.ZERO;
  private int waits;

  VirtualTime(String now) {
    this.now = Instant.parse(now);
  }

  /** Does something when so much has passed since the beginning. */
  VirtualTime after(Duration since, Runnable event) {
    events.put(since, event);
    return this;
  }

  /** Somebody sets the clock. */
  void move(Duration by) {
    now = now.plus(by);
  }

  /** How often anybody waited. */
  int waits() {
    return waits;
  }

  @Override
  public void await(Duration atMost) {
    waits++;
    Duration until = passed.plus(atMost);
    Map.Entry<Duration, Runnable> event = events.firstEntry();
    boolean happens = event != null && event.getKey().compareTo(until) <= 0;
    pass((happens ? event.getKey() : until).minus(passed));
    if (happens) {
      events.pollFirstEntry();
      event.getValue().run();
    }
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    passed = passed.plus(duration);
  }

  @Override
  public void wake() {}

  @Override
  public long nanos() {
    return passed.toNanos();
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(now, zone);
  }
}
