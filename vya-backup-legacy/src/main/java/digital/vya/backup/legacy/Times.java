package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When a run is due. A run does not need it, so what is wrong is left out and told. */
final class Times {

  private final Draft draft;

  Times(Draft draft) {
    this.draft = draft;
  }

  /**
   * Puts a schedule there.
   *
   * @param days the key of the list of weekdays
   * @param monday the number of Monday
   */
  void put(Section said, String days, int monday) {
    if (!said.isThere()) {
      return;
    }
    boolean enabled = said.flag("enabled", true);
    Optional<String> time = time(said);
    List<String> weekdays = said.list(days);
    Optional<Integer> tolerance = said.number("tolerance_minutes");
    Optional<String> zone = zone(said.text("timezone"), said.at("timezone"));
    said.tellRest();
    if (time.isEmpty()) {
      draft.tell(said.at("time") + ": there is no time of the day, so there is no schedule");
      return;
    }
    ObjectNode schedule = draft.section("schedule").put("enabled", enabled);
    putDays(schedule, weekdays, said.at(days), monday);
    schedule.put("time", time.get());
    tolerance.ifPresent(minutes -> schedule.put("tolerance", minutes + "m"));
    zone.ifPresent(name -> schedule.put("timezone", name));
  }

  private void putDays(ObjectNode schedule, List<String> numbers, String at, int monday) {
    if (numbers.isEmpty()) {
      return;
    }
    ArrayNode names = schedule.arrayNode();
    for (String number : numbers) {
      int day = number.matches("\\d") ? Integer.parseInt(number) - monday + 1 : 0;
      if (day >= 1 && day <= DayOfWeek.values().length) {
        names.add(DayOfWeek.of(day).name().toLowerCase(Locale.ROOT));
      } else {
        draft.tell(
            at + ": a day is left out, it is none of %d to %d".formatted(monday, monday + 6));
      }
    }
    if (!names.isEmpty()) {
      schedule.set("weekdays", names);
      draft.tell(at + ": %d is taken for Monday and %d for Sunday".formatted(monday, monday + 6));
    }
  }

  private static Optional<String> time(Section said) {
    try {
      return said.text("time")
          .map(text -> LocalTime.parse(text, DateTimeFormatter.ofPattern("H:mm[:ss]")))
          .map(LocalTime::toString);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The zone, if there is one of that name. */
  Optional<String> zone(Optional<String> name, String at) {
    try {
      return name.map(ZoneId::of).map(ZoneId::getId);
    } catch (DateTimeException e) {
      draft.tell(at + ": is left out, there is no such time zone");
      return Optional.empty();
    }
  }
}
