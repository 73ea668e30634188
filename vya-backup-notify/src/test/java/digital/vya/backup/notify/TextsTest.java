package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class TextsTest {

  private static final Pattern PLACE = Pattern.compile("%(\\d)\\$s");

  private static Properties bundle(String name) throws Exception {
    var texts = new Properties();
    try (Reader in =
        new InputStreamReader(TextsTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }

  @Test
  void bothLanguagesSayTheSameThings() throws Exception {
    Properties english = bundle("texts.properties");
    Properties portuguese = bundle("texts_pt_BR.properties");

    assertThat(portuguese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(places(portuguese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
      assertThat(portuguese.getProperty(key)).as(key).isNotBlank();
    }
  }

  private static java.util.Set<String> places(String text) {
    var places = new java.util.TreeSet<String>();
    Matcher matcher = PLACE.matcher(text);
    while (matcher.find()) {
      places.add(matcher.group(1));
    }
    return places;
  }

  @Test
  void numbersAreWrittenAsPeopleOfTheLanguageDo() {
    var english = new Texts(Locale.ENGLISH);
    var portuguese = new Texts(Locale.forLanguageTag("pt-BR"));

    assertThat(english.size(1_610_612_736)).isEqualTo("1.5 GiB");
    assertThat(portuguese.size(1_610_612_736)).isEqualTo("1,5 GiB");
    assertThat(english.size(999)).isEqualTo("999 B");
    assertThat(english.change(1000, 1100)).isEqualTo("+100 B (+10.0 %)");
    assertThat(portuguese.change(2048, 1024)).isEqualTo("−1,0 KiB (−50,0 %)");
    assertThat(english.change(0, 5)).isEqualTo("+5 B");
    assertThat(english.change(5, 5)).isEqualTo("unchanged");
    assertThat(english.duration(Duration.ofSeconds(95))).isEqualTo("1 min 35 s");
    assertThat(english.duration(Duration.ofMillis(1200))).isEqualTo("1.2 s");
    assertThat(english.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
  }

  @Test
  void aMachineOfAnotherLanguageStillWritesEnglish() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("pt-BR"));

      assertThat(new Texts(Locale.ENGLISH).label("server")).isEqualTo("Server");
    } finally {
      Locale.setDefault(before);
    }
  }
}
