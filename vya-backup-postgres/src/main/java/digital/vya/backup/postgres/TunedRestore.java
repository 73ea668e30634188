package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreOptions.Kind;
import digital.vya.backup.api.RestoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A restore as its options say; each option is one decision here. */
final class TunedRestore {

  /** What it can do, whatever the format of a dump. */
  static final Set<Kind> OPTIONS = EnumSet.allOf(Kind.class);

  private final PostgresConfig config;
  private final Server server;
  private final Host host;

  TunedRestore(PostgresConfig config, Server server, Host host) {
    this.config = config;
    this.server = server;
    this.host = host;
  }

  void run(RestoreRequest into, RestoreOptions options, InputStream dump)
      throws IOException, InterruptedException {
    refuseUnknown(options);
    InputStream bytes = Loader.markable(dump);
    DumpHead head = DumpHead.of(bytes);
    boolean own = !into.properties().isEmpty();
    Map<String, String> known =
        DumpHead.fitting(own ? into.properties() : head.attributes(), server.version(), host);
    var request = new RestoreRequest(into.database(), into.target(), into.replace(), known);
    boolean rewritten = options.owner().isPresent() || options.direct();
    if (rewritten && head.form() != Form.PLAIN) {
      new Loader(config, host, own, 1, Around.NOTHING)
          .asSql(server.version(), bytes, sql -> restore(request, options, own, sql));
    } else {
      restore(request, options, own, bytes);
    }
  }

  private void restore(RestoreRequest into, RestoreOptions options, boolean own, InputStream dump)
      throws IOException, InterruptedException {
    Map<String, String> properties = into.properties();
    if (!options.isPartial()) {
      new Roles(properties).require(server, options.owner().isPresent());
    }
    InputStream source = dump;
    Around around = Around.NOTHING.withSchemas(Selection.schemasOf(properties));
    if (options.owner().isPresent()) {
      var owner = new Owner(server, options.owner().get());
      properties = owner.of(properties);
      source = owner.of(dump);
      around = options.isPartial() ? around : around.ownedBy(options.owner().get());
    }
    var loader = new Loader(config, host, own, options.jobs(), around);
    var restore = new Restore(config, server, new DatabaseAttributes(properties), loader, host);
    if (options.isPartial()) {
      new PartRestore(config, server, restore, host)
          .run(into.targetDatabase(), into.replace(), options, source);
    } else if (options.direct()) {
      new DirectRestore(config, server, restore)
          .run(into.targetDatabase(), into.replace(), options.recreate(), source);
    } else {
      restore.run(into.targetDatabase(), into.replace(), source);
    }
  }

  private static void refuseUnknown(RestoreOptions options) {
    Set<Kind> unknown = new TreeSet<>(options.asked());
    unknown.removeAll(OPTIONS);
    if (!unknown.isEmpty()) {
      throw BackupException.configuration(
          "a restore of PostgreSQL does not know "
              + unknown.toString().toLowerCase(Locale.ROOT)
              + "; leave that out");
    }
  }
}
