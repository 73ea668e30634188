package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads along with a dump and hashes the rows of its tables. Statements other than INSERT are
 * followed as a restore does it, so that nothing in a text or in a routine is taken for a row.
 */
final class DumpTables {

  /** What stands for all sequences together. */
  static final String SEQUENCES = "(sequences)";

  private static final int HEAD_MAX = 1 << 16;

  /** Holds the longest name of a table. */
  private static final int PEEK = 1024;

  private static final String NAME = "`((?:[^`]|``)+)`";
  private static final Pattern INSERT =
      Pattern.compile("(?:INSERT|REPLACE) +(?:IGNORE +)?INTO +" + NAME + "(?=[ (\n])");
  private static final Pattern CREATE =
      Pattern.compile("\\ACREATE TABLE (?:IF NOT EXISTS )?" + NAME);
  private static final Pattern SEQUENCE =
      Pattern.compile("(?s)\\A(?:SELECT|DO) SETVAL\\((.*)\\)\\s*;\\z");
  private static final Pattern SETTING = Pattern.compile("\\A(?:/\\*M?![0-9]*\\s*)?SET\\s");

  private final RewriteRules rules;
  private final SqlScanner scanner;
  private final SessionSettings settings;
  private final Map<String, RowHash> tables = new LinkedHashMap<>();
  private final InsertRows rows = new InsertRows();
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final byte[] buf = new byte[HEAD_MAX];
  private int pos;
  private int limit;
  private boolean within;
  private int comment;
  private boolean star;

  DumpTables(Version server) {
    rules = RewriteRules.none().to(server);
    scanner = new SqlScanner(rules);
    settings = new SessionSettings(rules, scanner);
  }

  /** Takes the next bytes of the dump. */
  void read(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int p = offset;
    while (p < end) {
      if (rows.open()) {
        p = rows.read(bytes, p, end);
      } else {
        int n = Math.min(buf.length - limit, end - p);
        System.arraycopy(bytes, p, buf, limit, n);
        limit += n;
        p += n;
        read(false);
      }
    }
  }

  /** Those of all tables, once the dump is complete. */
  List<TableFingerprint> all() {
    read(true);
    if (within || rows.open() || pos < limit) {
      throw BackupException.data("the dump ends in the middle of a statement");
    }
    return tables.entrySet().stream().map(e -> e.getValue().fingerprint(e.getKey())).toList();
  }

  private void read(boolean eof) {
    int before = -1;
    while (pos < limit && before != pos) {
      before = pos;
      if (rows.open()) {
        pos = rows.read(buf, pos, limit);
      } else if (within) {
        statement(eof);
      } else if (comment != 0) {
        comment(comment);
      } else {
        between(eof);
      }
    }
    System.arraycopy(buf, pos, buf, 0, limit - pos);
    limit -= pos;
    pos = 0;
  }

  /** Passes over a comment, up to the end of a line, or of the comment for a slash. */
  private void comment(int end) {
    comment = end;
    while (pos < limit && comment != 0) {
      byte b = buf[pos++];
      comment = b == end && (end == '\n' || star) ? 0 : end;
      star = b == '*';
    }
  }

  private void between(boolean eof) {
    while (pos < limit && buf[pos] >= 0 && buf[pos] <= ' ') {
      pos++;
    }
    if (pos == limit || (!eof && limit - pos < PEEK)) {
      return;
    }
    String next = new String(buf, pos, Math.min(PEEK, limit - pos), StandardCharsets.ISO_8859_1);
    Matcher insert = INSERT.matcher(next);
    if (insert.lookingAt()) {
      pos += insert.end();
      rows.begin(table(insert.group(1)));
    } else if (next.startsWith("DELIMITER ")) {
      scanner.delimiter =
          next.lines()
              .findFirst()
              .orElse(next)
              .substring(10)
              .strip()
              .getBytes(StandardCharsets.ISO_8859_1);
      comment('\n');
    } else if (SqlScanner.dashes(buf, pos, limit)
        || next.matches("(?s)(?:#|/\\*M?!999999\\\\-).*")) {
      comment('\n');
    } else if (next.startsWith("/*") && SqlToken.opening(next, 0) == 0) {
      pos += 2;
      star = false;
      comment('/');
    } else {
      within = true;
      statement(eof);
    }
  }

  private RowHash table(String latin) {
    String name = latin.replace("``", "`");
    return tables.computeIfAbsent(
        new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
        key -> new RowHash());
  }

  private void statement(boolean eof) {
    int from = pos;
    pos = scanner.scan(buf, pos, limit, eof);
    head.write(buf, from, Math.min(pos - from, HEAD_MAX - head.size()));
    if (scanner.ended) {
      within = false;
      String text = head.toString(StandardCharsets.ISO_8859_1);
      head.reset();
      judge(text);
    }
  }

  private void judge(String statement) {
    Matcher create = CREATE.matcher(statement);
    Matcher sequence = SEQUENCE.matcher(statement);
    if (create.lookingAt()) {
      table(create.group(1));
    } else if (sequence.matches()) {
      byte[] value = sequence.group(1).getBytes(StandardCharsets.ISO_8859_1);
      table(SEQUENCES).row(value, 0, value.length);
    } else if (SETTING.matcher(statement).lookingAt()) {
      settings.apply(SqlToken.of(statement, scanner.mode, rules));
    }
  }
}
