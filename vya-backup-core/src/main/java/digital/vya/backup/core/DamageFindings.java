package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what one verification finds damaged, and tells it once. */
final class DamageFindings {

  private static final Logger LOG = LoggerFactory.getLogger(DamageFindings.class);

  /** A store that lost its disk must not make a mail of a hundred thousand lines. */
  private static final int TOLD = 200;

  private final Environment environment;
  private final List<Alert.Finding> findings = new ArrayList<>();
  private long more;

  DamageFindings(Environment environment) {
    this.environment = environment;
  }

  void add(VerifyResult result) {
    if (findings.size() == TOLD) {
      more++;
      return;
    }
    // A manifest that cannot be read does not say what it is of.
    ArtifactSource source =
        result
            .manifest()
            .map(Manifest::source)
            .orElse(ArtifactSource.instance(result.destination(), ""));
    String what = result.manifest().map(m -> "backup " + m.id()).orElse(result.key());
    findings.add(
        new Alert.Finding(
            source,
            what
                + " in storage "
                + result.destination()
                + " is damaged: "
                + result.problem()
                + "; take a new backup, and look for a sound copy in another storage"));
  }

  void tell() {
    if (findings.isEmpty()) {
      return;
    }
    if (more > 0) {
      findings.add(
          new Alert.Finding(
              ArtifactSource.instance("", ""),
              "%d more are damaged; vya-backupdb verify shows all".formatted(more)));
    }
    var alert =
        new Alert(
            Alert.Kind.DAMAGED,
            environment.options().server(),
            environment.clock().instant(),
            environment.options().zone(),
            findings);
    new Notifications(environment).send(environment.masking().of(alert)).forEach(LOG::warn);
  }
}
