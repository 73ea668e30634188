package digital.vya.backup.launcher;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.core.BackupQuery;
import digital.vya.backup.core.Manifest;
import digital.vya.backup.core.RestoreOrder;
import digital.vya.backup.core.Sizes;
import digital.vya.backup.core.StoredBackup;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks what to restore and where to, shows what that means, and asks again. */
final class InteractiveRestore {

  private static final int MOST = 100_000;
  private static final int SHOWN = 20;

  private final VyaBackup vya;
  private final Dialog dialog;

  InteractiveRestore(VyaBackup vya, Dialog dialog) {
    this.vya = vya;
    this.dialog = dialog;
  }

  /** What was decided; nothing if it was to restore nothing. */
  Optional<RestoreOrder> order(RestoreChoices choices) throws IOException, InterruptedException {
    List<StoredBackup> all =
        vya.backups(
            new BackupQuery(Optional.empty(), Optional.empty(), MOST),
            line -> dialog.say("unreadable: " + line));
    if (all.isEmpty()) {
      dialog.say("there are no backups");
      return Optional.empty();
    }
    return one("Instance", grouped(all, m -> m.source().instance()))
        .flatMap(of -> asked("Database", grouped(of, m -> what(m.source()))))
        .flatMap(this::backup)
        .flatMap(backup -> decided(backup.manifest(), choices));
  }

  private static Map<String, List<StoredBackup>> grouped(
      List<StoredBackup> backups, Function<Manifest, String> by) {
    return new TreeMap<>(
        backups.stream().collect(Collectors.groupingBy(b -> by.apply(b.manifest()))));
  }

  private static String what(ArtifactSource source) {
    return source.kind() == ArtifactSource.Kind.GLOBALS ? "(globals)" : source.database();
  }

  private Optional<List<StoredBackup>> asked(String what, Map<String, List<StoredBackup>> groups) {
    try {
      return one(what, groups);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Optional<List<StoredBackup>> one(String what, Map<String, List<StoredBackup>> groups)
      throws IOException {
    List<String> names = List.copyOf(groups.keySet());
    List<String> lines =
        names.stream()
            .map(
                name -> {
                  List<StoredBackup> backups = groups.getOrDefault(name, List.of());
                  return "%-30s %d backups, the last %s ago"
                      .formatted(name, backups.size(), age(backups.get(0).manifest()));
                })
            .toList();
    return dialog.choose(what, lines).map(n -> groups.getOrDefault(names.get(n), List.of()));
  }

  private Optional<StoredBackup> backup(List<StoredBackup> backups) {
    Map<String, StoredBackup> once = new LinkedHashMap<>();
    backups.forEach(
        b -> once.merge(b.manifest().id(), b, (x, y) -> x.manifest().damaged() ? y : x));
    List<StoredBackup> shown = once.values().stream().limit(SHOWN).toList();
    var time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(vya.options().zone());
    List<String> lines = new ArrayList<>();
    for (StoredBackup backup : shown) {
      Manifest manifest = backup.manifest();
      lines.add(
          "%s  %6s old  %10s  %-9s  %s"
              .formatted(
                  time.format(manifest.started()),
                  age(manifest),
                  Sizes.text(manifest.artifact().bytes()),
                  Json.lower(manifest.proof().evidence()),
                  manifest.id() + Texts.marks(manifest)));
    }
    try {
      return dialog.choose("Backup", lines).map(shown::get);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Optional<RestoreOrder> decided(Manifest manifest, RestoreChoices choices) {
    try {
      Optional<String> target = dialog.ask("Target [the original place]:");
      Optional<Integer> mode =
          target.isEmpty()
              ? Optional.empty()
              : dialog.choose(
                  "Mode",
                  List.of(
                      "safe  beside the target, compared, then in its place; can be undone",
                      "fast  straight into the target; cannot be undone",
                      "test  beside the target, where it stays for a look"));
      if (mode.isEmpty()) {
        return Optional.empty();
      }
      var modes = List.of(RestoreMode.SAFE, RestoreMode.FAST, RestoreMode.TEST);
      RestoreMode chosen = modes.get(mode.get());
      var order =
          new RestoreOrder(
              new RestoreOrder.Origin.Id(manifest.id()),
              Optional.empty(),
              target.filter(t -> !t.isEmpty()),
              chosen,
              choices.force() || chosen == RestoreMode.FAST,
              choices.options(),
              false);
      return dialog.agrees(plan(manifest, order)) ? Optional.of(order) : Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String plan(Manifest manifest, RestoreOrder order) {
    String what =
        "This restores "
            + manifest.source().label()
            + " as it was "
            + age(manifest)
            + " ago ("
            + manifest.id()
            + ", "
            + Json.lower(manifest.proof().evidence())
            + ") to "
            + order.target().orElse("its original place")
            + " in "
            + manifest.source().instance();
    if (manifest.source().kind() == ArtifactSource.Kind.GLOBALS) {
      return what + "; what exists is left as it is.";
    }
    if (order.options().isPartial()) {
      return what
          + ", only "
          + order.options().tables()
          + order.options().schemas()
          + "; what is replaced CANNOT be brought back.";
    }
    return what
        + switch (order.mode()) {
          case SAFE -> "; what is there is kept and can be brought back.";
          case FAST -> "; what is there is REPLACED and cannot be brought back.";
          default -> ", in a database of its own; nothing that is there is touched.";
        };
  }

  private static String age(Manifest manifest) {
    Duration age = Duration.between(manifest.started(), Instant.now());
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    return age.toHours() > 0 ? age.toHours() + " h" : Math.max(0, age.toMinutes()) + " min";
  }
}
