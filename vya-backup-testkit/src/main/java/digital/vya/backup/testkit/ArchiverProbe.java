package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Uses an archiver the way the core does. */
record ArchiverProbe<C extends Record>(Archiver<C> archiver, C config, Host host) {

  static final String NAME = "orders.sql";

  byte[] archive(byte[] input, int piece) throws IOException {
    return archive(NAME, input, piece);
  }

  byte[] archive(String name, byte[] input, int piece) throws IOException {
    var sink = new RecordingSink();
    archiveInto(name, sink, input, piece);
    return sink.bytes();
  }

  void archiveInto(String name, OutputStream sink, byte[] input, int piece) throws IOException {
    try (var out = archiver.archive(config, name, sink, host)) {
      for (int from = 0; from < input.length; from += piece) {
        out.write(input, from, Math.min(piece, input.length - from));
      }
    }
  }

  byte[] extract(byte[] archive) throws IOException {
    var closed = new AtomicBoolean();
    var source =
        new ByteArrayInputStream(archive) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (var in = archiver.extract(config, source, host)) {
      byte[] all = in.readAllBytes();
      assertThat(closed).as("the archive is closed before its extraction is").isFalse();
      return all;
    }
  }

  /** What comes out; nothing if the archive is refused. */
  Optional<byte[]> tryExtract(byte[] archive) {
    try {
      return Optional.of(extract(archive));
    } catch (IOException | MissingKeyException e) {
      return Optional.empty();
    }
  }

  byte[] readByTool(List<String> command, Path folder, byte[] archive)
      throws IOException, InterruptedException {
    var found = host.tools().find(command.get(0), List.of());
    assertThat(found).as(command.get(0) + " must be installed for this test").isNotEmpty();
    var file = folder.resolve(archiver.archiveName(config, NAME));
    Files.write(file, archive);
    var arguments = new String[command.size()];
    command.subList(1, command.size()).toArray(arguments);
    arguments[arguments.length - 1] = file.toString();
    var sink = new RecordingSink();
    host.tools().dump(Tool.of(found.get(0), arguments), sink);
    return sink.bytes();
  }
}
