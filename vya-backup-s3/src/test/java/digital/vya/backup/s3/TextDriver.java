package digital.vya.backup.s3;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** An engine with one database of many bytes. */
final class TextDriver implements DbmsDriver<TextDriver.Config> {

  public record Config() {}

  volatile int length = 100;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public ServerInfo check(Config config, Host host) {
    return new ServerInfo("Text", "1", List.of());
  }

  @Override
  public List<String> databases(Config config, Host host) {
    return List.of("orders");
  }

  @Override
  public String dumpName(Config config, String database) {
    return database + ".txt";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException {
    sink.write(Objects.random(length));
    return new DumpInfo("1", "text 1", Map.of());
  }

  @Override
  public void restore(Config config, RestoreRequest into, InputStream in, Host host)
      throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
