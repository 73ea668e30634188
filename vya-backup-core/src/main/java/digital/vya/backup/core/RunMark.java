package digital.vya.backup.core;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the id of an operation on every line that is logged for it, in all its threads. */
final class RunMark implements AutoCloseable {

  /** The key of the id in the logging context. */
  static final String KEY = "run";

  private final @Nullable String before;

  private RunMark(@Nullable String before) {
    this.before = before;
  }

  static RunMark begin(String id) {
    var mark = new RunMark(MDC.get(KEY));
    MDC.put(KEY, id);
    return mark;
  }

  /** The same work for another thread, which then logs as this one does. */
  static <T> Callable<T> carried(Callable<T> work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> {
      set(context);
      return work.call();
    };
  }

  /** The same work for another thread, which then logs as this one does. */
  static Runnable carried(Runnable work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> {
      set(context);
      work.run();
    };
  }

  private static void set(@Nullable Map<String, String> context) {
    if (context != null) {
      MDC.setContextMap(context);
    }
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}
