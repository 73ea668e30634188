package digital.vya.backup.core;

/** Where artifacts go. */
final class ArtifactKeys {
  private ArtifactKeys() {}
}
