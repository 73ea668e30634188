import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What bin/quickstart backs up: `create FILE` makes a small shop, `print FILE` writes it as text. */
final class SampleDatabase {
  public static void main(String[] arguments) throws SQLException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: SampleDatabase.java create|print FILE");
    }
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + arguments[1]);
        Statement statement = database.createStatement()) {
      switch (arguments[0]) {
        case "create" -> create(statement);
        case "print" -> print(statement);
        default -> throw new IllegalArgumentException("create or print, not " + arguments[0]);
      }
    }
  }

  private static void create(Statement statement) throws SQLException {
    statement.executeUpdate("create table customer(id integer primary key, name text, photo blob)");
    statement.executeUpdate(
        "insert into customer values (1, 'Ana \u00c7elik', x'00ff10'), (2, 'O''Brien', null)");
    statement.executeUpdate(
        "create table purchase(id integer primary key, customer references customer, total real)");
    statement.executeUpdate(
        "insert into purchase with recursive n(i) as (select 1 union all select i + 1 from n"
            + " where i < 10000) select i, 1 + i % 2, i / 7.0 from n");
    statement.executeUpdate("create index purchase_customer on purchase(customer)");
  }

  private static void print(Statement statement) throws SQLException {
    show(statement, "select type || ' ' || name || ': ' || sql from sqlite_schema order by 1");
    show(
        statement,
        "select id || ' ' || quote(name) || ' ' || quote(photo) from customer order by id");
    show(
        statement,
        "select id || ' ' || customer || ' ' || quote(total) from purchase order by id");
  }

  private static void show(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        System.out.println(rows.getString(1));
      }
    }
  }

  private SampleDatabase() {}
}
