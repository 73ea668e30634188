package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An installation whose instance {@code main} holds one database, which is backed up. */
final class RestorePlace {

  private final Path folder;
  private final Launcher launcher;
  private final String database;

  /** Unpacks the launcher into an empty folder. */
  RestorePlace(Path folder, RestoreSubject subject) throws IOException, InterruptedException {
    this.folder = folder;
    this.launcher = new Launcher(folder);
    this.database = subject.database();
    Files.createDirectory(folder.resolve("store"));
    configure(subject.settings());
  }

  /** The same, with the database made and backed up. */
  static RestorePlace backedUp(Path folder, RestoreSubject subject) throws Exception {
    subject.make();
    var place = new RestorePlace(folder, subject);
    place.backup();
    return place;
  }

  /** Sets up instance {@code main}, and others whose settings hold their id. */
  void configure(String main, String... others) throws IOException {
    String instances =
        Stream.concat(Stream.of("\"id\": \"main\", " + main), Stream.of(others))
            .map(settings -> "{" + settings + "}")
            .collect(Collectors.joining(",\n"));
    Launcher.configuration(
        Path.of(config()),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}, "shrink_guard": {"enabled": false}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [%2$s]
        }
        """
            .formatted(folder, instances));
  }

  Launcher launcher() {
    return launcher;
  }

  Path folder() {
    return folder;
  }

  String config() {
    return folder.resolve("config.json").toString();
  }

  void backup() throws IOException, InterruptedException {
    Result backup = run("backup", "--all");
    assertThat(backup.exitCode()).as("%s", backup).isZero();
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return launcher.run(and(arguments, "-c", config()));
  }

  /** What restores the newest backup. */
  String[] latest(String... more) {
    return and(and(new String[] {"restore", "--latest"}, named()), more);
  }

  Result restore(String... more) throws IOException, InterruptedException {
    return launcher.run(latest(more));
  }

  /** Restores a file to the database. */
  Result restoreFile(Path file, String... more) throws IOException, InterruptedException {
    return launcher.run(
        and(and(new String[] {"restore", "--file", file.toString()}, named()), more));
  }

  private String[] named() {
    return new String[] {"--instance", "main", "--database", database, "-c", config()};
  }

  private static String[] and(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  /** The stored artifact. */
  Path artifact() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(f -> f.toString().endsWith(".zst")).findAny().orElseThrow();
    }
  }
}
