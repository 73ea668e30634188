package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** Checks what the records of schedules cannot say. */
final class ScheduleRules {

  private final Problems problems;

  ScheduleRules(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigShape.RootKeys keys, JsonNode root) {
    if (keys.schedule() != null) {
      check(root.path("schedule"), "schedule");
    }
    JsonNode instances = root.path("instances");
    for (int i = 0; i < instances.size(); i++) {
      JsonNode schedule = instances.get(i).path("schedule");
      if (schedule.isObject()) {
        check(schedule, Problems.at("instances", i) + ".schedule");
      }
    }
  }

  private void check(JsonNode said, String path) {
    long ways = Stream.of("cron", "time", "every").filter(said::hasNonNull).count();
    if (ways != 1) {
      problems.add(path, "must say exactly one of cron, time and every");
    }
    if (!said.hasNonNull("time") && (said.hasNonNull("weekdays") || said.hasNonNull("tolerance"))) {
      problems.add(path, "has weekdays or tolerance without the time they belong to");
    }
  }
}
