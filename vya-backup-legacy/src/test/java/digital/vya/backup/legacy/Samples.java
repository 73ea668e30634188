package digital.vya.backup.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What people have on their machines, and where it is translated. */
final class Samples {

  static final Installed EVERYTHING =
      new Installed(Set.of("local", "s3"), Set.of("email"), Set.of("pushgateway"));

  private Samples() {}

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/legacy/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables of an environment file, in which nothing is quoted. */
  static Map<String, String> variables(String name) {
    Map<String, String> variables = new LinkedHashMap<>();
    text(name).lines().forEach(line -> variables.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return variables;
  }

  static LegacyConfig sample(String name) {
    return (name.endsWith(".env")
            ? LegacyConfig.recognise(variables(name))
            : LegacyConfig.recognise(text(name)))
        .orElseThrow();
  }
}
