package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The secret sources of a configuration, asked in their order. */
final class SecretSources implements Placeholders.Lookup {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path workParent;
  private final Map<String, Asking> sources = new LinkedHashMap<>();
  private final Set<String> unreachable = new HashSet<>();

  /**
   * @param workParent where a source may put temporary files
   */
  SecretSources(Path workParent) {
    this.workParent = workParent;
  }

  /** Asks one source. */
  private interface Asking {
    Optional<Secret> find(String id) throws InterruptedException;
  }

  /** Adds the last source to be asked. */
  <C extends Record> void add(String id, SecretSource<C> source, C config) {
    sources.put(id, secret -> ask(id, source, config, secret));
  }

  private <C extends Record> Optional<Secret> ask(
      String id, SecretSource<C> source, C config, String secret) throws InterruptedException {
    return new Attempt("asking the secret source " + id, LIMIT, LIMIT, () -> 0, () -> {})
        .run(
            () -> {
              try (LocalHost host = LocalHost.open(workParent)) {
                return source.find(config, secret, host);
              }
            });
  }

  /**
   * Looks a secret up in the source that stands before a colon, or else in all of them.
   *
   * @throws BackupException if this thread was interrupted
   */
  @Override
  public Optional<String> find(String name) throws Placeholders.Missing {
    int colon = name.indexOf(':');
    boolean chosen = colon > 0 && sources.containsKey(name.substring(0, colon));
    String wanted = chosen ? name.substring(colon + 1) : name;
    for (Map.Entry<String, Asking> source : sources.entrySet()) {
      if (!chosen || source.getKey().equals(name.substring(0, colon))) {
        Optional<Secret> found = find(source.getKey(), source.getValue(), wanted);
        if (found.isPresent()) {
          return found.map(Secret::reveal);
        }
      }
    }
    throw new Placeholders.Missing(
        sources.isEmpty()
            ? "needs the secret " + Shown.name(wanted) + ", and no secret source is configured"
            : "there is no secret %s in %s"
                .formatted(Shown.name(wanted), chosen ? name.substring(0, colon) : names()));
  }

  private String names() {
    return sources.keySet().stream().collect(Collectors.joining(", "));
  }

  private Optional<Secret> find(String id, Asking source, String wanted)
      throws Placeholders.Missing {
    try {
      return source.find(wanted);
    } catch (BackupException e) {
      String message = "the secret source " + id + " fails: " + e.getMessage();
      if (e.reason() != Reason.CONFIGURATION) {
        unreachable.add(message);
      }
      throw new Placeholders.Missing(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException(Reason.CANCELLED, "interrupted while asking " + id, e);
    }
  }

  /** Whether all of these problems are sources that could not be reached: no fault of the file. */
  boolean explain(Iterable<String> problems) {
    for (String problem : problems) {
      if (unreachable.stream().noneMatch(problem::endsWith)) {
        return false;
      }
    }
    return true;
  }
}
