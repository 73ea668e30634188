package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.mysql.AccountStatement.Does;
import digital.vya.backup.mysql.AccountStatement.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores accounts and grants. What exists is left as it is; what one server does not know is
 * told. Where a restore fails, the accounts that it made are dropped again.
 */
final class AccountsRestore {

  /** What will fail for all other statements, too: privileges, and servers that are read-only. */
  private static final Set<Integer> FATAL = Set.of(1290, 1836);

  private static final Set<Integer> FORBIDDEN = Set.of(1044, 1045, 1142, 1227);

  /** No such table, routine, column or database. */
  private static final Set<Integer> MISSING = Set.of(1049, 1054, 1146, 1305);

  /** Hardly anything else lets a creation fail in this way. */
  private static final int EXISTS = 1396;

  private static final int SYNTAX = 1064;
  private static final int NO_PLUGIN = 1524;
  private static final Set<Integer> OTHER_PASSWORDS = Set.of(1372, 1827);

  private final Server server;
  private final Accounts accounts;
  private final Host host;
  private final Set<Account> untouched = new HashSet<>();
  private final List<Account> created = new ArrayList<>();

  AccountsRestore(Server server, Host host) {
    this.server = server;
    this.accounts = new Accounts(server, server.version());
    this.host = host;
  }

  void run(InputStream dump) throws IOException, InterruptedException {
    List<Parsed> statements = AccountsFile.read(dump);
    accounts.prepare();
    leaveWhatExists(statements);
    leaveWhatWouldGetMore(statements);
    boolean done = false;
    try {
      for (Parsed statement : statements) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while restoring accounts");
        }
        if (!untouched.contains(statement.about())) {
          restore(statement);
        }
      }
      done = true;
    } finally {
      if (!done) {
        created.forEach(this::drop);
      }
    }
  }

  private void leaveWhatExists(List<Parsed> statements) {
    Set<Account> existing = new HashSet<>();
    accounts.all().forEach(account -> existing.add(account.meant()));
    for (Parsed statement : statements) {
      Account account = statement.about();
      // A role of MariaDB becomes one of everywhere on MySQL.
      boolean exists =
          account.meant().isOwn()
              || existing.contains(account.meant())
              || (accounts.isMysql()
                  && account.isRole()
                  && existing.contains(new Account(account.meant().user(), "%")));
      if (account.isPublic() ? !accounts.grantsOfPublic().isEmpty() : exists) {
        leave(account);
      }
    }
  }

  private void leave(Account account) {
    if (untouched.add(account)) {
      host.warn(
          "the account "
              + account
              + " exists and was left as it is, with its password and grants; drop it and restore"
              + " again if it should be as in the backup");
    }
  }

  /** A grant that is not restricted gives more than it did. */
  private void leaveWhatWouldGetMore(List<Parsed> statements) {
    List<Account> restricted =
        statements.stream()
            .filter(statement -> statement.does() == Does.REVOKE)
            .map(Parsed::about)
            .filter(account -> !untouched.contains(account))
            .distinct()
            .toList();
    if (!restricted.isEmpty() && !accounts.hasPartialRevokes()) {
      for (Account account : restricted) {
        untouched.add(account);
        host.omit(
            "account " + account,
            "partial revokes are off on this server, and it would get more privileges than it had;"
                + " run SET PERSIST partial_revokes = ON and restore again");
      }
    }
  }

  private void restore(Parsed statement) {
    if (statement.does() == Does.CREATE) {
      create(statement.about(), AccountStatement.creationOfNew(statement.sql()));
    } else {
      tried(statement.sql()).ifPresent(refused -> inParts(statement, refused));
    }
  }

  private void create(Account account, String sql) {
    Optional<SQLException> refused = unparsed(sql).or(() -> tried(sql));
    if (refused.isEmpty()) {
      created.add(account);
    } else if (refused.get().getErrorCode() == EXISTS) {
      leave(account);
    } else {
      untouched.add(account);
      host.omit("account " + account, notCreated(refused.get()));
    }
  }

  /** Servers repeat what they cannot parse, and drivers log that: no hash may be in there. */
  private Optional<SQLException> unparsed(String sql) {
    String masked = Sql.literal(AccountStatement.masked(sql));
    return tried("PREPARE vya_backup FROM " + masked).filter(e -> e.getErrorCode() == SYNTAX);
  }

  /** Without what the server says of the statement, which may hold the hash of a password. */
  private static String notCreated(SQLException e) {
    int number = e.getErrorCode();
    String told = "this server refuses it with error " + number;
    if (number == NO_PLUGIN) {
      return told + ": its authentication plugin is not loaded; load it and restore again";
    }
    return OTHER_PASSWORDS.contains(number)
        ? told + ": it knows no such password hash; create the account by hand"
        : told + ", as it may be of another kind or version; create the account by hand";
  }

  /** A privilege that one server does not know should not take the others with it. */
  private void inParts(Parsed statement, SQLException refused) {
    List<String> parts =
        statement.does() == Does.GRANT
            ? AccountStatement.parts(statement.sql())
            : List.of(statement.sql());
    if (parts.size() == 1) {
      warn(statement.sql(), refused);
      return;
    }
    for (String part : parts) {
      tried(part).ifPresent(again -> warn(part, again));
    }
  }

  private void warn(String statement, SQLException refused) {
    String todo =
        MISSING.contains(refused.getErrorCode())
            ? "restore the databases, then run it: "
            : "run what this server can: ";
    host.warn("a grant was not restored: " + said(refused) + "; " + todo + statement);
  }

  private static String said(SQLException e) {
    String text = String.valueOf(e.getMessage());
    return text.replaceAll("\\p{Cntrl}", " ").strip();
  }

  /** What the server refuses; throws where nothing else would work either. */
  private Optional<SQLException> tried(String sql) {
    return server.with(
        c -> {
          try (Statement statement = c.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            return Optional.<SQLException>empty();
          } catch (SQLException e) {
            boolean creating = sql.startsWith("CREATE ");
            if (isFatal(e) || (creating && FORBIDDEN.contains(e.getErrorCode()))) {
              throw e;
            }
            return Optional.of(e);
          }
        });
  }

  private static boolean isFatal(SQLException e) {
    return FATAL.contains(e.getErrorCode()) || String.valueOf(e.getSQLState()).startsWith("08");
  }

  private void drop(Account account) {
    String sql = (account.isRole() ? "DROP ROLE " : "DROP USER ") + account.sql();
    try {
      if (tried(sql).isEmpty()) {
        return;
      }
    } catch (BackupException e) {
      // The restore failed already, and says why.
    }
    host.warn("the account " + account + " may lack grants; drop it before restoring again");
  }
}
