package digital.vya.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Random;

/** Packs, unpacks and damages archives. */
record Packing<C extends Record>(Archiver<C> archiver, C config) {

  static final byte[] NOTHING = {};

  /** Lines a person could have typed, the same each time. */
  static byte[] text(int length) {
    var random = new Random(length);
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append("INSERT INTO orders VALUES (").append(random.nextInt(100_000)).append(");\n");
    }
    return text.substring(0, length).getBytes(StandardCharsets.UTF_8);
  }

  static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  /** The standard output of a tool that has to succeed. */
  static byte[] run(Path folder, String... command) throws Exception {
    Path errors = Files.createTempFile(folder, "stderr", ".txt");
    var process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().put("LC_ALL", "C.UTF-8");
    var running = process.redirectError(errors.toFile()).start();
    running.getOutputStream().close();
    byte[] output = running.getInputStream().readAllBytes();
    assertThat(running.waitFor())
        .as(() -> Arrays.toString(command) + " said " + new String(output, StandardCharsets.UTF_8))
        .withFailMessage(() -> said(errors))
        .isZero();
    return output;
  }

  byte[] pack(byte[] content) throws IOException {
    return pack("orders.sql", content);
  }

  byte[] pack(String name, byte[] content) throws IOException {
    var sink = new ByteArrayOutputStream();
    try (var archive = open(name, sink)) {
      archive.write(content);
    }
    return sink.toByteArray();
  }

  OutputStream open(String name, OutputStream sink) throws IOException {
    return archiver.archive(config, name, sink, new NoHost());
  }

  byte[] unpack(byte[] archive) throws IOException {
    try (var content = archiver.extract(config, new ByteArrayInputStream(archive), new NoHost())) {
      return content.readAllBytes();
    }
  }

  void assertRoundTrip(byte[] content) throws IOException {
    byte[] archive = pack(content);
    assertThat(archiver.recognizes(Arrays.copyOf(archive, Math.min(512, archive.length)))).isTrue();
    assertThat(unpack(archive)).isEqualTo(content);
  }

  /** However short the beginning of an archive is, it is not read as a whole one. */
  void assertEveryCutThrows(byte[] archive) {
    for (int length = 0; length < archive.length; length++) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThatThrownBy(() -> unpack(cut))
          .as("cut to " + length + " of " + archive.length)
          .isInstanceOf(IOException.class);
    }
  }

  void assertEveryFlipThrows(byte[] archive) {
    for (int bit = 0; bit < archive.length * 8; bit++) {
      byte[] altered = flip(archive, bit);
      assertThatThrownBy(() -> unpack(altered))
          .as("byte " + bit / 8 + " bit " + bit % 8 + " of " + archive.length)
          .isInstanceOf(IOException.class);
    }
  }

  static byte[] flip(byte[] archive, int bit) {
    byte[] altered = archive.clone();
    altered[bit / 8] ^= (byte) (1 << bit % 8);
    return altered;
  }

  private static String said(Path errors) {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** An archiver needs nothing of its host. */
  record NoHost() implements Host {
    @Override
    public ToolRunner tools() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void warn(String message) {
      throw new UnsupportedOperationException(message);
    }

    @Override
    public void omit(String what, String why) {
      throw new UnsupportedOperationException(what + why);
    }

    @Override
    public Path workDir() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}
