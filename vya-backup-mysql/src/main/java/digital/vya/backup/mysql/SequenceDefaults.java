package digital.vya.backup.mysql;

import java.nio.charset.StandardCharsets;

/** MariaDB's defaults that take from a sequence name its database, and do not follow a move. */
final class SequenceDefaults {

  private SequenceDefaults() {}

  /**
   * Changes those of a database.
   *
   * @param from where the sequences were
   * @param to where they and the tables are
   */
  static void move(Server server, String from, String to) {
    Version version = server.version();
    if (version.flavour() != Flavour.MARIADB) {
      return;
    }
    var rules = RewriteRules.none().between(from, to).to(version);
    server.with(
        connection -> {
          String query =
              "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT FROM information_schema.COLUMNS WHERE"
                  + " TABLE_SCHEMA = ? AND INSTR(COLUMN_DEFAULT, ?) > 0";
          try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, to);
            statement.setString(2, Sql.identifier(from) + ".");
            var rows = statement.executeQuery();
            while (rows.next()) {
              String column = Sql.identifier(rows.getString(2));
              String sql =
                  "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT (%s)"
                      .formatted(
                          Sql.identifier(from, rows.getString(1)), column, rows.getString(3));
              server.execute(rewritten(sql, rules));
            }
            return true;
          }
        });
  }

  private static String rewritten(String sql, RewriteRules rules) {
    byte[] statement = sql.getBytes(StandardCharsets.UTF_8);
    var rewriter = new StatementRewriter(rules, new SqlScanner(rules));
    return new String(rewriter.rewrite(statement), StandardCharsets.UTF_8);
  }
}
