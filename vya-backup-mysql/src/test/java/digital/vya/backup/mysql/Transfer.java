package digital.vya.backup.mysql;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Dumps and restores, and remembers what was warned of. */
final class Transfer {

  private final MysqlDriver driver = new MysqlDriver();
  private final Path folder;
  final List<String> warnings = new ArrayList<>();
  byte[] dump = new byte[0];
  @Nullable DumpInfo info;

  Transfer(Path folder) {
    this.folder = folder;
  }

  Transfer dump(MysqlConfig config, String database) throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    try (var host = LocalHost.open(folder.resolve("dump"))) {
      info = driver.dump(config, new DumpRequest(database), sink, host);
      warnings.addAll(host.warnings());
    }
    dump = sink.toByteArray();
    return this;
  }

  String text() {
    return new String(dump, StandardCharsets.UTF_8);
  }

  Transfer restore(MysqlConfig config, String database, String target)
      throws IOException, InterruptedException {
    return restore(config, database, target, dump);
  }

  Transfer restore(MysqlConfig config, String database, String target, byte[] bytes)
      throws IOException, InterruptedException {
    var request =
        new RestoreRequest(
            database,
            Optional.of(target),
            false,
            info == null ? java.util.Map.of() : info.properties());
    try (var host = LocalHost.open(folder.resolve("restore"))) {
      driver.restore(config, request, new ByteArrayInputStream(bytes), host);
      warnings.addAll(host.warnings());
    }
    return this;
  }
}
