package digital.vya.backup.files;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dumps a tree, restores it if told where to, prints what was omitted: in a JVM of its own. */
final class FilesDriverProbe {

  private FilesDriverProbe() {}

  public static void main(String[] arguments) throws Exception {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var host = new Told();
    var config = new FilesConfig(Map.of("set", new FileSet(List.of(arguments[0]), List.of())));
    var driver = new FilesDriver();
    Path tar = Path.of(arguments[1]);
    try (OutputStream sink = Files.newOutputStream(tar)) {
      driver.dump(config, new DumpRequest("set"), sink, host);
    }
    host.omitted.forEach(out::println);
    if (arguments.length > 2) {
      var into = new RestoreRequest("set", Optional.of(arguments[2]), false, Map.of());
      try (InputStream dump = Files.newInputStream(tar)) {
        driver.restore(config, into, dump, host);
      }
      host.warnings.forEach(out::println);
    }
  }
}
