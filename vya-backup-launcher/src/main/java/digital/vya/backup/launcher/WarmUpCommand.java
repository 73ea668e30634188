package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.BackupQuery;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VerifyOrder;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * Does once, on almost nothing, what the other commands do. The start script runs it to learn which
 * classes they need, and keeps these in an archive for all later starts.
 */
@Command(name = "warm-up", hidden = true, description = "Loads what the other commands need.")
final class WarmUpCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("vya-warm-up");
    try {
      Path config = folder.resolve("vya-backup.json");
      Files.createDirectory(folder.resolve("store"));
      PluginRegistry registry = Plugins.discover();
      Files.writeString(config, config(folder, registry).toString());
      try (VyaBackup vya =
          VyaBackup.builder().registry(registry).mask(Main.MASK).config(config).build()) {
        Logs.apply(vya.options().logging(), null);
        var nowhere = new PrintWriter(Writer.nullWriter());
        var report = vya.backup(BackupSelection.all());
        Texts.report(report, nowhere);
        Json.report(report);
        vya.verify(VerifyOrder.all(), result -> Texts.verified(result, nowhere));
        var backups = vya.backups(BackupQuery.newest(1), line -> {});
        Texts.backups(backups, vya.options().zone(), nowhere);
      }
      return ExitCode.COMPLETE;
    } finally {
      delete(folder);
    }
  }

  /**
   * The second instance and the second storage are a port that nobody serves: their plugins are
   * loaded, and soon give up.
   */
  private static ObjectNode config(Path folder, PluginRegistry registry) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("run")
        .put("state_dir", folder.resolve("state").toString())
        .put("allow_readable_config", true);
    root.putObject("logging").putObject("file").put("dir", folder.resolve("log").toString());
    root.putObject("defaults").putObject("retry").put("attempts", 1);
    var storages = root.putArray("storages");
    ObjectNode store = storages.addObject().put("id", "store").put("type", "local");
    store.put("path", folder.resolve("store").toString());
    if (registry.storage("s3").isPresent()) {
      bucket(storages.addObject());
    }
    var instances = root.putArray("instances");
    ObjectNode files = instances.addObject().put("id", "files").put("dbms", "files");
    files
        .putObject("sets")
        .putObject("config")
        .putArray("include")
        .add(folder.resolve("vya-backup.json").toString());
    ObjectNode server = instances.addObject().put("id", "server").put("dbms", "postgresql");
    server
        .put("host", "127.0.0.1")
        .put("port", 1)
        .put("user", "nobody")
        .put("password", "warming-up");
    return root;
  }

  private static void bucket(ObjectNode storage) {
    storage
        .put("id", "bucket")
        .put("type", "s3")
        .put("required", false)
        .put("bucket", "warm-up")
        .put("endpoint", "http://127.0.0.1:1")
        .put("access_key", "nobody")
        .put("secret_key", "warming-up")
        .put("attempts", 1)
        .putObject("retry")
        .put("attempts", 1);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
