package digital.vya.backup.core;

import digital.vya.backup.api.Host;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The stages an artifact goes through, for one dump: each stage knows what flows into it. */
final class ArchiveChain {

  private final List<Settings.Stage<?>> stages;
  private final List<String> names = new ArrayList<>();

  ArchiveChain(List<Settings.Stage<?>> stages, String dumpName) {
    this.stages = stages;
    names.add(dumpName);
    stages.forEach(stage -> names.add(name(stage, names.get(names.size() - 1))));
  }

  private static <S extends Record> String name(Settings.Stage<S> stage, String name) {
    return stage.archiver().archiveName(stage.config(), name);
  }

  /** The name of what comes out of the last stage. */
  String artifactName() {
    return names.get(names.size() - 1);
  }

  /** The name of what goes into the first stage. */
  String dumpName() {
    return names.get(0);
  }

  /** The archivers' names, first stage first. */
  List<String> archivers() {
    return stages.stream().map(stage -> stage.archiver().name()).toList();
  }

  /** Takes the dump; closing it ends every stage and closes the sink. */
  OutputStream open(OutputStream sink, Host host) throws IOException {
    OutputStream stream = sink;
    for (int stage = stages.size() - 1; stage >= 0; stage--) {
      stream = open(stages.get(stage), names.get(stage), stream, host);
    }
    return stream;
  }

  private static <S extends Record> OutputStream open(
      Settings.Stage<S> stage, String name, OutputStream sink, Host host) throws IOException {
    return stage.archiver().archive(stage.config(), name, sink, host);
  }
}
