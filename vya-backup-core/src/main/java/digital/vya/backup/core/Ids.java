package digital.vya.backup.core;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Ids that sort by time, can be typed, and are never given twice. */
final class Ids {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** Such as {@code 20260102T030405Z-9f3c2a71}. */
  static String next(Instant now) {
    return TIME.format(now) + "-" + shortOne();
  }

  /** 8 hexadecimal digits, such as {@code 9f3c2a71}: for names that must stay short. */
  static String shortOne() {
    byte[] random = new byte[4];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
