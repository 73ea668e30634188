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

  /** Those that the names of old files can tell. */
  private static final List<String> ENGINES = List.of("mysql", "mariadb", "postgresql", "files");

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
        String path = Problems.at(Problems.at("storages", i) + ".old_files", j);
        Optional<OldFiles> one = one(said.get(j), path);
        one.ifPresent(o -> requireOwn(o, files, path));
        one.ifPresent(files::add);
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

  /** Of one file two rules would decide, and the weaker one delete what the other one keeps. */
  private void requireOwn(OldFiles one, List<OldFiles> before, String path) {
    before.stream()
        .filter(other -> sharesFiles(one, other))
        .findFirst()
        .ifPresent(
            other ->
                problems.add(
                    path,
                    "the same files are set as those of instance %s already, and what its rules keep would be deleted by others; leave one of the two out"
                        .formatted(other.instance())));
  }

  private static boolean sharesFiles(OldFiles one, OldFiles other) {
    return one.folder().equals(other.folder())
        && one.names() == other.names()
        && (one.names() == OldFiles.Names.TIME_LAST
            || one.driver().name().equals(other.driver().name())
            || ENGINES.stream()
                .anyMatch(
                    engine ->
                        one.driver().restoresDumpsOf(engine)
                            && other.driver().restoresDumpsOf(engine)));
  }
}
