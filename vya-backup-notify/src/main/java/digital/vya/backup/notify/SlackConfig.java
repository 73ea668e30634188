package digital.vya.backup.notify;

import digital.vya.backup.api.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a Slack channel is told.
 *
 * @param url the address of the incoming webhook; who knows it can write there
 * @param locale the language: {@code en}, which is the default, or {@code pt-BR}
 * @param answerTimeout the longest that one answer may take; 10 seconds if missing
 * @param retry how often it is tried
 * @param caCert a PEM file with the authorities that the server's certificate is checked against,
 *     instead of those of Java
 * @param allowHttp whether the news may travel unencrypted to another host
 */
public record SlackConfig(
    @NotNull Secret url,
    @Pattern(regexp = "en|pt-BR", message = "must be en or pt-BR") @Nullable String locale,
    @Nullable Duration answerTimeout,
    @Valid @Nullable Retry retry,
    @Nullable Path caCert,
    @Nullable Boolean allowHttp) {

  /**
   * Gives the defaults and checks the address.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public SlackConfig {
    locale = locale == null ? "en" : locale;
    answerTimeout = Calls.orDefault(answerTimeout);
    retry = Retry.orDefault(retry);
    Address.check("url", url, allowHttp);
    if (answerTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("answer_timeout must not be 0");
    }
  }

  Locale language() {
    return Locale.forLanguageTag(locale == null ? "en" : locale);
  }
}
