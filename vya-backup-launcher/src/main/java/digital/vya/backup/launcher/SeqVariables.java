package digital.vya.backup.launcher;

import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.Mask;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A SEQ server that the environment names, for those whose configuration names none. */
final class SeqVariables {

  static final String URL = "SEQ_URL";
  static final String API_KEY = "SEQ_API_KEY";

  private SeqVariables() {}

  /** The server; one with a broken address is told of and left out. */
  static Optional<LoggingOptions.Seq> read(Map<String, String> variables, Mask mask) {
    Optional<Secret> key =
        Optional.ofNullable(variables.get(API_KEY)).filter(k -> !k.isBlank()).map(Secret::new);
    key.ifPresent(k -> mask.learn(List.of(k.reveal())));
    return Optional.ofNullable(variables.get(URL))
        .filter(url -> !url.isBlank())
        .filter(SeqVariables::isAddress)
        .map(url -> new LoggingOptions.Seq(URI.create(url), key, LoggingOptions.Level.INFO));
  }

  private static boolean isAddress(String url) {
    String problem = LoggingOptions.Seq.problem(url);
    if (!problem.isEmpty()) {
      Logs.ERR.println("vya-backupdb: " + URL + " " + problem);
    }
    return problem.isEmpty();
  }
}
