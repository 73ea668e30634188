package digital.vya.backup.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that no two databases of a configuration can come to the same key. A folder of its own
 * keeps a name apart from what surrounds it; without one it must be the last of the key, or be
 * followed by a character that it cannot hold.
 */
final class KeyRules {

  private static final String INSTANCE = "{instance}";
  private static final String DBMS = "{dbms}";

  private final Problems problems;

  KeyRules(Problems problems) {
    this.problems = problems;
  }

  void check(String template, List<Settings.Instance<?>> instances) {
    if (!ArtifactKeys.problem(template).isEmpty()) {
      return;
    }
    if (!template.contains(INSTANCE)) {
      checkShared(template, instances);
    }
    checkEnd(template, INSTANCE, instances.stream().map(Settings.Instance::id).toList());
    checkEnd(template, DBMS, instances.stream().map(i -> i.driver().name()).toList());
  }

  /** What follows a name must not be a part of one. */
  private void checkEnd(String template, String placeholder, List<String> names) {
    int at = template.indexOf(placeholder);
    String after = at < 0 ? "" : template.substring(at + placeholder.length());
    if (after.isEmpty() || List.of(template.split("/")).contains(placeholder)) {
      return;
    }
    String next = after.substring(0, 1);
    for (String name : names) {
      if (ArtifactKeys.encode(name).contains(next)) {
        problems.add(
            "run.key_template",
            "has %s behind %s, and %s holds it as well, so two databases could share a key; use a /"
                .formatted(next, placeholder, name));
      }
    }
  }

  /** Without the instance in a key, engine and database must tell whose it is. */
  private void checkShared(String template, List<Settings.Instance<?>> instances) {
    Map<String, String> owners = new HashMap<>();
    Set<String> told = new HashSet<>();
    for (Settings.Instance<?> instance : instances) {
      if (!instance.options().enabled()) {
        continue;
      }
      String dbms = template.contains(DBMS) ? instance.driver().name() : "";
      for (String destination : instance.options().destinations()) {
        String other = owners.putIfAbsent(dbms + "/" + destination, instance.id());
        if (other != null && told.add(other + "/" + instance.id())) {
          problems.add(
              "run.key_template",
              "has no {instance}, so databases of %s and %s could share a key in %s"
                  .formatted(other, instance.id(), destination));
        }
      }
    }
  }
}
