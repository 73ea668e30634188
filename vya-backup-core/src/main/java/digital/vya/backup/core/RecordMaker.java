package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls the constructors of records and asks for their rules; what is broken becomes a problem. */
final class RecordMaker {

  private final Problems problems;
  private final List<Secret> secrets = new ArrayList<>();

  RecordMaker(Problems problems) {
    this.problems = problems;
  }

  /** From now on a message of somebody else's that holds this value is not passed on. */
  void keepQuietAbout(Secret secret) {
    secrets.add(secret);
  }

  /**
   * Makes a record.
   *
   * @param values one for each component
   * @param failed the components whose values could not be read, which is told already
   */
  <R extends Record> Optional<R> make(
      Class<R> type, @Nullable Object[] values, String path, Set<String> failed) {
    Constructor<R> constructor = constructor(type);
    try {
      R made = constructor.newInstance(values);
      report(RecordRules.violations(made), path, failed);
      return Optional.of(made);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      boolean guess = !failed.isEmpty() || e.getCause() instanceof NullPointerException;
      if (!guess || !report(RecordRules.violations(constructor, values), path, failed)) {
        reportRefusal(
            constructor, values, path, failed, Objects.requireNonNullElse(e.getCause(), e));
      }
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw inaccessible(type, e);
    }
  }

  private boolean report(List<RecordRules.Violation> violations, String path, Set<String> failed) {
    List<RecordRules.Violation> news =
        violations.stream().filter(one -> !failed.contains(one.component())).toList();
    for (RecordRules.Violation one : news) {
      String below = path.isEmpty() || one.path().isEmpty() ? one.path() : "." + one.path();
      problems.add(path + below, one.message());
    }
    return !news.isEmpty();
  }

  private void reportRefusal(
      Constructor<?> constructor,
      @Nullable Object[] values,
      String path,
      Set<String> failed,
      Throwable refusal) {
    if (!failed.isEmpty()) {
      return;
    }
    String message = Objects.toString(refusal.getMessage(), refusal.getClass().getSimpleName());
    Optional<String> missing =
        refusal instanceof NullPointerException
            ? missing(constructor, values, message)
            : Optional.empty();
    if (missing.isPresent()) {
      problems.add(Problems.at(path, missing.get()), "is required");
    } else if (secrets.stream().map(Secret::reveal).anyMatch(message::contains)) {
      problems.add(path, "is refused, with a message that is not shown because it holds a secret");
    } else {
      problems.add(path, Shown.text(message));
    }
  }

  /** The component whose absence a constructor tripped over. */
  private static Optional<String> missing(
      Constructor<?> constructor, @Nullable Object[] values, String message) {
    RecordComponent[] components = constructor.getDeclaringClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      boolean named = message.equals(name) || message.contains("\"" + name + "\"");
      if (values[i] == null && named) {
        return Optional.of(SnakeCase.of(name));
      }
    }
    return Optional.empty();
  }

  private static <R extends Record> Constructor<R> constructor(Class<R> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.trySetAccessible();
      return constructor;
    } catch (NoSuchMethodException e) {
      throw inaccessible(type, e);
    }
  }

  private static BackupException inaccessible(Class<?> type, ReflectiveOperationException e) {
    return new BackupException(
        Reason.BUG,
        "the settings record %s cannot be made; its author must make it public"
            .formatted(PluginFacts.describe(type)),
        e);
  }
}
