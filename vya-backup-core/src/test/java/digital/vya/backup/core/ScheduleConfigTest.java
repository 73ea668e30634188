package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleConfigTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private static ConfigReader.Found find(String more) {
    String json = "{" + more + ", " + BadConfigs.STORAGES + ", " + BadConfigs.INSTANCES + "}";
    return ConfigReader.find(
        ConfigDocument.parse("vya.json", json),
        ConfigFakes.registry(),
        new Outside(Map.of(), false),
        new Mask());
  }

  private static Optional<Schedule> schedule(String said, String zone) {
    return find("\"server\": {\"timezone\": \"" + zone + "\"}, \"schedule\": " + said)
        .sound()
        .settings()
        .instances()
        .get(0)
        .options()
        .schedule();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'cron': '30 0 * * *'}|2026-01-06T03:30:00Z",
        "{'cron': '30 0 * * *', 'timezone': 'UTC'}|2026-01-06T00:30:00Z",
        "{'time': '00:30', 'weekdays': ['thursday'], 'tolerance': '10m'}|2026-01-08T03:30:00Z",
        "{'cron': '@daily'}|2026-01-06T03:00:00Z",
        "{'every': '6h'}|2026-01-05T18:00:00Z",
      },
      quoteCharacter = '`')
  void whatTheFileSaysHoldsForAnInstanceInTheZoneOfTheServer(String said, Instant next) {
    assertThat(schedule(said.replace('\'', '"'), "America/Sao_Paulo").orElseThrow().next(NOON))
        .contains(next);
  }

  @Test
  void aScheduleThatIsNotEnabledIsNone() {
    assertThat(schedule("{\"every\": \"1d\", \"enabled\": false}", "UTC")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'cron': '0 0 30 2 *'}|schedule.cron: names a day that never comes, so nothing would ever be"
            + " backed up",
        "{'cron': '60 0 * * *'}|schedule.cron: is no line of cron's five fields, such as"
            + " \"30 0 * * 1-5\": Value 60 not in range [0, 59]",
        "{'cron': 'hunter22'}|schedule.cron: is no line of cron's five fields, such as"
            + " \"30 0 * * 1-5\": Cron expression contains 1 parts but we expect one of [5]",
        "{'cron': '0 0 L * *'}|schedule.cron: is no line of cron's five fields, such as"
            + " \"30 0 * * 1-5\"",
        "{'cron': '@reboot'}|schedule.cron: is no line of cron's five fields, such as"
            + " \"30 0 * * 1-5\"",
        "{'cron': '0 0 * * *', 'every': '1d'}|schedule: must say exactly one of cron, time and every",
        "{}|schedule: must say exactly one of cron, time and every",
        "{'time': '25:00'}|schedule.time: must be a time of the day, such as \"00:30\"",
        "{'every': '30s'}|schedule.every: must be 1m or longer",
        "{'every': '1d', 'weekdays': ['monday']}|schedule: has weekdays without the time they belong"
            + " to",
      },
      quoteCharacter = '`')
  void whatCanNeverBeDueIsAProblemWithItsPath(String said, String problem) {
    assertThat(find("\"schedule\": " + said.replace('\'', '"')).problems())
        .containsExactly(problem);
  }

  @Test
  void aTimeThatStandsInAVariableIsTakenToBeRight() {
    ConfigReader.Found found =
        ConfigReader.find(
            ConfigDocument.parse(
                "vya.json",
                "{\"schedule\": {\"every\": \"${env:INTERVAL}\"}, "
                    + BadConfigs.STORAGES
                    + ", "
                    + BadConfigs.INSTANCES
                    + "}"),
            ConfigFakes.registry(),
            Outside.elsewhere(),
            new Mask());

    assertThat(found.problems()).isEqualTo(List.of());
  }
}
