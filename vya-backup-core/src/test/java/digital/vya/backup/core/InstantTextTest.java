package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InstantTextTest {

  @Test
  void everyInstantIsReadAsTheGeneralParserReadsIt() {
    var random = new Random(7);
    for (int n = 0; n < 100_000; n++) {
      long second = random.nextLong(-100_000_000_000L, 300_000_000_000L);
      int nano =
          switch (n % 4) {
            case 0 -> 0;
            case 1 -> random.nextInt(1000) * 1_000_000;
            case 2 -> random.nextInt(1_000_000) * 1000;
            default -> random.nextInt(1_000_000_000);
          };
      Instant instant = Instant.ofEpochSecond(second, nano);
      assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
    }
  }

  @Test
  void textThatIsUnusualOrNoneIsWhatItIsToTheGeneralParser() {
    for (String text :
        List.of(
            "2026-01-13T18:54:40.1Z",
            "2026-01-13T18:54:40.000000001Z",
            "2026-01-31T24:00:00Z",
            "2016-12-31T23:59:60Z",
            "2024-02-29T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-01-13T18:54:60Z",
            "2026-13-13T18:54:40Z",
            "2026-00-13T18:54:40Z",
            "2026-01-00T18:54:40Z",
            "2026-01-13T18:54:40.Z",
            "2026-01-13T18:54:40.1234567890Z",
            "2026-01-13T18:54:40,5Z",
            "2026-01-13t18:54:40Z",
            "2026-01-13T18:54Z",
            "2026-01-13T18:54:40+01:00",
            "+12026-01-13T18:54:40Z",
            "-026-01-13T18:54:40Z",
            "2026-01-1\u0663T18:54:40Z",
            "yesterday",
            "Z",
            "")) {
      Optional<Instant> expected = general(text);
      if (expected.isPresent()) {
        assertThat(InstantText.parse(text)).as(text).isEqualTo(expected.get());
      } else {
        assertThatThrownBy(() -> InstantText.parse(text))
            .as(text)
            .isInstanceOf(DateTimeException.class);
      }
    }
  }

  private static Optional<Instant> general(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
