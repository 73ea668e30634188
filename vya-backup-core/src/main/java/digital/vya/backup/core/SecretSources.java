package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The secret sources of a configuration, asked in their order. */
final class SecretSources implements Placeholders.Lookup {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path workParent;
  private final Map<String, Source<?>> sources = new LinkedHashMap<>();
  private final List<Source<?>> said = new ArrayList<>();
  private final Set<String> unreachable = new HashSet<>();

  /**
   * @param workParent where a source may put temporary files
   */
  SecretSources(Path workParent) {
    this.workParent = workParent;
  }

  /** A source with its settings. */
  record Source<C extends Record>(String id, SecretSource<C> source, C config, Path workParent) {

    /** Asks it for a secret. */
    Optional<Secret> find(String secret) throws InterruptedException {
      return ask(host -> source.find(config, secret, host));
    }

    /** What it says of itself. */
    List<String> reach() throws InterruptedException {
      return ask(host -> source.reach(config, host));
    }

    private <T> T ask(Question<T> question) throws InterruptedException {
      return new Attempt("asking the secret source " + id, LIMIT, LIMIT, () -> 0, () -> {})
          .run(
              () -> {
                try (LocalHost host = LocalHost.open(workParent)) {
                  return question.ask(host);
                }
              });
    }
  }

  /** Something to ask a source. */
  private interface Question<T> {
    T ask(LocalHost host) throws IOException, InterruptedException;
  }

  /** Adds the last source to be asked. */
  <C extends Record> void add(String id, SecretSource<C> source, C config) {
    var configured = new Source<>(id, source, config, workParent);
    sources.put(id, configured);
    said.add(configured);
  }

  /** Adds one that nobody configured. */
  <C extends Record> void addUsual(String id, SecretSource<C> source, C config) {
    sources.put(id, new Source<>(id, source, config, workParent));
  }

  /** Those that are configured. */
  List<Source<?>> configured() {
    return List.copyOf(said);
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
    for (Map.Entry<String, Source<?>> source : sources.entrySet()) {
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

  private Optional<Secret> find(String id, Source<?> source, String wanted)
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
