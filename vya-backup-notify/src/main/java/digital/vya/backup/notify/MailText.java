package digital.vya.backup.notify;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A letter as text and as HTML, by Mustache templates: those of a folder, or the built-in ones.
 * Templates are data: they can neither run code nor read files.
 */
record MailText(String plain, String html) {

  private static final int LONGEST = 1 << 20;

  /**
   * Writes both.
   *
   * @param folder where templates may be that replace the built-in ones
   * @param warn is told of a template that cannot be used; the built-in one is used then, because a
   *     mail in another form is better than none
   */
  static MailText of(Map<String, Object> model, @Nullable Path folder, Consumer<String> warn) {
    return new MailText(
        text("mail.txt", false, model, folder, warn), text("mail.html", true, model, folder, warn));
  }

  private static String text(
      String name,
      boolean html,
      Map<String, Object> model,
      @Nullable Path folder,
      Consumer<String> warn) {
    if (folder != null) {
      try {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
          return filled(file, html, model);
        }
      } catch (BackupException e) {
        warn.accept(e.getMessage() + "; the built-in one is used");
      }
    }
    return filled(builtIn(name), html, model);
  }

  /** Says what is wrong with the templates of a folder. */
  static void check(@Nullable Path folder, Map<String, Object> model) {
    if (folder == null) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw BackupException.configuration(
          "there is no folder " + folder + "; make it, or remove templates");
    }
    for (String name : new String[] {"mail.txt", "mail.html"}) {
      if (Files.exists(folder.resolve(name))) {
        filled(folder.resolve(name), name.endsWith("html"), model);
      }
    }
  }

  private static String filled(Path file, boolean html, Map<String, Object> model) {
    try {
      if (Files.size(file) > LONGEST) {
        throw BackupException.configuration("the template " + file + " is longer than 1 MiB");
      }
      return filled(Files.readString(file), html, model);
    } catch (IOException e) {
      throw new BackupException(
          Reason.CONFIGURATION, "the template " + file + " cannot be read: " + e, e);
    } catch (MustacheException e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "the template %s is wrong: %s".formatted(file, Plain.line(e.getMessage(), 200)),
          e);
    }
  }

  private static String filled(String template, boolean html, Map<String, Object> model) {
    return Mustache.compiler()
        .escapeHTML(html)
        .emptyStringIsFalse(true)
        .defaultValue("")
        .withLoader(
            other -> {
              throw new MustacheException("a template cannot include another: " + other);
            })
        .compile(template)
        .execute(model);
  }

  private static String builtIn(String name) {
    try (InputStream in = Objects.requireNonNull(MailText.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
