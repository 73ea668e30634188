package digital.vya.backup.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * What TERM and INT do instead of ending the virtual machine. A shutdown hook could wait as well,
 * but never learns of a second signal.
 */
final class Signals {

  private Signals() {}

  /**
   * From now on each of these signals runs the handler.
   *
   * @return whether this Java can do that; if not, signals do what they always did
   */
  static boolean handledBy(Runnable handler) {
    try {
      // By reflection: the module is there, but the compiler warns of each use, and warnings fail.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handling = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  handler.run();
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                default -> "the signals of the daemon";
              };
      Object proxy =
          Proxy.newProxyInstance(handling.getClassLoader(), new Class<?>[] {handling}, calls);
      for (String name : new String[] {"TERM", "INT"}) {
        signal
            .getMethod("handle", signal, handling)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
