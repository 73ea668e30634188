package digital.vya.backup.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A plain dump made up at random, whose data, strings, names, comments and bodies hold everything
 * that a filter of statements could take for a statement; and the same without what really is one.
 */
final class RandomDump {

  private static final List<String> DANGERS =
      List.of(
          "DROP DATABASE x;",
          "CREATE DATABASE \"x y\" WITH TEMPLATE = template0;",
          "ALTER DATABASE x SET a TO 'b';",
          "\\connect x",
          "\n\\connect -reuse-previous=on \"dbname='x'\"\n",
          "\\! touch /tmp/x",
          "\\restrict abc",
          "\n\\unrestrict abc\n",
          "CREATE ROLE r;",
          "DROP USER r;",
          "COMMENT ON DATABASE x IS 'y';",
          "GRANT ALL ON DATABASE x TO y;",
          "REVOKE ALL ON DATABASE x FROM PUBLIC;",
          "GRANT r TO s;",
          "SET transaction_timeout = 0;",
          "SET standard_conforming_strings = off;",
          "COPY t FROM stdin;\n",
          "\n;\nDROP DATABASE x;\n",
          "-- PostgreSQL database dump complete",
          "\n-- \n",
          "/* ",
          " */",
          "$$",
          "$x$",
          "$",
          "BEGIN",
          "END;",
          "COMMIT;",
          "CASE",
          "E",
          "U&",
          "(",
          ")",
          ";",
          "\"",
          "'",
          "\\",
          "\t",
          "\n",
          "\r\n",
          "é日",
          "word");

  private static final List<String> STATEMENTS =
      List.of(
          "DROP DATABASE IF EXISTS \"Old; 'x\";",
          "CREATE DATABASE \"x;\" WITH TEMPLATE = template0 ENCODING = 'U;TF8' LOCALE = 'C';",
          "create /* ; */ database -- ;\n x;",
          "ALTER DATABASE x OWNER TO \"a;b\";",
          "ALTER DATABASE x SET search_path TO '$user', 'a;''b';",
          "ALTER ROLE app IN DATABASE x SET a TO E'\\';';",
          "COMMENT ON DATABASE x IS 'it''s; -- /* $$';",
          "COMMENT ON ROLE x IS ';';",
          "SECURITY LABEL FOR selinux ON DATABASE x IS ';';",
          "GRANT CONNECT, TEMPORARY ON DATABASE x TO \"a;b\";",
          "REVOKE CONNECT,TEMPORARY ON DATABASE \";\" FROM PUBLIC;",
          "GRANT r TO \"s;\" WITH ADMIN OPTION;",
          "GRANT SET ON PARAMETER work_mem TO x;",
          "CREATE ROLE \"x;\";",
          "ALTER USER x WITH PASSWORD ';';",
          "CREATE USER \"x;\";",
          "DROP GROUP x;",
          "CREATE TABLESPACE x LOCATION '/;';",
          "SET transaction_timeout = 0;",
          "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = ';';",
          "SELECT * FROM pg_catalog.pg_restore_relation_stats('relation', ';');",
          "BEGIN;",
          "COMMIT;",
          "\\connect -reuse-previous=on \"dbname='x;'\"",
          "\\c x",
          "\\restrict abcDEF123",
          "\\unrestrict abcDEF123",
          "\\encoding SQL_ASCII");

  private final Random random;
  private final StringBuilder dump = new StringBuilder();
  private final StringBuilder kept = new StringBuilder();
  private boolean standard = true;

  private RandomDump(long seed) {
    random = new Random(seed);
  }

  /** The dump, and what must become of it. */
  record Pair(String dump, String kept) {}

  static Pair of(long seed) {
    var made = new RandomDump(seed);
    made.keep("--\n-- PostgreSQL database dump\n--\n\n");
    for (int n = made.random.nextInt(40); n >= 0; n--) {
      made.piece();
      made.keep(made.one(List.of("\n", "\n\n\n", " \n", "\r\n")));
    }
    made.keep("--\n-- PostgreSQL database dump complete\n--\n\n");
    return new Pair(made.dump.toString(), made.kept.toString());
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void keep(String text) {
    dump.append(text);
    kept.append(text);
  }

  private void piece() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        String statement = one(STATEMENTS);
        dump.append(standard ? statement : statement.replace("E'\\'", "'x"));
      }
      case 3 ->
          keep("COPY public.\"" + name() + "\" (a, \"" + name() + "\") FROM stdin;\n" + rows());
      case 4 -> keep("INSERT INTO t VALUES (1, " + string() + ", " + string() + ");");
      case 5 -> keep(function());
      case 6 -> keep("CREATE VIEW \"" + name() + "\" AS SELECT " + string() + " AS x;");
      case 7 -> keep("/*" + chaos().replaceAll("/\\*|\\*/|/$", "") + "/* x */ */");
      case 8 -> keep("--" + chaos().replaceAll("[\r\n]", " "));
      case 9 -> keep("COMMENT ON TABLE t /* DATABASE */ IS " + string() + ";");
      case 10 -> {
        standard = random.nextBoolean();
        keep("SET standard_conforming_strings = " + (standard ? "on" : "off") + ";");
      }
      default -> keep(one(WORDS_ALIKE));
    }
  }

  private static final List<String> WORDS_ALIKE =
      List.of(
          "CREATE USER MAPPING FOR postgres SERVER s OPTIONS (\"user\" 'x');",
          "ALTER TABLE \"DATABASE\" OWNER TO postgres;",
          "GRANT SELECT(a, \"ON\"),UPDATE(b) ON TABLE public.database TO x WITH GRANT OPTION;",
          "REVOKE GRANT OPTION FOR ALL ON SCHEMA public FROM PUBLIC;",
          "ALTER DEFAULT PRIVILEGES FOR ROLE r IN SCHEMA s GRANT SELECT ON TABLES TO x;",
          "CREATE RULE r AS ON INSERT TO t DO INSTEAD (DELETE FROM t; COMMENT ON DATABASE u);",
          "SELECT pg_catalog.setval('public.sq', 1, false);",
          "SELECT pg_catalog.lowrite(0, '\\x616263');",
          "CREATE FUNCTION f() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1"
              + " ELSE 2 END; COMMENT; END;",
          "DROP TABLE IF EXISTS public.database;",
          "SELECT 'a' -- DROP DATABASE x;\n 'b' || a.b[1:2] || $1 || a$b$c;",
          "SET client_encoding = 'UTF8';");

  private String chaos() {
    var text = new StringBuilder();
    for (int n = random.nextInt(9); n > 0; n--) {
      text.append(one(DANGERS));
    }
    return text.toString();
  }

  private String name() {
    return chaos().replace("\"", "\"\"");
  }

  /** A string in one of the ways to write one, with what it holds quoted as that way has it. */
  private String string() {
    String quoted = chaos().replace("'", "''");
    String escaped = quoted.replace("\\", "\\\\");
    return switch (random.nextInt(6)) {
      case 0 -> "E'" + escaped + "\\''";
      case 1 -> "e'" + escaped + "' -- '\n  '\\'" + escaped + "'";
      case 2 -> "'" + (standard ? quoted : escaped) + "'\n'" + (standard ? "\\" : "\\'") + "'";
      case 3 -> "U&'" + quoted + "\\'";
      case 4 -> dollars(chaos());
      default -> "'" + (standard ? quoted + "\\" : escaped + "\\'") + "'";
    };
  }

  private String dollars(String text) {
    String tag = one(List.of("$$", "$x$", "$_1é$", "$body$"));
    // What is within may hold other tags, but not its own: not even with what follows it.
    String body = text.replace(tag, "");
    while (body.contains(tag) || (body + tag).indexOf(tag) < body.length()) {
      body = body.replace("$", "");
    }
    return tag + body + tag;
  }

  private String function() {
    String inner = "BEGIN\n EXECUTE " + dollars(chaos()) + ";\n" + chaos();
    return "CREATE OR REPLACE FUNCTION f() RETURNS text LANGUAGE plpgsql\n    AS "
        + dollars(inner + "\nEND")
        + ";";
  }

  /** Rows as COPY writes them: backslashes and ends of lines never stand for themselves. */
  private String rows() {
    var rows = new ArrayList<String>();
    for (int n = random.nextInt(5); n > 0; n--) {
      String row = chaos().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
      rows.add(row + (random.nextBoolean() ? "\t\\N" : "") + "\n");
    }
    return String.join("", rows) + "\\.\n";
  }
}
