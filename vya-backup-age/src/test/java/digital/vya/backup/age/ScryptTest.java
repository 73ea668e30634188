package digital.vya.backup.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ScryptTest {

  @Test
  void theKeyIsThatOfTheStandard() throws Exception {
    // RFC 7914, section 12, the one with r = 8, p = 1 and less than a GiB of memory.
    assertThat(hex("pleaseletmein", "SodiumChloride", 14))
        .isEqualTo(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
  }

  private static String hex(String words, String salt, int logRounds) throws Exception {
    return HexFormat.of().formatHex(Scrypt.derive(ascii(words), ascii(salt), logRounds, 64));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
