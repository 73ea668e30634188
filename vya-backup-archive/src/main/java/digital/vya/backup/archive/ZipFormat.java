package digital.vya.backup.archive;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * What our zip archives are made of: the dump, {@code backup_metadata.json}, and as the archive's
 * comment a CRC-32 of the whole file before it, since zip itself protects the entries' content and
 * not its own directory.
 */
final class ZipFormat {

  static final String METADATA = "backup_metadata.json";

  /** Length of the comment in bytes. */
  static final int SEAL_LENGTH = seal(0).length();

  private static final int LONGEST_NAME = 200;
  private static final int OWNER_ONLY = 0100600;
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\\\/:*?\"<>|\\[\\]]");
  private static final Pattern LEADING = Pattern.compile("^[-. ]+");
  private static final Pattern KNOWN =
      Pattern.compile("\"raw_bytes\": (\\d{1,18}), \"raw_sha256\": \"([0-9a-f]{64})\"");

  private ZipFormat() {}

  static String seal(long crc) {
    return String.format(Locale.ROOT, "vya-backup crc32 %08x", crc);
  }

  /** A name that no unpacker takes for a path, a pattern, an option or a hidden file. */
  static String entryName(String name) {
    String safe = UNSAFE.matcher(name).replaceAll("_");
    safe = LEADING.matcher(safe).replaceAll("_");
    while (safe.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      safe = safe.substring(safe.offsetByCodePoints(0, 1));
    }
    return safe.isEmpty() || safe.equalsIgnoreCase(METADATA) ? "dump_" + safe : safe;
  }

  /** An entry that is the same whenever and wherever it is made. */
  static ZipArchiveEntry entry(String name) {
    var entry = new ZipArchiveEntry(name);
    // Zip keeps local times: midday of the first day it knows, in whatever zone this runs.
    var time = LocalDateTime.of(1980, 1, 1, 12, 0).atZone(ZoneId.systemDefault());
    entry.setTime(time.toInstant().toEpochMilli());
    entry.setUnixMode(OWNER_ONLY);
    return entry;
  }

  /** The text of the metadata. The name is an entry's and so needs no escaping. */
  static String metadata(String entryName, long bytes, String sha256) {
    return String.format(
        Locale.ROOT,
        "{\"format\": 1, \"name\": \"%s\", \"raw_bytes\": %d, \"raw_sha256\": \"%s\"}\n",
        entryName,
        bytes,
        sha256);
  }

  /** What metadata say, or null if they are not ours. */
  static @Nullable Content content(String metadata) {
    Matcher known = KNOWN.matcher(metadata);
    return known.find() ? new Content(Long.parseLong(known.group(1)), known.group(2)) : null;
  }

  /** Length and hash of a dump. */
  record Content(long bytes, String sha256) {}
}
