package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which rules of retention hold where. */
final class RetentionReader {

  private final RecordBinder binder;

  RetentionReader(RecordBinder binder) {
    this.binder = binder;
  }

  RetentionSettings read(ConfigShape.RootKeys keys, JsonNode root) {
    return new RetentionSettings(
        Optional.ofNullable(keys.retention()).map(RetentionSettings::rules),
        retentions(root.path("instances"), "instances"),
        retentions(root.path("storages"), "storages"),
        Optional.ofNullable(keys.run())
            .flatMap(run -> Optional.ofNullable(run.deleteLimit()))
            .flatMap(DeleteLimit::parse)
            .orElse(DeleteLimit.DEFAULT));
  }

  /** The rules of each element of a list that has some, by its id. */
  private Map<String, RetentionRules> retentions(JsonNode sections, String path) {
    var rules = new HashMap<String, RetentionRules>();
    for (int i = 0; i < sections.size(); i++) {
      JsonNode said = sections.get(i).path("retention");
      String id = sections.get(i).path("id").asText();
      if (said.isObject()) {
        // Bound once more: what is wrong with it was told when its section was.
        binder
            .bind(
                ConfigShape.RetentionKeys.class,
                said,
                Problems.at(path, i) + ".retention",
                Set.of())
            .ifPresent(keys -> rules.put(id, RetentionSettings.rules(keys)));
      }
    }
    return rules;
  }
}
