package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.ArtifactSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArtifactKeysTest {

  private static final Instant TIME = Instant.parse("2026-01-13T18:54:40Z");

  private final ArtifactKeys keys =
      new ArtifactKeys(ArtifactKeys.DEFAULT, ZoneId.of("America/Sao_Paulo"));

  @Test
  void aKeyTellsInstanceDatabaseEngineAndLocalTime() {
    assertThat(keys.base(ArtifactSource.database("main", "postgresql", "orders"), TIME))
        .isEqualTo("main/orders/20260113_155440_postgresql_orders");
    assertThat(keys.base(ArtifactSource.globals("main", "postgresql"), TIME))
        .isEqualTo("main/@globals/20260113_155440_postgresql_@globals");
  }

  @Test
  void oddNamesStayReadableAndNeverLeaveTheirFolder() {
    assertThat(ArtifactKeys.encode("orders_2.x-y")).isEqualTo("orders_2.x-y");
    assertThat(ArtifactKeys.encode("ação")).isEqualTo("ação");
    assertThat(ArtifactKeys.encode("a b/c")).isEqualTo("a%20b%2Fc");
    assertThat(ArtifactKeys.encode("..")).isEqualTo("%2E.");
    assertThat(ArtifactKeys.encode(".hidden")).isEqualTo("%2Ehidden");
    assertThat(ArtifactKeys.encode("100%")).isEqualTo("100%25");
    assertThat(ArtifactKeys.encode("@globals")).isEqualTo("%40globals");
  }

  @Test
  void twoNamesNeverMeetInOneKey() {
    var random = new Random(7);
    String alphabet = "ab./%~@_-é\u0301e2F 日";
    Set<String> names = new HashSet<>();
    for (int n = 0; n < 20_000; n++) {
      var name = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      names.add(name.toString());
    }
    Set<String> encoded = new HashSet<>();
    names.forEach(name -> encoded.add(ArtifactKeys.encode(name)));

    assertThat(encoded).hasSameSizeAs(names);
  }

  @Test
  void aLongNameIsCutAndStillUnique() {
    String one = ArtifactKeys.encode("数".repeat(100) + "a");
    String two = ArtifactKeys.encode("数".repeat(100) + "b");

    assertThat(one).isNotEqualTo(two);
    assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void aTemplateInWhichTwoDatabasesCouldCollideIsRefused() {
    assertThat(ArtifactKeys.problem(ArtifactKeys.DEFAULT)).isEmpty();
    assertThat(ArtifactKeys.problem("{date}/{instance}/{database}/{dbms}-{timestamp}")).isEmpty();
    assertThat(ArtifactKeys.problem("{timestamp}_{dbms}_{database}")).isEmpty();
    assertThat(ArtifactKeys.problem("{instance}/{timestamp}_{database}")).isEmpty();
    assertThat(ArtifactKeys.problem("{instance}{database}/{timestamp}")).contains("between");
    assertThat(ArtifactKeys.problem("{instance}/{database}_{timestamp}")).contains("{database}/");
    assertThat(ArtifactKeys.problem("{instance}/{timestamp}")).contains("{database}");
    assertThat(ArtifactKeys.problem("{instance}/{database}/x")).contains("{timestamp}");
    assertThat(ArtifactKeys.problem("{instance}/{database}/{timestamp}{host}")).contains("{host}");
    assertThat(ArtifactKeys.problem("/{instance}/{database}/{timestamp}")).contains("relative");
    assertThat(ArtifactKeys.problem("../{instance}/{database}/{timestamp}")).contains("relative");
  }

  @Test
  void thePrefixIsAsLongAsWhatIsKnown() {
    var dated = new ArtifactKeys("x/{instance}/{date}/{database}/{timestamp}", ZoneId.of("UTC"));

    for (String[] expected :
        List.of(
            new String[] {keys.prefix(ArtifactSource.instance("", "")), ""},
            new String[] {keys.prefix(ArtifactSource.instance("main", "")), "main/"},
            new String[] {keys.prefix(ArtifactSource.database("main", "", "a b")), "main/a%20b/"},
            new String[] {dated.prefix(ArtifactSource.database("main", "", "a")), "x/main/"})) {
      assertThat(expected[0]).isEqualTo(expected[1]);
    }
  }
}
