package digital.vya.backup.postgres;

import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.TableFingerprint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes a plain dump on and hashes the rows of each table. Values of sequences are rows of {@code
 * (sequences)}; each large object with its number is a row of {@code (large objects)}.
 */
final class TableHashes extends FilterOutputStream implements DumpParts.Taker {

  static final String SEQUENCES = "(sequences)";
  static final String LARGE_OBJECTS = "(large objects)";

  private static final String IDENTIFIER = "(\"(?:[^\"]|\"\"){0,130}\"|[^\\s\".(;]+)";
  private static final String NAME = IDENTIFIER + "(?:\\." + IDENTIFIER + ")?";
  private static final Pattern COPY =
      Pattern.compile("COPY " + NAME + " (\\(.*\\))? ?FROM .*", Pattern.DOTALL);
  private static final Pattern HEIR =
      Pattern.compile("CREATE (?:UNLOGGED )?TABLE " + NAME + " .*\nINHERITS \\(.*", Pattern.DOTALL);
  private static final Pattern COLUMN = Pattern.compile(IDENTIFIER.replace(".(", ",()"));
  private static final Pattern ENCODING =
      Pattern.compile("SET client_encoding = '([A-Z][A-Za-z0-9_]*)';");

  private static final String FUNCTION = "SELECT pg_catalog.";
  private static final String SETVAL = "setval(";
  private static final String OPEN = "lo_open('";
  private static final String WRITE = "lowrite(0, '";
  private static final String CLOSE = "lo_close(";

  private final DumpParts parts = new DumpParts(this);
  private final Map<String, RowHash> tables = new TreeMap<>();
  private Charset charset = StandardCharsets.UTF_8;
  private final Set<String> heirs = new HashSet<>();
  private RowHash table = new RowHash();
  private @Nullable AnyColumnOrder columns;

  TableHashes(OutputStream sink) {
    super(sink);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    parts.take(buffer, offset, length);
  }

  /** Tells what was found, once the dump is known to be complete. */
  void tell(Consumer<TableFingerprint> consumer) {
    tables.forEach((name, hash) -> consumer.accept(hash.fingerprint(name)));
  }

  @Override
  public void statement(String text) {
    int start = DumpParts.start(text);
    if (text.startsWith(FUNCTION, start)) {
      function(text, start + FUNCTION.length());
    } else if (text.startsWith("COPY ", start)) {
      copy(COPY.matcher(text).region(start, text.length()));
    } else if (text.startsWith("CREATE ", start)) {
      Matcher heir = HEIR.matcher(text).region(start, text.length());
      if (heir.matches()) {
        heirs.add(name(heir));
      }
    } else if (text.startsWith("SET client_encoding", start)) {
      Matcher encoding = ENCODING.matcher(text).region(start, text.length());
      charset = encoding.matches() ? charset(encoding.group(1)) : charset;
    }
  }

  private void copy(Matcher copy) {
    if (copy.matches()) {
      String name = name(copy);
      String list = copy.group(3);
      table = hash(name);
      columns = list != null && heirs.contains(name) ? columns(table, list) : null;
    }
  }

  private static AnyColumnOrder columns(RowHash table, String list) {
    return new AnyColumnOrder(
        table,
        COLUMN
            .matcher(list)
            .results()
            .map(column -> (column.group() + '\t').getBytes(StandardCharsets.ISO_8859_1))
            .toList());
  }

  private void function(String text, int at) {
    if (text.startsWith(SETVAL, at)) {
      add(hash(SEQUENCES), text.substring(at + SETVAL.length()));
      hash(SEQUENCES).endRow();
    } else if (text.startsWith(OPEN, at)) {
      int number = at + OPEN.length();
      add(hash(LARGE_OBJECTS), text.substring(number, text.indexOf('\'', number)) + ' ');
    } else if (text.startsWith(WRITE, at)) {
      // Nothing but digits after the x: how much a statement takes does not matter.
      int digits = text.indexOf('x', at + WRITE.length()) + 1;
      add(hash(LARGE_OBJECTS), text.substring(digits, text.indexOf('\'', digits)));
    } else if (text.startsWith(CLOSE, at)) {
      hash(LARGE_OBJECTS).endRow();
    }
  }

  private static void add(RowHash hash, String latin) {
    byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
    hash.add(bytes, 0, bytes.length);
  }

  /** One table may come in several parts. */
  private RowHash hash(String name) {
    return tables.computeIfAbsent(name, any -> new RowHash());
  }

  private String name(Matcher copy) {
    String first = part(copy.group(1));
    return copy.group(2) == null ? first : first + '.' + part(copy.group(2));
  }

  /** Without quotes, unless that could be taken for something else. */
  private String part(String identifier) {
    String name = new String(identifier.getBytes(StandardCharsets.ISO_8859_1), charset);
    String bare =
        name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    return bare.contains(".") || bare.contains("\"") ? Sql.identifier(bare) : bare;
  }

  /** By PostgreSQL's name of an encoding; what Java does not know is shown as Latin-1. */
  private static Charset charset(String encoding) {
    String name =
        encoding
            .replaceFirst("^UTF8$", "UTF-8")
            .replaceFirst("^LATIN([1-4])$", "ISO-8859-$1")
            .replaceFirst("^LATIN9$", "ISO-8859-15")
            .replaceFirst("^WIN(?=\\d)", "windows-")
            .replaceFirst("^EUC_", "EUC-");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
  }

  @Override
  public void other(byte[] bytes, int from, int count) {
    // Nothing with rows in it.
  }

  @Override
  public void row(byte[] bytes, int from, int count) {
    if (columns == null) {
      table.add(bytes, from, count);
    } else {
      columns.add(bytes, from, count);
    }
  }

  @Override
  public void endRow() {
    if (columns == null) {
      table.endRow();
    } else {
      columns.endRow();
    }
  }

  @Override
  public void endRows() {
    table = new RowHash();
    columns = null;
  }
}
