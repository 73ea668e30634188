package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes accounts, roles and grants as statements, one on a line: first all creations, so that
 * whatever a grant names is there, and default roles last.
 */
final class AccountsDump {

  private final Accounts accounts;
  private final Version version;
  private final OutputStream sink;
  private final Host host;
  private final Map<Account, Set<String>> texts = new HashMap<>();
  private final Set<Account> omitted = new HashSet<>();
  private long bytes;

  AccountsDump(Server server, OutputStream sink, Host host) {
    this.version = server.version();
    this.accounts = new Accounts(server, version);
    this.sink = sink;
    this.host = host;
  }

  Version run() throws IOException, InterruptedException {
    accounts.prepare();
    for (List<String> row : accounts.texts()) {
      Account account = new Account(row.get(0), row.get(1));
      texts.computeIfAbsent(account, a -> new HashSet<>()).add(row.get(2));
    }
    List<Account> all = accounts.all();
    write(AccountsFile.header(version, accounts.mode()));
    for (Account account : all) {
      dump(account, "account ", () -> created(account));
    }
    for (Account account : all) {
      dump(account, "grants of ", () -> accounts.grants(account));
    }
    dump(Account.role("PUBLIC"), "grants of ", accounts::grantsOfPublic);
    defaultRoles();
    write(List.of(AccountsFile.END));
    tellWhatIsMissing();
    return version;
  }

  private List<String> created(Account account) {
    List<String> shown = accounts.creations(account);
    if (shown.isEmpty() && accounts.exists(account)) {
      omit(
          account,
          "the server does not use it, as it would if started without skip_name_resolve; drop the"
              + " account if nobody needs it");
    }
    for (String text : texts.getOrDefault(account, Set.of())) {
      String half = text.replace("\\", "\\\\");
      if (shown.stream()
          .noneMatch(
              sql ->
                  sql.contains("'" + half.replace("'", "''") + "'")
                      || sql.contains("'" + half.replace("'", "\\'") + "'"))) {
        throw AccountToken.strange();
      }
    }
    return shown.stream().map(AccountStatement::creation).toList();
  }

  private void dump(Account account, String what, Supplier<List<String>> statements)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while dumping accounts");
    }
    if (omitted.contains(account)) {
      return;
    }
    var lines = new ArrayList<String>();
    try {
      for (String statement : statements.get()) {
        lines.add(AccountStatement.parse(statement).sql() + ";");
      }
    } catch (BackupException e) {
      if (e.reason() != Reason.DATA) {
        throw e;
      }
      omit(
          account,
          "the server writes statements for it that cannot be run, as a name holds a line break or"
              + " a text holds a quote; rename or change it");
      return;
    }
    if (!lines.isEmpty()) {
      lines.add(0, "-- " + what + account.sql());
      write(lines);
    }
  }

  private void omit(Account account, String why) {
    omitted.add(account);
    host.omit("account " + account, why);
  }

  private void defaultRoles() throws IOException, InterruptedException {
    Map<Account, List<String>> roles = new LinkedHashMap<>();
    for (List<String> row : accounts.defaultRoles()) {
      var account = new Account(row.get(0), row.get(1));
      roles.computeIfAbsent(account, a -> new ArrayList<>()).add(row.get(2));
    }
    for (var entry : roles.entrySet()) {
      String account = entry.getKey().sql();
      String names = String.join(", ", entry.getValue());
      String statement =
          accounts.isMysql()
              ? "ALTER USER " + account + " DEFAULT ROLE " + names
              : "SET DEFAULT ROLE " + names + " FOR " + account;
      dump(entry.getKey(), "default roles of ", () -> List.of(statement));
    }
  }

  private void write(List<String> lines) throws IOException {
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    bytes += text.length;
    sink.write(text);
  }

  private void tellWhatIsMissing() {
    for (List<String> row : accounts.withSecondPasswords()) {
      Account account = new Account(row.get(0), row.get(1));
      host.omit(
          "the second password of account " + account,
          "the server does not show it; end the change of passwords with ALTER USER "
              + account
              + " DISCARD OLD PASSWORD");
    }
    if (bytes > AccountsFile.LIMIT) {
      host.warn(
          "the accounts are more than what is restored at once; restore them with the client");
    }
  }
}
