package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump as another server can take it. Data statements (INSERT, REPLACE) pass unchanged at any
 * length; others are held whole, up to 16 MiB, and rewritten by {@link RewriteRules}. Refused with
 * a {@link BackupException}: statements that no dump tool writes ({@code system}, {@code source}),
 * backslash commands outside quotes, and a stream that ends before its end mark.
 */
final class DumpRewriter extends InputStream {

  private static final int HELD_MAX = 16 << 20;

  /** Holds the longest name of a table. */
  private static final int PEEK = 512;

  private static final byte[] END = "-- Dump completed".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern HEADER = Pattern.compile("-- Host: .* {4}Database: ([^\r\n]*)\r?\n");

  private static final Pattern DATA =
      Pattern.compile("(?:/\\*M?![0-9]*\\s*)?(?:INSERT|REPLACE)[\\s`/]");

  private static final Pattern INTO =
      Pattern.compile(
          "\\A(?:/\\*M?![0-9]*\\s*)?(?:INSERT|REPLACE)\\s+(?:(?:DELAYED|IGNORE)\\s+)*INTO\\s+(`(?:``|[^`])+`|[\\w$]+)"
              + "\\s*(?:\\(|VALUES)",
          Pattern.CASE_INSENSITIVE);

  private final InputStream source;
  private final RewriteRules rules;
  private final SqlScanner scanner;
  private final StatementRewriter statements;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final byte[] buf;
  private int pos;
  private int limit;
  private boolean eof;
  private boolean within;
  private boolean complete;
  private boolean skipped;
  private boolean first = true;
  private boolean atLineStart = true;
  private byte[] out = new byte[0];
  private int outPos;
  private int outLimit;

  DumpRewriter(InputStream source, RewriteRules rules) {
    this(source, rules, 1 << 16);
  }

  DumpRewriter(InputStream source, RewriteRules rules, int bufferSize) {
    this.source = source;
    this.rules = rules;
    this.buf = new byte[Math.max(bufferSize, 0) + PEEK];
    this.scanner = new SqlScanner(rules);
    this.statements = new StatementRewriter(rules, scanner);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (outPos == outLimit) {
      if (!produce()) {
        return -1;
      }
    }
    int n = Math.min(length, outLimit - outPos);
    System.arraycopy(out, outPos, target, offset, n);
    outPos += n;
    return n;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private boolean produce() throws IOException {
    fill();
    if (pos == limit) {
      if (within || scanner.inside() || !complete) {
        throw incomplete();
      }
      statements.schemas().end();
      return false;
    }
    if (!within) {
      between();
    } else {
      statement();
    }
    return true;
  }

  private static BackupException incomplete() {
    return BackupException.data(
        "the dump ends before its end mark, so it is incomplete; restore an earlier backup");
  }

  private void fill() throws IOException {
    System.arraycopy(buf, pos, buf, 0, limit - pos);
    limit -= pos;
    pos = 0;
    while (!eof && limit < (within ? SqlScanner.LOOKAHEAD : PEEK)) {
      int n = source.read(buf, limit, buf.length - limit);
      eof = n < 0;
      limit += Math.max(n, 0);
    }
  }

  private void between() throws IOException {
    if (first) {
      FileKind.require(buf, pos, limit);
    }
    int c = buf[pos];
    if (c >= 0 && c <= ' ') {
      atLineStart = c == '\n';
      emit(buf, pos, ++pos);
      return;
    }
    String head = SqlScanner.word(buf, pos, Math.min(limit, pos + PEEK));
    if (first && (head.startsWith("/*!999999\\-") || head.startsWith("/*M!999999\\-"))) {
      sandbox();
    } else if (c == '#' || SqlScanner.dashes(buf, pos, limit)) {
      boolean mark = atLineStart && SqlScanner.starts(buf, pos, limit, END);
      byte[] line = through('\n');
      header(line);
      complete = mark && line[line.length - 1] == '\n';
      atLineStart = true;
      emitted(line);
    } else if (head.startsWith("DELIMITER ")) {
      complete = false;
      delimiter();
      atLineStart = true;
    } else if (head.startsWith("/*") && SqlToken.opening(head, 0) == 0) {
      complete = false;
      atLineStart = false;
      emitted(through('/'));
    } else {
      complete = false;
      atLineStart = false;
      within = true;
      scanner.data = DATA.matcher(head).lookingAt();
      if (scanner.data) {
        data();
      }
    }
    first = false;
  }

  /** Its name is not in upper case as the word before it. */
  private void data() {
    skipped = statements.schemas().skipping();
    if (skipped) {
      return;
    }
    statements.schemas().settle();
    int to = Math.min(limit, pos + PEEK);
    Matcher into = INTO.matcher(new String(buf, pos, to - pos, StandardCharsets.ISO_8859_1));
    if (!into.lookingAt()) {
      throw SqlScanner.refused("an INSERT into what is no table of its own database");
    }
    skipped = rules.choice().map(choice -> !choice.wantsRows(into.group(1))).orElse(false);
  }

  private void header(byte[] line) {
    Matcher header = HEADER.matcher(new String(line, StandardCharsets.ISO_8859_1));
    if (header.matches()) {
      statements.schemas().header(header.group(1));
    }
  }

  private void sandbox() throws IOException {
    byte[] line = through('\n');
    String text = SqlScanner.word(line, 0, line.length).strip();
    if (!text.matches("/\\*M?!999999\\\\- ENABLE THE SANDBOX MODE \\*/")) {
      throw SqlScanner.refused("an unknown first line");
    }
    if (rules.keepSandbox()) {
      emitted(line);
    }
  }

  private void delimiter() throws IOException {
    byte[] line = through('\n');
    String text = new String(line, StandardCharsets.ISO_8859_1).substring(10).strip();
    if (!text.equals(";") && !text.equals(";;")) {
      throw SqlScanner.refused("an unusual DELIMITER");
    }
    scanner.delimiter = text.getBytes(StandardCharsets.ISO_8859_1);
    emitted(line);
  }

  /** The bytes up to the end of a line, or of a comment for a slash. */
  private byte[] through(int end) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int before = 0;
    while (pos < limit) {
      byte b = buf[pos++];
      text.write(b);
      if (text.size() > HELD_MAX) {
        throw SqlScanner.refused("a comment of over 16 MiB");
      }
      if (b == end && (end == '\n' || (before == '*' && text.size() > 3))) {
        return text.toByteArray();
      }
      before = b;
      if (pos == limit) {
        fill();
      }
    }
    if (end != '\n') {
      throw incomplete();
    }
    return text.toByteArray();
  }

  private void statement() {
    int from = pos;
    pos = scanner.scan(buf, pos, limit, eof);
    within = !scanner.ended;
    if (scanner.data) {
      emit(buf, skipped ? pos : from, pos);
      return;
    }
    held.write(buf, from, pos - from);
    if (held.size() > HELD_MAX) {
      throw SqlScanner.refused("a statement of over 16 MiB that is not data");
    }
    if (scanner.ended) {
      byte[] whole = held.toByteArray();
      held.reset();
      emitted(statements.rewrite(whole));
    }
  }

  private void emitted(byte[] bytes) {
    emit(bytes, 0, bytes.length);
  }

  private void emit(byte[] bytes, int from, int to) {
    out = bytes;
    outPos = from;
    outLimit = to;
  }
}
