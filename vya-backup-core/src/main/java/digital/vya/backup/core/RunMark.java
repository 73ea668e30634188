package digital.vya.backup.core;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts the id of an operation on every line that is logged for it, in all its threads, and keeps
 * its secrets out of them.
 */
final class RunMark implements AutoCloseable {

  /** The key of the id in the logging context. */
  static final String KEY = "run";

  private static final Mask PATTERNS = new Mask();
  private static final ThreadLocal<Mask> CURRENT = ThreadLocal.withInitial(() -> PATTERNS);

  private final @Nullable String before;
  private final Mask maskBefore;

  private RunMark(@Nullable String before, Mask maskBefore) {
    this.before = before;
    this.maskBefore = maskBefore;
  }

  static RunMark begin(String id, Mask mask) {
    var mark = new RunMark(MDC.get(KEY), CURRENT.get());
    MDC.put(KEY, id);
    CURRENT.set(mask);
    return mark;
  }

  /** The mask of the operation that this thread works for. */
  static Mask mask() {
    return CURRENT.get();
  }

  /** The same work for another thread, which then logs as this one does. */
  static <T> Callable<T> carried(Callable<T> work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    Mask mask = CURRENT.get();
    return () -> {
      set(context, mask);
      return work.call();
    };
  }

  /** The same work for another thread, which then logs as this one does. */
  static Runnable carried(Runnable work) {
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    Mask mask = CURRENT.get();
    return () -> {
      set(context, mask);
      work.run();
    };
  }

  private static void set(@Nullable Map<String, String> context, Mask mask) {
    CURRENT.set(mask);
    if (context != null) {
      MDC.setContextMap(context);
    }
  }

  @Override
  public void close() {
    CURRENT.set(maskBefore);
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}
