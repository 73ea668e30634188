package digital.vya.backup.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was tried to be verified and could not be noted where it lies, so that a rotation goes on
 * and damage is told once. To lose it costs a turn and a mail.
 */
final class VerifyTurns {

  private static final Logger LOG = LoggerFactory.getLogger(VerifyTurns.class);

  /** The file and the memory have an end; what was tried longest ago is forgotten first. */
  static final int MOST = 20_000;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{32}) (-?[0-9]{1,18}) (ok|bad)");

  private final Path file;
  private final LinkedHashMap<String, Tried> tries = new LinkedHashMap<>();

  private VerifyTurns(Path file) {
    this.file = file;
  }

  private record Tried(long at, boolean damaged) {}

  static VerifyTurns read(Path stateDir) {
    var turns = new VerifyTurns(stateDir.resolve("verify-turns"));
    try {
      for (String line : Files.readAllLines(turns.file, StandardCharsets.ISO_8859_1)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          turns.put(
              matcher.group(1),
              new Tried(Long.parseLong(matcher.group(2)), matcher.group(3).equals("bad")));
        }
      }
    } catch (NoSuchFileException e) {
      // The first time.
    } catch (IOException e) {
      LOG.warn("{} cannot be read, so some backups are verified again: {}", turns.file, e);
    }
    return turns;
  }

  /** When it was tried; {@link Instant#MIN} if that is not known here. */
  Instant last(String destination, String manifest) {
    Tried tried = tries.get(hash(destination, manifest));
    return tried == null ? Instant.MIN : Instant.ofEpochMilli(tried.at());
  }

  /** Whether it is known that it is damaged, although its manifest does not say so. */
  boolean damaged(String destination, String manifest) {
    Tried tried = tries.get(hash(destination, manifest));
    return tried != null && tried.damaged();
  }

  /** It was tried, and its manifest does not say so. */
  void tried(String destination, String manifest, Instant at, boolean damaged) {
    put(hash(destination, manifest), new Tried(at.toEpochMilli(), damaged));
  }

  private void put(String hash, Tried tried) {
    tries.remove(hash);
    tries.put(hash, tried);
    if (tries.size() > MOST) {
      tries.remove(tries.keySet().iterator().next());
    }
  }

  /** Its manifest says all there is to know. */
  void noted(String destination, String manifest) {
    tries.remove(hash(destination, manifest));
  }

  void write() {
    var lines = new StringBuilder();
    for (Map.Entry<String, Tried> one : tries.entrySet()) {
      Tried tried = one.getValue();
      lines.append(one.getKey()).append(' ').append(tried.at());
      lines.append(tried.damaged() ? " bad\n" : " ok\n");
    }
    try {
      if (!tries.isEmpty() || Files.exists(file)) {
        OwnerOnly.createFolder(file.resolveSibling(".").normalize());
        PrivateFile.replace(file, lines.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be written, so some backups are verified again: {}", file, e);
    }
  }

  /** Keys are as long as they are, and may hold anything. */
  private static String hash(String destination, String manifest) {
    MessageDigest digest = HashingOutputStream.sha256();
    digest.update((destination + "\n" + manifest).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
