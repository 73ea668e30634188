package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.EncryptionKeys;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MissingKeyException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Takes an artifact apart, stage by stage, by what its bytes say and not by its name. */
final class Decoding {

  private static final int HEAD = 512;
  private static final int MOST_STAGES = 8;

  /** So far an archiver may have read when it finds that it has no key. */
  private static final int LONGEST_HEADER = 1 << 18;

  private final List<Archiver<?>> archivers;
  private final Map<String, Set<Settings.Stage<?>>> configured;
  private final Host host;

  /**
   * A decoding.
   *
   * @param archivers all that may be recognised
   * @param configured settings by archiver name, for stages that need some; where instances have
   *     different keys, any of them may fit
   */
  Decoding(List<Archiver<?>> archivers, Map<String, Set<Settings.Stage<?>>> configured, Host host) {
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
    Set<Settings.Stage<?>> stages = configured.getOrDefault(archiver.name(), Set.of());
    if (stages.isEmpty()) {
      return extractWithDefaults(archiver, stream);
    }
    return archiver instanceof EncryptionKeys<?> && stages.size() > 1
        ? extractWithAny(stages, new BufferedInputStream(stream, 1 << 16))
        : extractWith(stages.iterator().next(), stream);
  }

  private InputStream extractWithAny(Set<Settings.Stage<?>> stages, BufferedInputStream stream)
      throws IOException {
    var reasons = new StringJoiner("; or ");
    for (Settings.Stage<?> stage : stages) {
      stream.mark(LONGEST_HEADER);
      try {
        return extractWith(stage, stream);
      } catch (MissingKeyException e) {
        reasons.add(e.getMessage());
        stream.reset();
      }
    }
    throw new MissingKeyException(reasons.toString());
  }

  private <C extends Record> InputStream extractWithDefaults(
      Archiver<C> archiver, InputStream stream) throws IOException {
    try {
      return archiver.extract(DefaultConfig.of(archiver), stream, host);
    } catch (DefaultConfig.NoneException e) {
      throw archiver instanceof EncryptionKeys<?>
          ? new MissingKeyException(
              "it is encrypted with %s, of which no settings are configured here; add {\"type\": \"%s\", …} with a private key to the archive of an instance"
                  .formatted(archiver.name(), archiver.name()))
          : e;
    }
  }

  private <C extends Record> InputStream extractWith(Settings.Stage<C> stage, InputStream stream)
      throws IOException {
    return stage.archiver().extract(stage.config(), stream, host);
  }
}
