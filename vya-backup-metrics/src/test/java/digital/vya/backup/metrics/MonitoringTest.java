package digital.vya.backup.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, the rules and the page that describes the figures speak of figures there are. */
class MonitoringTest {

  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MONITORING = PROJECT.resolve("monitoring");
  private static final Pattern NAME = Pattern.compile("\\bvya_[a-z_]+\\b");
  private static final Pattern LABEL = Pattern.compile("\\b([a-z_]+)(=~|=|!=)\"");
  private static final int COLUMNS = 24;

  @TempDir Path folder;

  private static Set<String> made() {
    return Stream.of(Figure.values()).map(Figure::metric).collect(Collectors.toSet());
  }

  private static Set<String> named(String text) {
    var names = new TreeSet<String>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  @Test
  void theRulesAreSoundAndFireWhenTheyShould() throws Exception {
    String rules = MONITORING.resolve("alerts.yml").toString();
    String tests = MONITORING.resolve("alerts.test.yml").toString();

    assertThat(Promtool.run(new byte[0], "check", "rules", rules).code()).isZero();
    Promtool.Answer tested = Promtool.run(new byte[0], "test", "rules", tests);
    assertThat(tested.said()).contains("SUCCESS").doesNotContain("FAILED");
    assertThat(tested.code()).isZero();
  }

  @Test
  void everyRuleHasATest() throws IOException {
    String tests = Files.readString(MONITORING.resolve("alerts.test.yml"));
    Matcher alerts =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(MONITORING.resolve("alerts.yml")));
    var untested = new ArrayList<String>();
    var names = new HashSet<String>();
    while (alerts.find()) {
      names.add(alerts.group(1));
      if (!tests.contains("alertname: " + alerts.group(1))
          && !tests.contains("alertname=\"" + alerts.group(1))) {
        untested.add(alerts.group(1));
      }
    }
    assertThat(names).hasSizeGreaterThan(7);
    assertThat(untested).isEmpty();
  }

  @Test
  void rulesAndTheirTestsNameFiguresThatAreMade() throws IOException {
    assertThat(named(Files.readString(MONITORING.resolve("alerts.yml"))))
        .isNotEmpty()
        .isSubsetOf(made());
    assertThat(named(Files.readString(MONITORING.resolve("alerts.test.yml")))).isSubsetOf(made());
  }

  @Test
  void everyFigureAndEveryRuleIsDescribed() throws IOException {
    String page = Files.readString(PROJECT.resolve("docs").resolve("metrics.md"));

    assertThat(made()).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    assertThat(named(page)).filteredOn(name -> !name.equals("vya_backup")).isSubsetOf(made());
    String readme = Files.readString(MONITORING.resolve("README.md"));
    Matcher alerts =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(MONITORING.resolve("alerts.yml")));
    while (alerts.find()) {
      assertThat(readme).contains("`" + alerts.group(1) + "`");
    }
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
  }

  private static List<String> expressions(JsonNode dashboard) {
    return dashboard.findValuesAsText("expr");
  }

  @Test
  void theDashboardShowsEveryFigureAndNoOther() throws IOException {
    assertThat(named(dashboard().toString())).isEqualTo(new TreeSet<>(made()));
  }

  @Test
  void theDashboardAsksByLabelsThatThereAre() throws IOException {
    for (String expression : expressions(dashboard())) {
      Figure figure =
          Stream.of(Figure.values())
              .filter(f -> named(expression).contains(f.metric()))
              .findFirst()
              .orElseThrow();
      Matcher label = LABEL.matcher(expression);
      while (label.find()) {
        assertThat(figure.labels()).as(expression).contains(label.group(1));
      }
    }
  }

  @Test
  void prometheusUnderstandsEveryQueryOfTheDashboard() throws Exception {
    var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    int n = 0;
    for (String expression : expressions(dashboard())) {
      rules.append("  - {record: 'vya:%d', expr: '%s'}\n".formatted(n++, expression));
    }
    Path file = Files.writeString(folder.resolve("queries.yml"), rules);

    Promtool.Answer answer = Promtool.run(new byte[0], "check", "rules", file.toString());
    assertThat(answer.code()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("SUCCESS: " + n + " rules");
  }

  @Test
  void grafanaFindsInTheDashboardWhatItNeeds() throws IOException {
    JsonNode dashboard = dashboard();
    assertThat(dashboard.path("schemaVersion").asInt()).isBetween(36, 41);
    assertThat(dashboard.path("id").isNull()).isTrue();
    assertThat(dashboard.path("uid").asText()).matches("[a-zA-Z0-9_-]{1,40}");
    assertThat(dashboard.path("title").asText()).isNotBlank();
    var ids = new HashSet<Integer>();
    var taken = new HashSet<List<Integer>>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("an id of its own").isTrue();
      assertThat(panel.path("type").asText()).isIn("stat", "table", "timeseries", "state-timeline");
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      occupy(panel.path("gridPos"), taken);
      var queries = new HashSet<String>();
      for (JsonNode target : panel.path("targets")) {
        assertThat(queries.add(target.path("refId").asText())).isTrue();
        assertThat(target.path("expr").asText()).isNotBlank();
      }
      assertThat(queries).isNotEmpty();
    }
  }

  private static void occupy(JsonNode place, Set<List<Integer>> taken) {
    int right = place.path("x").asInt() + place.path("w").asInt();
    assertThat(right).isLessThanOrEqualTo(COLUMNS);
    for (int x = place.path("x").asInt(); x < right; x++) {
      for (int y = 0; y < place.path("h").asInt(); y++) {
        assertThat(taken.add(List.of(x, y + place.path("y").asInt())))
            .as("panels overlap")
            .isTrue();
      }
    }
  }

  @Test
  void everyVariableOfTheDashboardIsDefined() throws IOException {
    JsonNode dashboard = dashboard();
    Set<String> defined = new HashSet<>(dashboard.path("templating").findValuesAsText("name"));
    for (String expression : expressions(dashboard)) {
      Matcher variable = Pattern.compile("\\$(\\w+)").matcher(expression);
      while (variable.find()) {
        assertThat(defined).contains(variable.group(1));
      }
    }
  }
}
