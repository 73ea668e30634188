package digital.vya.backup.testkit;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.TableFingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A driver whose every dump tells fingerprints, to ask of it what is asked of every dump. */
final class Fingerprinting<C extends Record> implements DbmsDriver<C> {

  private final Fingerprints<C> driver;
  private final List<TableFingerprint> told = new CopyOnWriteArrayList<>();

  Fingerprinting(Fingerprints<C> driver) {
    this.driver = driver;
  }

  /** What the last dump told until now. */
  List<TableFingerprint> told() {
    return List.copyOf(told);
  }

  @Override
  public DumpInfo dump(C config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    told.clear();
    return driver.dump(config, what, sink, told::add, host);
  }

  @Override
  public void restore(C config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    driver.restore(config, into, dump, host);
  }

  @Override
  public String name() {
    return driver.name();
  }

  @Override
  public Class<C> configType() {
    return driver.configType();
  }

  @Override
  public ServerInfo check(C config, Host host) throws IOException, InterruptedException {
    return driver.check(config, host);
  }

  @Override
  public List<String> databases(C config, Host host) throws IOException, InterruptedException {
    return driver.databases(config, host);
  }

  @Override
  public String dumpName(C config, String database) {
    return driver.dumpName(config, database);
  }
}
