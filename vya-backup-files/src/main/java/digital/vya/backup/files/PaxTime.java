package digital.vya.backup.files;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;

/** A time as PAX writes it: seconds since 1970 with a fraction, which may be negative. */
final class PaxTime {

  private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
  private static final int LONGEST = 40;

  private PaxTime() {}

  static String format(Instant time) {
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    boolean before = seconds < 0;
    String whole = before ? "-" + -(seconds + 1) : Long.toString(seconds);
    // With a leading 1 the zeros of the fraction stay; a formatter would cost more than the rest.
    int fraction = 1_000_000_000 + (before ? 1_000_000_000 - nanos : nanos);
    return whole + "." + Integer.toString(fraction).substring(1);
  }

  static Instant parse(String text) {
    if (text.length() > LONGEST || !text.matches("-?[0-9]+(\\.[0-9]*)?")) {
      throw new NumberFormatException("not a time: " + text);
    }
    BigInteger nanos = new BigDecimal(text).movePointRight(9).toBigInteger();
    BigInteger[] parts = nanos.divideAndRemainder(NANOS);
    try {
      return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    } catch (ArithmeticException | DateTimeException e) {
      throw new NumberFormatException("not a time: " + text);
    }
  }
}
