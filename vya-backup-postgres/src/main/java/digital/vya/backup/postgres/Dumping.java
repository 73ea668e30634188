package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One dump, in the format the settings ask for. Only the plain format has an end mark. What stands
 * for it in the others: pg_restore reads a custom archive to its end while it is written; a tar has
 * its list, its script and its closing blocks; a folder has its list, which is written last and
 * which pg_restore reads before the folder is packed.
 */
final class Dumping {

  static final String NAME = "pg_dump";

  private final PostgresConfig config;
  private final Host host;
  private final Clients clients;

  Dumping(PostgresConfig config, Host host) {
    this.config = config;
    this.host = host;
    clients = new Clients(config, host);
  }

  /**
   * Dumps.
   *
   * @param tables told what each table holds; not asked for where empty
   */
  DumpInfo run(String database, OutputStream sink, Optional<Consumer<TableFingerprint>> tables)
      throws IOException, InterruptedException {
    Version version;
    Map<String, String> attributes;
    try (Server server = Server.connect(config)) {
      version = server.version();
      attributes = DatabaseAttributes.of(server, database);
    }
    var arguments = new ArrayList<>(List.of("--no-password"));
    arguments.add("--format=" + config.format().word());
    try (Server there = Server.connect(config, database)) {
      attributes.putAll(Roles.of(there));
      var selection = new Selection(config);
      arguments.addAll(selection.arguments());
      attributes.putAll(selection.properties(there, host));
    }
    Clients.Client client = clients.fitting(NAME, version);
    try {
      write(client, tool(client, database, arguments), sink, tables);
    } catch (ToolFailedException e) {
      throw new Troubles(config).of(e);
    }
    return new DumpInfo(version.toString(), client.toString(), attributes);
  }

  private void write(
      Clients.Client client,
      Tool dump,
      OutputStream sink,
      Optional<Consumer<TableFingerprint>> tables)
      throws IOException, InterruptedException {
    boolean plain = config.format() == PostgresConfig.Format.PLAIN;
    var hashes = new TableHashes(plain ? sink : OutputStream.nullOutputStream());
    Optional<OutputStream> script = tables.map(t -> hashes);
    switch (config.format()) {
      case PLAIN -> {
        var marked = new EndMark(script.orElse(sink));
        host.tools().dump(dump, marked);
        marked.require(EndMark.DATABASE, NAME);
      }
      case CUSTOM -> {
        Tool reader = reader(client, script.map(s -> "--file=-").orElse("--file=/dev/null"));
        OutputStream rows = script.orElse(OutputStream.nullOutputStream());
        new Piped(host).run(dump, in -> host.tools().pass(reader, new Tee(in, sink), rows));
      }
      case TAR -> {
        Untar tar = script.isEmpty() ? Untar.nowhere() : Untar.to(new TarRows(hashes));
        new Piped(host).run(dump, in -> requireTar(tar, new Tee(in, sink)));
      }
      case DIRECTORY -> directory(client, dump, sink, script);
    }
    tables.ifPresent(hashes::tell);
  }

  private Tool tool(Clients.Client client, String database, List<String> arguments) {
    return clients
        .tool(client, database, arguments.toArray(String[]::new))
        // Or the same instants would be written otherwise by a server in another place.
        .with("PGTZ", "UTC");
  }

  private static void requireTar(Untar untar, InputStream tar) throws IOException {
    if (!untar.unpack(tar).contains("restore.sql")) {
      throw BackupException.data(
          NAME + " reported success, but its output does not end as a complete tar does");
    }
  }

  private void directory(
      Clients.Client client, Tool dump, OutputStream sink, Optional<OutputStream> script)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(host.workDir(), "dump").resolve("dump");
    var arguments = new ArrayList<>(dump.arguments());
    arguments.addAll(List.of("--jobs=" + config.jobs(), "--file=" + folder));
    var into = new Tool(dump.executable(), arguments, dump.environment(), dump.secrets());
    host.tools().dump(into, OutputStream.nullOutputStream());
    String how = script.map(s -> "--file=-").orElse("--list");
    host.tools()
        .dump(
            reader(client, how, folder.toString()), script.orElse(OutputStream.nullOutputStream()));
    new Tar(sink).folder(folder);
  }

  /** The pg_restore that belongs to this pg_dump, or else a newer one. */
  private Tool reader(Clients.Client client, String... arguments)
      throws IOException, InterruptedException {
    List<Clients.Client> all = clients.all(Archive.NAME);
    Clients.Client fitting =
        all.stream()
            .filter(c -> c.version().major() == client.version().major())
            .findFirst()
            .orElse(all.get(0));
    return Tool.of(fitting.path(), arguments).with("LC_ALL", "C.UTF-8");
  }

  /** What is read is written, too: it is there before whoever reads it takes it for read. */
  private static final class Tee extends InputStream {

    private final InputStream in;
    private final OutputStream sink;

    Tee(InputStream in, OutputStream sink) {
      this.in = in;
      this.sink = sink;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      if (n > 0) {
        sink.write(buffer, offset, n);
      }
      return n;
    }
  }
}
