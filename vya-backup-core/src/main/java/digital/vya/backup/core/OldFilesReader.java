package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads what older programs left in which storage. */
final class OldFilesReader {

  private final RecordBinder binder;
  private final Problems problems;
  private final List<Settings.Instance<?>> instances;

  /**
   * @param instances of which the files may be
   */
  OldFilesReader(RecordBinder binder, Problems problems, List<Settings.Instance<?>> instances) {
    this.binder = binder;
    this.problems = problems;
    this.instances = instances;
  }

  /** By the id of the storage. */
  Map<String, List<OldFiles>> read(JsonNode storages) {
    var all = new HashMap<String, List<OldFiles>>();
    for (int i = 0; i < storages.size(); i++) {
      var files = new ArrayList<OldFiles>();
      JsonNode said = storages.path(i).path("old_files");
      for (int j = 0; j < said.size(); j++) {
        one(said.get(j), Problems.at(Problems.at("storages", i) + ".old_files", j))
            .ifPresent(files::add);
      }
      all.put(storages.path(i).path("id").asText(), files);
    }
    return all;
  }

  private Optional<OldFiles> one(JsonNode said, String path) {
    // Bound once more: what is wrong with it was told when its section was.
    Optional<ConfigShape.OldFileKeys> keys =
        binder.bind(ConfigShape.OldFileKeys.class, said, path, Set.of());
    String id = keys.map(ConfigShape.OldFileKeys::instance).orElse("");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = instances.stream().map(Settings.Instance::id).toList();
    if (!ids.contains(id)) {
      problems.add(path + ".instance", NearMiss.unknown("instance", id, ids));
    }
    return instances.stream()
        .filter(instance -> instance.id().equals(id))
        .findAny()
        .flatMap(
            instance ->
                keys.map(
                    k ->
                        new OldFiles(
                            Objects.requireNonNullElse(k.folder(), ""),
                            k.names(),
                            id,
                            instance.driver())));
  }
}
