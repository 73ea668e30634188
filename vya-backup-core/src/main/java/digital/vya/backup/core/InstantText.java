package digital.vya.backup.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Instants as {@link Instant#toString} writes them. The general parser took a sixth of the time of
 * a listing of 100,000 manifests.
 */
final class InstantText {

  private static final int NOT_A_NUMBER = -1;
  private static final int WHOLE_SECONDS = "2026-01-13T18:54:40".length();
  private static final int NANO_DIGITS = 9;

  private InstantText() {}

  /**
   * As {@link Instant#parse}.
   *
   * @throws DateTimeException if it is none
   */
  static Instant parse(String text) {
    int end = text.length() - 1;
    if (end < WHOLE_SECONDS
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':'
        || text.charAt(end) != 'Z') {
      return Instant.parse(text);
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, WHOLE_SECONDS);
    int nano = nano(text, end);
    // Signs, odd fractions, midnight as 24:00 and leap seconds are the general parser's.
    return year >= 0 && nano >= 0 && hour < 24 && second < 60
        ? LocalDateTime.of(year, month, day, hour, minute, second, nano).toInstant(ZoneOffset.UTC)
        : Instant.parse(text);
  }

  private static int nano(String text, int end) {
    int digits = end - WHOLE_SECONDS - 1;
    if (digits < 0) {
      return 0;
    }
    if (text.charAt(WHOLE_SECONDS) != '.' || digits == 0 || digits > NANO_DIGITS) {
      return NOT_A_NUMBER;
    }
    int nano = number(text, WHOLE_SECONDS + 1, end);
    for (int n = digits; n < NANO_DIGITS && nano > 0; n++) {
      nano *= 10;
    }
    return nano;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      char digit = text.charAt(at);
      if (digit < '0' || digit > '9') {
        return NOT_A_NUMBER;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }
}
