package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ManifestJsonTest {

  private static final Instant TIME = Instant.parse("2026-01-13T18:54:40.123456789Z");
  private static final Manifest MANIFEST =
      new Manifest(
          "20260113T185440Z-0a1b2c3d",
          "run",
          "server \"1\"",
          ArtifactSource.database("main", "postgresql", "a\nb日"),
          TIME,
          TIME,
          ZoneId.of("America/Sao_Paulo"),
          new Manifest.Content("main/a/x.sql.zst", 12, "a".repeat(64)),
          new Manifest.Content("x.sql", 34, "b".repeat(64)),
          List.of("zstd", "age"),
          new Manifest.Origin("15.18", "pg_dump 15.18", Map.of("owner", "me")),
          new Manifest.Proof(Evidence.DECODED, TIME, Optional.of(Duration.ofMillis(1234))),
          new Omissions(2, List.of("/a: permission denied")),
          List.of(new TableFingerprint("public.a b", 41, "c".repeat(32))),
          Optional.of("before the upgrade"),
          new Manifest.Marks(
              Optional.of(new Manifest.Damage(TIME, "another SHA-256", true)),
              Optional.of(
                  new Shrink(
                      List.of(new Shrink.Figure(Shrink.Measure.ROWS, 2, 4000, 5)),
                      Optional.of(new Shrink.Acknowledged(TIME, "archived"))))));

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(read(json())).isEqualTo(MANIFEST);
  }

  /** Other programs that write JSON again sort it. */
  @Test
  void itsFieldsMayStandInAnyOrder() throws IOException {
    var sorted = new TreeMap<String, JsonNode>();
    new ObjectMapper()
        .readTree(json())
        .properties()
        .forEach(field -> sorted.put(field.getKey(), field.getValue()));
    assertThat(List.copyOf(sorted.keySet())).containsSubsequence("fingerprints", "format");

    assertThat(read(new ObjectMapper().writeValueAsString(sorted))).isEqualTo(MANIFEST);
  }

  @Test
  void aManifestThatIsNotOneIsDataThatIsDamaged() {
    String json = json();
    for (String broken :
        List.of(
            "",
            "[]",
            "null",
            "{",
            json + "{}",
            json.replace("\"format\" : 1", "\"format\" : 2"),
            json.replace("\"format\" : 1", "\"format\" : \"1\""),
            json.replace("a".repeat(64), "a".repeat(63)),
            json.replace("\"bytes\" : 12", "\"bytes\" : -12"),
            json.replace("\"bytes\" : 12", "\"bytes\" : 99999999999999999999"),
            json.replace("decoded", "believed"),
            json.replace("America/Sao_Paulo", "America/Nowhere"),
            json.replace("2026-01-13T18", "yesterday"),
            json.replace("\"id\"", "\"di\""),
            json.replace("\"rows\" : 41", "\"rows\" : \"41\""),
            json.replaceFirst("(?s)\"fingerprints\" : .*\\]", "\"fingerprints\" : {}"),
            json.replaceFirst("(?s)(\"fingerprints\" : .*)\\].*", "$1"),
            "[".repeat(100_000))) {
      assertThatThrownBy(() -> read(broken))
          .as(broken)
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA));
    }
  }

  @Test
  void aNewerFormatSaysToUpgrade() {
    assertThatThrownBy(() -> read(json().replace("\"format\" : 1", "\"format\" : 7")))
        .hasMessage("the manifest has format 7; this version reads 1: upgrade");
  }

  @Test
  void aNewerFormatSaysToUpgradeWhateverItsFingerprintsLookLike() {
    String newer =
        json()
            .replace("\"format\" : 1", "\"format\" : 2")
            .replaceFirst("(?s)\"fingerprints\" : .*\\]", "\"fingerprints\" : 7");

    assertThatThrownBy(() -> read(newer)).hasMessageContaining("upgrade");
  }

  @Test
  void moreThanAManifestCanBeIsNotReadToItsEnd() throws IOException {
    var read = new AtomicLong();
    var endless =
        new InputStream() {
          @Override
          public int read() {
            read.incrementAndGet();
            return ' ';
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) ' ');
            read.addAndGet(length);
            return length;
          }
        };

    assertThatThrownBy(() -> ManifestJson.read(endless))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("beyond what one can be");
    assertThat(read.get()).isLessThan(2L * ManifestJson.LONGEST);
  }

  private static String json() {
    return new String(ManifestJson.write(MANIFEST), StandardCharsets.UTF_8);
  }

  private static Manifest read(String json) throws IOException {
    return ManifestJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
