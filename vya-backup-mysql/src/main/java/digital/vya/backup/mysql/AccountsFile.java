package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.mysql.AccountStatement.Does;
import digital.vya.backup.mysql.AccountStatement.Parsed;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines of a dump of accounts, which every client can run. */
final class AccountsFile {

  static final String END = "-- vya-backup: all accounts are here";

  /** More than this is not restored: all of it is held in memory. */
  static final long LIMIT = 64L << 20;

  /** Far more than any statement has; taken apart, one is many times as large. */
  private static final int LONGEST = 1 << 20;

  private static final String NAMES = "SET NAMES utf8mb4";
  private static final String MODE = "SET SESSION sql_mode = ";

  private AccountsFile() {}

  static List<String> header(Version version, String mode) {
    return List.of(
        "-- vya-backup: accounts and grants of " + version + "; restore them to an empty server",
        NAMES + ";",
        MODE + "'" + mode + "';");
  }

  /**
   * All statements, once the end was seen.
   *
   * @throws BackupException with reason DATA if anything else is in there, or the end is missing
   */
  static List<Parsed> read(InputStream dump) throws IOException {
    var statements = new ArrayList<Parsed>();
    Set<Account> created = new HashSet<>();
    created.add(Account.role("PUBLIC"));
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var lines = new BufferedReader(new InputStreamReader(new Bounded(dump), decoder));
    try {
      String last = "";
      for (String line = next(lines, last); line != null; line = next(lines, last)) {
        last = line;
        Parsed parsed = parsed(line);
        if (parsed != null) {
          if (parsed.does() == Does.CREATE) {
            created.add(parsed.about());
          } else if (!created.contains(parsed.about())) {
            throw AccountToken.strange();
          }
          statements.add(parsed);
        }
      }
      return statements;
    } catch (CharacterCodingException e) {
      throw damaged();
    }
  }

  /** Null after the end, which must be there and be the end. */
  private static @Nullable String next(BufferedReader lines, String last) throws IOException {
    String line = lines.readLine();
    if (last.equals(END) != (line == null)) {
      throw damaged();
    }
    return line;
  }

  private static @Nullable Parsed parsed(String line) {
    if (line.isEmpty() || line.startsWith("-- ")) {
      return null;
    }
    if (!line.endsWith(";") || line.length() > LONGEST) {
      throw AccountToken.strange();
    }
    String statement = line.substring(0, line.length() - 1);
    boolean setting = statement.equals(NAMES) || statement.matches(MODE + "'[A-Z_]*'");
    return setting ? null : AccountStatement.parse(statement);
  }

  private static BackupException damaged() {
    return BackupException.data(
        "the accounts do not end as a complete dump does: they are cut off or damaged; nothing was"
            + " restored, restore another backup");
  }

  /** Refuses to go on before memory runs out. */
  private static final class Bounded extends FilterInputStream {

    private long left = LIMIT;

    Bounded(InputStream dump) {
      super(dump);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      left -= Math.max(0, n);
      if (left < 0) {
        throw BackupException.data(
            "the accounts are more than "
                + (LIMIT >> 20)
                + " MiB; restore them with the mysql or mariadb client if you trust them");
      }
      return n;
    }
  }
}
