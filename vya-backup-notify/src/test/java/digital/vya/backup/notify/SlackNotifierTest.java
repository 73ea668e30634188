package digital.vya.backup.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.core.LocalHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlackNotifierTest {

  @TempDir Path folder;

  private JsonNode told(String locale, ArtifactResult... results) throws Exception {
    try (HttpReceiver receiver = HttpReceiver.start();
        LocalHost host = LocalHost.open(folder.resolve("work"))) {
      new SlackNotifier()
          .send(
              new SlackConfig(
                  new Secret(receiver.at("/services/T0")), locale, null, null, null, null),
              Reports.of(results),
              host);
      return new ObjectMapper().readTree(receiver.told.get(0).body());
    }
  }

  @Test
  void aRunIsOneMessageThatSaysWhatToDo() throws Exception {
    JsonNode told = told("en", Reports.stored("orders", 123_456_789), Reports.failed("users"));

    assertThat(told.path("text").asText()).isEqualTo("PARTIAL: backup of db01 (1 of 2 failed)");
    assertThat(told.at("/blocks/0/type").asText()).isEqualTo("header");
    assertThat(texts(told))
        .anyMatch(
            text ->
                text.startsWith(":x: `main/users` *FAILED*\n")
                    && text.contains("install postgresql-client-17"))
        .anyMatch(text -> text.contains("`main/orders` 117.7 MiB"));
  }

  @Test
  void namesCannotMentionAnybodyOrBreakTheMessage() throws Exception {
    JsonNode told = told("pt-BR", Reports.failed("<!channel> & `x` " + Reports.HOSTILE));

    assertThat(texts(told)).noneMatch(text -> text.contains("<!channel>"));
    assertThat(texts(told))
        .anyMatch(text -> text.contains("`main/&lt;!channel&gt; &amp; 'x' a Bcc"));
    assertThat(told.path("text").asText()).startsWith("FALHOU:");
  }

  @Test
  void whatIsTooMuchForSlackIsCountedInstead() throws Exception {
    List<ArtifactResult> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(Reports.stored("good-" + "x".repeat(100) + i, 1000));
      many.add(
          new ArtifactResult.Failed(
              Reports.failed("bad-" + i).source(),
              Reports.STARTED,
              Duration.ZERO,
              Reason.DATA,
              "<&>".repeat(5000),
              List.of("&".repeat(5000)),
              List.of("&".repeat(5000)),
              Optional.empty()));
    }

    JsonNode told = told("en", many.toArray(ArtifactResult[]::new));

    assertThat(told.path("blocks").size()).isLessThanOrEqualTo(50);
    assertThat(texts(told)).allMatch(text -> !text.isEmpty() && text.length() <= 3000);
    assertThat(texts(told)).contains("… and 380 more").anyMatch(t -> t.contains("&lt;&amp;&gt;"));
    assertThat(told.at("/blocks/0/text/text").asText().length()).isLessThanOrEqualTo(150);
  }

  private static List<String> texts(JsonNode told) {
    var texts = new ArrayList<String>();
    for (JsonNode block : told.path("blocks")) {
      if (block.has("text")) {
        texts.add(block.at("/text/text").asText());
      }
      block.path("fields").forEach(field -> texts.add(field.path("text").asText()));
    }
    return texts;
  }
}
