package digital.vya.backup.core;

import java.io.IOException;

/** What an operation does in an environment of its own. */
interface Operation<T, E extends Exception> {
  T in(Environment environment) throws IOException, E;
}
