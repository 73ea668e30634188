package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as cron starts it. */
final class CronTest {

  @TempDir Path folder;

  @Test
  void namesBeyondAsciiWorkWithoutALocale() throws Exception {
    try (var bench = new Bench(folder)) {
      bench.make("ação ☃.db");
      String said = run(List.of(), bench.folder);

      assertThat(said).contains("restored 1");
      assertThat(bench.files()).containsExactly("ação ☃.db", "copy of ação ☃.db");
      assertThat(Bench.content(bench.file("copy of ação ☃.db")))
          .isEqualTo(Bench.content(bench.file("ação ☃.db")));
    }
  }

  @Test
  void aFolderWhereTheLibraryCannotBeUnpackedIsNamed() throws Exception {
    Path none = folder.resolve("none");

    assertThat(run(List.of("-Djava.io.tmpdir=" + none), folder))
        .contains("BackupException")
        .contains("cannot be loaded from " + none)
        .contains("-Dorg.sqlite.tmpdir=");
  }

  private static String run(List<String> options, Path databases) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CopyAll.class.getName(), databases.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().clear();
    var running = process.start();
    running.getOutputStream().close();
    String said = new String(running.getInputStream().readAllBytes(), UTF_8);
    running.waitFor();
    assertThat(Files.exists(databases)).isTrue();
    return said;
  }
}
