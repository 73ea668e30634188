package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.util.Optional;
import java.util.Set;

/** The rules for a restore to one server: what the settings ask for, and what the server knows. */
final class Rewriting {

  private Rewriting() {}

  static RewriteRules rules(MysqlConfig config, Server server, Host host) {
    return new RewriteRules(
        definers(config, server, host),
        Optional.empty(),
        Optional.of(server.version()),
        // The client is kept from the file system by other means, and older ones do not know it.
        false,
        server.collations(),
        config.collationMap(),
        true,
        host::warn,
        RewriteRules.Events.AS_DUMPED,
        Optional.empty());
  }

  private static RewriteRules.Definers definers(MysqlConfig config, Server server, Host host) {
    Optional<Set<String>> accounts = accounts(config, server);
    return definer -> {
      String mapped = config.definerMap().get(definer);
      if (mapped != null) {
        return Optional.of(mapped);
      }
      boolean missing = accounts.filter(all -> !exists(definer, all)).isPresent();
      return switch (config.definers()) {
        case KEEP -> {
          if (missing) {
            host.warn(
                "the definer "
                    + definer
                    + " does not exist on the server, so what it defines cannot be used: restore"
                    + " the globals, or set definers to strip_missing");
          }
          yield Optional.of(definer);
        }
        case STRIP_MISSING -> missing ? Optional.empty() : Optional.of(definer);
        case STRIP -> Optional.empty();
      };
    };
  }

  /** A definer without a host is a role. */
  private static boolean exists(String definer, Set<String> accounts) {
    return accounts.contains(definer) || accounts.contains(definer + "@");
  }

  private static Optional<Set<String>> accounts(MysqlConfig config, Server server) {
    try {
      return Optional.of(server.accounts());
    } catch (BackupException e) {
      if (config.definers() == MysqlConfig.Definers.STRIP_MISSING) {
        throw BackupException.configuration(
            "user "
                + config.user()
                + " may not see which accounts exist, which definers strip_missing needs; run GRANT"
                + " SELECT ON mysql.user TO it, or set definers to strip or keep");
      }
      return Optional.empty();
    }
  }
}
