package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.SecretStore;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.legacy.RetentionMeans;
import digital.vya.backup.legacy.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description =
        "Writes a new configuration from what an older program was configured with, and tells what was"
            + " assumed, left out or needs a hand.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();
  @Mixin private StoreOptions store = new StoreOptions();

  @ArgGroup(multiplicity = "1")
  private From from = new From();

  @Option(
      names = "--out",
      paramLabel = "NEW",
      defaultValue = "vya-backup.json",
      description = "The new file, which must not be there yet (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("vya-backup.json");

  @Option(
      names = "--retention-means",
      paramLabel = "count|days",
      description =
          "What retention_files and its like count: backups of each database, or days. Else it is"
              + " asked for, or what either keeps stays.")
  private @Nullable RetentionMeans means;

  /** Exactly one of these. */
  static final class From {
    @Parameters(index = "0", paramLabel = "OLD", description = "The old file.")
    private @Nullable Path file;

    @SuppressWarnings("unused") // What is not a file is the environment.
    @Option(names = "--from-env", description = "Read the environment: DB_TYPE and so on.")
    private boolean environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    OldConfig old = old();
    PluginRegistry registry = Plugins.discover();
    Translation translation = old.translate(registry, meaning(old, registry));
    NewFile.write(out, translation.json() + "\n");
    List<String> given = askForLost(translation);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("file", out.toString());
    document.put("format", old.config().kind().name().toLowerCase(Locale.ROOT));
    ArrayNode told = document.putArray("told");
    translation.told().forEach(told::add);
    ArrayNode secrets = document.putArray("secrets");
    translation.secrets().keySet().stream().sorted().forEach(secrets::add);
    output.print(
        document,
        print -> {
          translation.told().forEach(line -> Texts.line(print, line));
          given.forEach(id -> print.println("the secret " + id + " is in " + store.file()));
          print.println(out + " is written, from " + old.config().kind().words());
        });
    // What stands in the old file and cannot work is told with the names of the new one.
    VyaBackup.builder().registry(registry).mask(Main.MASK).config(out).validate();
    return ExitCode.COMPLETE;
  }

  /** Asks for passwords that nobody can turn back, where somebody can be asked. */
  private List<String> askForLost(Translation translation) throws InterruptedException {
    Hidden hidden = Hidden.ofThisProcess();
    if (translation.secrets().isEmpty() || !hidden.asks()) {
      return List.of();
    }
    SecretStore opened = store.open(hidden);
    Set<String> there = Files.exists(store.file()) ? opened.list().keySet() : Set.of();
    var given = new TreeMap<String, Secret>();
    translation
        .secrets()
        .forEach(
            (id, where) -> {
              if (there.contains(id)) {
                // It may be another server's: who runs both from here must say which is which.
                output.err().println(Output.plain(known(id)));
              } else {
                given.put(id, hidden.twice("Password " + id + " (" + where + ")"));
              }
            });
    if (given.isEmpty()) {
      return List.of();
    }
    Main.MASK.learn(given.values().stream().map(Secret::reveal).toList());
    store.audit("import", String.join(", ", given.keySet()));
    opened.put(given, Instant.now());
    return List.copyOf(given.keySet());
  }

  private static String known(String id) {
    return "the store has a secret "
        + id
        + " already, which is left as it is; if it is another server's, add this one's under a name"
        + " of its own (secrets add) and write that name into the new file";
  }

  private OldConfig old() {
    if (from.file == null) {
      return OldConfig.in(System.getenv())
          .orElseThrow(
              () -> BackupException.configuration("the environment says nothing: set DB_TYPE"));
    }
    Path file = from.file;
    return OldConfig.in(file)
        .orElseThrow(
            () ->
                BackupException.configuration(
                    file
                        + " is in none of the old formats, or is no readable JSON; vya-backupdb -c "
                        + file
                        + " config validate says what is wrong with it"));
  }

  private RetentionMeans meaning(OldConfig old, PluginRegistry registry) throws IOException {
    if (means != null) {
      return means;
    }
    boolean unclear =
        old.translate(registry, RetentionMeans.EITHER).told().stream()
            .anyMatch(line -> line.contains("--retention-means"));
    if (!unclear || !output.isWatched()) {
      return RetentionMeans.EITHER;
    }
    Optional<Integer> choice =
        Dialog.of(output)
            .choose(
                "What is the number of retention_files and its like?",
                List.of(
                    "I do not know: keep what either of the two keeps",
                    "so many backups of each database",
                    "the backups of so many days"));
    return switch (choice.orElse(0)) {
      case 1 -> RetentionMeans.COUNT;
      case 2 -> RetentionMeans.DAYS;
      default -> RetentionMeans.EITHER;
    };
  }
}
