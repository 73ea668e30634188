package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reaches all that a configuration leads to, but for what is already known to be wrong. */
final class Connecting {

  private final ConfigReader.Found found;
  private final PluginRegistry registry;
  private final Clock clock;
  private final Mask mask;

  Connecting(ConfigReader.Found found, PluginRegistry registry, Clock clock, Mask mask) {
    this.mask = mask;
    this.found = found;
    this.registry = registry;
    this.clock = clock;
  }

  ConnectReport run() throws InterruptedException {
    var checks = new ArrayList<CheckResult>();
    for (SecretSources.Source<?> source : found.resolver().sources().configured()) {
      checks.add(Checking.of(source));
    }
    Optional<ConfigReader.Whole> whole = found.whole();
    boolean somewhere = found.problems().stream().noneMatch(p -> p.startsWith("run.state_dir"));
    if (whole.isPresent() && somewhere) {
      Settings sound = sound(whole.get());
      checks.addAll(new Checking(new Environment(sound, registry, List.of(), clock, mask)).run());
    }
    List<String> notes = whole.map(read -> ConfigNotes.of(read.tree())).orElse(List.of());
    return new ConnectReport(found.problems(), notes, checks);
  }

  private Settings sound(ConfigReader.Whole whole) {
    Settings all = whole.settings();
    JsonNode tree = whole.tree();
    return new Settings(
        all.run(),
        all.instances().stream().filter(i -> isSound(tree, "instances", i.id())).toList(),
        all.destinations().stream().filter(d -> isSound(tree, "storages", d.id())).toList(),
        all.channels().stream().filter(c -> isSound(tree, "notifications", c.id())).toList(),
        all.exporters().stream().filter(e -> isSound(tree, "metrics", e.id())).toList(),
        all.retention(),
        all.secrets());
  }

  /** A record that breaks its rules must not reach its plugin. */
  private boolean isSound(JsonNode tree, String list, String id) {
    for (int i = 0; i < tree.path(list).size(); i++) {
      String at = Problems.at(list, i);
      if (tree.path(list).path(i).path("id").asText().equals(id)
          && found.problems().stream().anyMatch(problem -> problem.startsWith(at))) {
        return false;
      }
    }
    return true;
  }
}
