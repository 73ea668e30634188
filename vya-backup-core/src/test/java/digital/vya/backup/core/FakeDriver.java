package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** An engine whose databases are texts, and whose behaviour a test can change. */
final class FakeDriver implements Globals<FakeDriver.Config> {

  public record Config() {}

  final Map<String, String> databases = new ConcurrentHashMap<>();
  final Map<String, String> restored = new ConcurrentHashMap<>();
  volatile Dump dump =
      (database, sink, host) ->
          sink.write(databases.getOrDefault(database, "").getBytes(StandardCharsets.UTF_8));
  volatile String warning = "";
  volatile Listing listing = () -> List.copyOf(new TreeMap<>(databases).keySet());

  interface Dump {
    void to(String database, OutputStream sink, Host host) throws IOException, InterruptedException;
  }

  interface Listing {
    List<String> names() throws IOException, InterruptedException;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public ServerInfo check(Config config, Host host) {
    return new ServerInfo("Fake", "1", List.of());
  }

  @Override
  public List<String> databases(Config config, Host host) throws IOException, InterruptedException {
    if (!warning.isEmpty()) {
      host.warn(warning);
    }
    return listing.names();
  }

  @Override
  public String dumpName(Config config, String database) {
    return database + ".txt";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    dump.to(what.database(), sink, host);
    return new DumpInfo("1", "fake 1", Map.of("owner", "me"));
  }

  @Override
  public void restore(Config config, RestoreRequest into, InputStream in, Host host)
      throws IOException {
    if (restored.containsKey(into.targetDatabase()) && !into.replace()) {
      throw BackupException.configuration(into.targetDatabase() + " exists");
    }
    restored.put(into.targetDatabase(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  @Override
  public String globalsDumpName(Config config) {
    return "globals.txt";
  }

  @Override
  public DumpInfo dumpGlobals(Config config, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    sink.write("roles".getBytes(StandardCharsets.UTF_8));
    return new DumpInfo("1", "fake 1", Map.of());
  }

  @Override
  public void restoreGlobals(Config config, InputStream in, Host host) throws IOException {
    restored.put("", new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }
}
