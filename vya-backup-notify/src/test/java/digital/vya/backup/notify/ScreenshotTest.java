package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both mails as a real browser shows them; the pictures of docs/images are made here. */
final class ScreenshotTest {

  private static final int WIDTH = 800;

  @TempDir Path folder;

  private static BackupReport report(String name) {
    return name.equals("success")
        ? Reports.of(
            Reports.stored("orders", 123_456_789),
            Reports.stored("customers", 45_678_901),
            Reports.stored("stock", 1_234_567))
        : Reports.of(
            Reports.failed("users"),
            Reports.doubtful("stock"),
            Reports.stored("orders", 123_456_789),
            Reports.stored("customers", 45_678_901));
  }

  @ParameterizedTest
  @CsvSource({"success,en,620", "failure,en,1000", "failure,pt-BR,1000"})
  void aMailFillsTheWindowAndFitsIntoIt(String name, String locale, int height) throws Exception {
    var texts = new Texts(Locale.forLanguageTag(locale));
    Map<String, Object> model = BackupLetter.of(report(name), texts).model(texts);
    model.put("hasLog", !name.equals("success"));
    Path page = folder.resolve("mail.html");
    // The page tells by its title how much room it takes.
    Files.writeString(
        page,
        MailText.of(model, null, warning -> {})
            .html()
            .replace(
                "</body>",
                "<script>document.documentElement.setAttribute('data-size',"
                    + "document.documentElement.scrollWidth+'x'"
                    + "+document.body.scrollHeight)</script></body>"));
    Path picture =
        Path.of("target", "mail-" + name + (locale.equals("en") ? "" : "-" + locale) + ".png")
            .toAbsolutePath();

    String dom = chromium(page, height, "--dump-dom");
    chromium(page, height, "--screenshot=" + picture);

    String size = dom.replaceAll("(?s).*data-size=\"([0-9x]+)\".*", "$1");
    assertThat(size).as("size of the page").matches("[0-9]+x[0-9]+");
    assertThat(Integer.parseInt(size.split("x")[0])).as("nothing is cut").isEqualTo(WIDTH);
    assertThat(Integer.parseInt(size.split("x")[1])).isBetween(height / 2, height);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(WIDTH);
    Set<Integer> colors = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 2) {
      for (int y = 0; y < image.getHeight(); y += 2) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    int banner = Integer.decode((String) model.get("color"));
    assertThat(colors).contains(banner, 0xffffff, 0xf3f4f6).hasSizeGreaterThan(20);
  }

  private String chromium(Path page, int height, String what) throws Exception {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                List.of(
                    "chromium",
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--window-size=" + WIDTH + "," + height,
                    what,
                    page.toUri().toString()))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("chromium ended").isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors"))).isZero();
    return Files.readString(out);
  }
}
