package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes an artifact apart, stage by stage, by what its bytes say and not by its name. */
final class Decoding {

  private static final int HEAD = 512;
  private static final int MOST_STAGES = 8;

  private final List<Archiver<?>> archivers;
  private final Map<String, Settings.Stage<?>> configured;
  private final Host host;

  /**
   * A decoding.
   *
   * @param archivers all that may be recognised
   * @param configured settings by archiver name, for stages that need some
   */
  Decoding(List<Archiver<?>> archivers, Map<String, Settings.Stage<?>> configured, Host host) {
    this.archivers = List.copyOf(archivers);
    this.configured = Map.copyOf(configured);
    this.host = host;
  }

  /** Undoes the stages that a manifest names, last stage first. */
  InputStream undo(List<String> stages, InputStream artifact) throws IOException {
    InputStream stream = artifact;
    for (int stage = stages.size() - 1; stage >= 0; stage--) {
      stream = extract(named(stages.get(stage)), stream);
    }
    return stream;
  }

  /** Undoes whatever stages are recognised: for files without a manifest. */
  InputStream undoAll(InputStream file) throws IOException {
    var stream = new BufferedInputStream(file, 1 << 16);
    for (int stage = 0; stage < MOST_STAGES; stage++) {
      Optional<Archiver<?>> archiver = recognize(stream);
      if (archiver.isEmpty()) {
        return stream;
      }
      stream = new BufferedInputStream(extract(archiver.get(), stream), 1 << 16);
    }
    throw BackupException.data("the file is wrapped in more than " + MOST_STAGES + " archives");
  }

  private Archiver<?> named(String name) {
    for (Archiver<?> archiver : archivers) {
      if (archiver.name().equals(name)) {
        return archiver;
      }
    }
    throw BackupException.configuration(
        "the backup went through the archiver " + name + ", which is not installed; add its jar");
  }

  private Optional<Archiver<?>> recognize(BufferedInputStream stream) throws IOException {
    stream.mark(HEAD);
    byte[] head = stream.readNBytes(HEAD);
    stream.reset();
    return archivers.stream().<Archiver<?>>map(a -> a).filter(a -> a.recognizes(head)).findFirst();
  }

  private InputStream extract(Archiver<?> archiver, InputStream stream) throws IOException {
    Settings.Stage<?> stage = configured.get(archiver.name());
    return stage == null ? extractWithDefaults(archiver, stream) : extractWith(stage, stream);
  }

  private <C extends Record> InputStream extractWithDefaults(
      Archiver<C> archiver, InputStream stream) throws IOException {
    return archiver.extract(DefaultConfig.of(archiver), stream, host);
  }

  private <C extends Record> InputStream extractWith(Settings.Stage<C> stage, InputStream stream)
      throws IOException {
    return stage.archiver().extract(stage.config(), stream, host);
  }
}
