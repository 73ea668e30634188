package digital.vya.backup.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rules hold where.
 *
 * @param general what holds where nothing else does
 * @param instances rules of an instance, by its id
 * @param storages rules of a storage, by its id
 * @param limit how much one cleanup may delete
 * @param oldFiles what older programs left in a storage, by its id
 */
record RetentionSettings(
    Optional<RetentionRules> general,
    Map<String, RetentionRules> instances,
    Map<String, RetentionRules> storages,
    DeleteLimit limit,
    Map<String, List<OldFiles>> oldFiles) {

  /** Nothing is ever deleted. */
  static final RetentionSettings NONE =
      new RetentionSettings(Optional.empty(), Map.of(), Map.of(), DeleteLimit.DEFAULT);

  RetentionSettings {
    instances = Map.copyOf(instances);
    storages = Map.copyOf(storages);
    oldFiles = Map.copyOf(oldFiles);
  }

  RetentionSettings(
      Optional<RetentionRules> general,
      Map<String, RetentionRules> instances,
      Map<String, RetentionRules> storages,
      DeleteLimit limit) {
    this(general, instances, storages, limit, Map.of());
  }

  /** The same with what older programs left. */
  RetentionSettings with(Map<String, List<OldFiles>> files) {
    return new RetentionSettings(general, instances, storages, limit, files);
  }

  /** What older programs left in a storage. */
  List<OldFiles> oldFiles(String storage) {
    return oldFiles.getOrDefault(storage, List.of());
  }

  /** The rules for an instance's backups in a storage; where both have some, both hold. */
  List<RetentionRules> rules(String instance, String storage) {
    List<RetentionRules> special =
        Stream.of(instances.get(instance), storages.get(storage)).filter(Objects::nonNull).toList();
    return special.isEmpty() ? general.stream().toList() : special;
  }

  static RetentionRules rules(ConfigShape.RetentionKeys keys) {
    return new RetentionRules(
        count(keys.keepLast()),
        Optional.ofNullable(keys.keepWithin()),
        count(keys.keepHourly()),
        count(keys.keepDaily()),
        count(keys.keepWeekly()),
        count(keys.keepMonthly()),
        count(keys.keepYearly()),
        keys.floor() == null ? RetentionRules.FLOOR : Math.max(1, keys.floor()));
  }

  private static OptionalInt count(@Nullable Integer said) {
    return said == null ? OptionalInt.empty() : OptionalInt.of(said);
  }
}
