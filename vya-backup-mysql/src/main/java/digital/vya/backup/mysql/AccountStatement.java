package digital.vya.backup.mysql;

import digital.vya.backup.mysql.AccountToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** One of the few statements that accounts are made of. It may hold the hash of a password. */
final class AccountStatement {

  /** What it does. */
  enum Does {
    /** Makes an account or a role. */
    CREATE,
    /** Gives a privilege or a role. */
    GRANT,
    /** Takes from a privilege, for one database. */
    REVOKE,
    /** Sets what comes after creating: default roles, an expired password. */
    ALTER
  }

  private final String sql;
  private final List<AccountToken> tokens;
  private int at;

  private AccountStatement(String sql) {
    this.sql = sql;
    this.tokens = AccountToken.of(sql);
  }

  /** What is known of a statement without looking at it again. */
  record Parsed(Does does, Account about, String sql) {

    /** Without the statement, which may hold the hash of a password. */
    @Override
    public String toString() {
      return does + " " + about;
    }
  }

  /** Reads a statement without its semicolon; refuses any that a dump does not hold. */
  static Parsed parse(String sql) {
    return new AccountStatement(sql).parsed();
  }

  private Parsed parsed() {
    if (skip("CREATE", "USER", "IF", "NOT", "EXISTS")) {
      Account account = account();
      require(!account.isRole());
      only(Kind.WORD, Kind.TEXT);
      return new Parsed(Does.CREATE, account, sql);
    }
    if (skip("CREATE", "ROLE", "IF", "NOT", "EXISTS")) {
      Account account = account();
      require(account.isRole() && !account.isPublic());
      return end(new Parsed(Does.CREATE, account, sql));
    }
    if (skip("GRANT")) {
      to("TO");
      Account account = account();
      if (!skip("WITH", "GRANT", "OPTION")) {
        skip("WITH", "ADMIN", "OPTION");
      }
      return end(new Parsed(Does.GRANT, account, sql));
    }
    if (skip("REVOKE")) {
      to("FROM");
      return end(new Parsed(Does.REVOKE, account(), sql));
    }
    return altering();
  }

  private Parsed altering() {
    if (skip("SET", "DEFAULT", "ROLE")) {
      account();
      require(skip("FOR"));
      return end(new Parsed(Does.ALTER, account(), sql));
    }
    require(skip("ALTER", "USER"));
    Account account = account();
    if (skip("DEFAULT", "ROLE")) {
      roles();
      return end(new Parsed(Does.ALTER, account, sql));
    }
    require(skip("PASSWORD", "EXPIRE"));
    only(Kind.WORD, Kind.WORD);
    return new Parsed(Does.ALTER, account, sql);
  }

  /** What {@code SHOW CREATE USER} gave, without default roles, which may not be there yet. */
  static String creation(String shown) {
    var statement = new AccountStatement(shown);
    String sql = shown.strip();
    for (int n = 0; n + 2 < statement.tokens.size(); n++) {
      statement.at = n;
      if (statement.skip("DEFAULT", "ROLE")) {
        statement.roles();
        int end = statement.tokens.get(statement.at - 1).end();
        sql = shown.substring(0, statement.tokens.get(n).start()) + shown.substring(end).strip();
        break;
      }
    }
    return sql.replaceFirst("\\ACREATE (USER|ROLE) ", "CREATE $1 IF NOT EXISTS ");
  }

  /** What {@code SHOW GRANTS} gave, without what MariaDB repeats of the account itself. */
  static String grant(String shown) {
    var statement = new AccountStatement(shown);
    if (!statement.skip("GRANT")) {
      return shown.strip();
    }
    statement.to("TO");
    statement.account();
    String sql = shown.substring(0, statement.tokens.get(statement.at - 1).end());
    for (; statement.at < statement.tokens.size(); statement.at++) {
      if (statement.skip("GRANT", "OPTION")) {
        return sql + " WITH GRANT OPTION";
      }
      if (statement.skip("ADMIN", "OPTION")) {
        return sql + " WITH ADMIN OPTION";
      }
    }
    return sql;
  }

  /** What fails if the account is there, under whatever spelling of its name. */
  static String creationOfNew(String creation) {
    return creation.replaceFirst("\\ACREATE (USER|ROLE) IF NOT EXISTS ", "CREATE $1 ");
  }

  /** A statement of the same form without any hash: a server may log what it cannot parse. */
  static String masked(String sql) {
    var masked = new StringBuilder();
    int from = 0;
    for (AccountToken token : AccountToken.of(sql)) {
      boolean hex = token.kind() == Kind.WORD && token.value().startsWith("0x");
      if (hex || token.kind() == Kind.TEXT) {
        masked.append(sql, from, token.start()).append(hex ? "0x78" : "'x'");
        from = token.end();
      }
    }
    return masked.append(sql, from, sql.length()).toString();
  }

  /** A grant of several privileges or roles as one statement for each. */
  static List<String> parts(String grant) {
    var statement = new AccountStatement(grant);
    require(statement.skip("GRANT"));
    int from = statement.tokens.get(1).start();
    int depth = 0;
    var privileges = new ArrayList<String>();
    for (AccountToken token : statement.tokens) {
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      boolean last = token.is("ON") || token.is("TO");
      if (depth == 0 && (last || token.is(","))) {
        privileges.add(grant.substring(from, token.start()).strip());
        from = last ? token.start() : token.end();
      }
      if (last) {
        break;
      }
    }
    String rest = grant.substring(from);
    return privileges.stream().map(privilege -> "GRANT " + privilege + " " + rest).toList();
  }

  private boolean skip(String... words) {
    for (int n = 0; n < words.length; n++) {
      if (at + n >= tokens.size() || !tokens.get(at + n).is(words[n])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  private Account account() {
    if (skip("PUBLIC")) {
      return Account.role("PUBLIC");
    }
    String user = name();
    return skip("@") ? new Account(user, name()) : Account.role(user);
  }

  private String name() {
    require(at < tokens.size());
    Kind kind = tokens.get(at).kind();
    // MySQL before 8.0 writes names as texts.
    require(kind == Kind.NAME || kind == Kind.TEXT);
    return tokens.get(at++).value();
  }

  private void roles() {
    account();
    while (skip(",")) {
      account();
    }
  }

  /** Passes over what is granted, and the word. */
  private void to(String word) {
    while (!skip(word)) {
      require(at < tokens.size() && tokens.get(at).kind() != Kind.TEXT);
      at++;
    }
  }

  private void only(Kind one, Kind other) {
    require(
        tokens.subList(at, tokens.size()).stream()
            .allMatch(token -> token.kind() == one || token.kind() == other));
  }

  private Parsed end(Parsed parsed) {
    require(at == tokens.size());
    return parsed;
  }

  private static void require(boolean expected) {
    if (!expected) {
      throw AccountToken.strange();
    }
  }
}
