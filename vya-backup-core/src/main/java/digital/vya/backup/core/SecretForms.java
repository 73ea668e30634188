package digital.vya.backup.core;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a secret may be written: as it is, percent-encoded, escaped for JSON, quoted for a shell, for
 * SQL or for an option file, in base64 also as a part of something longer; and each line of it.
 */
final class SecretForms {

  /** Below this the middle of a base64 text is found where nothing secret is. */
  private static final int SHORTEST_BASE64 = 5;

  private static final int SHORTEST_LINE = 8;

  private SecretForms() {}

  static Set<String> of(String secret) {
    var forms = new HashSet<String>();
    add(secret, forms);
    add(secret.strip(), forms);
    String oneLine = secret.strip().replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    add(oneLine, forms);
    if (secret.lines().count() > 1) {
      secret
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
          .forEach(line -> add(line, forms));
    }
    return forms;
  }

  private static void add(String secret, Set<String> forms) {
    if (secret.length() < Mask.SHORTEST || secret.isBlank()) {
      return;
    }
    forms.add(secret);
    forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(secret)));
    forms.add(ascii(new String(JsonStringEncoder.getInstance().quoteAsString(secret))));
    String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    percent(form, forms);
    percent(form.replace("+", "%20"), forms);
    percent(percentOfUri(secret), forms);
    forms.add(secret.replace("'", "'\\''"));
    forms.add(secret.replace("'", "'\"'\"'"));
    forms.add(secret.replaceAll("([^\\p{Alnum}_./-])", "\\\\$1"));
    forms.add(secret.replace("'", "''"));
    forms.add(secret.replace("\\", "\\\\"));
    forms.add(secret.replace("\\", "\\\\").replace("'", "\\'"));
    forms.add(secret.replace("\\", "\\\\").replace("'", "''"));
    forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    forms.add(secret.replace("\\", "\\\\").replace(":", "\\:"));
    base64(secret, forms);
  }

  private static String ascii(String text) {
    var ascii = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c < 128) {
                ascii.append((char) c);
              } else {
                ascii.append(String.format(Locale.ROOT, "\\%c%04x", 'u', c));
              }
            });
    return ascii.toString();
  }

  private static void percent(String form, Set<String> forms) {
    forms.add(form);
    var lower = new StringBuilder(form);
    for (int at = form.indexOf('%');
        at >= 0 && at + 2 < form.length();
        at = form.indexOf('%', at + 1)) {
      lower.replace(at, at + 3, form.substring(at, at + 3).toLowerCase(Locale.ROOT));
    }
    forms.add(lower.toString());
  }

  /** All but what RFC 3986 leaves as it is. */
  private static String percentOfUri(String secret) {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /** What of its base64 does not depend on what stands before and after it. */
  private static void base64(String secret, Set<String> forms) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int first = before == 0 ? 0 : before + 1;
      int last = shifted.length * 8 / 6;
      if (last - first >= SHORTEST_BASE64) {
        forms.add(Base64.getEncoder().encodeToString(shifted).substring(first, last));
        forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(first, last));
      }
    }
  }
}
