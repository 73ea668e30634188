package digital.vya.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the standard programs age and age-keygen make and read. */
final class InteropTest {

  private static final Secret WORDS = new Secret("correct horse battery staple");

  @TempDir Path folder;
  private Crypt crypt;

  @BeforeEach
  void prepare() throws IOException {
    crypt = new Crypt(folder);
    Files.writeString(folder.resolve("one.key"), Keys.ONE.file().reveal());
    Files.writeString(folder.resolve("two.key"), Keys.TWO.file().reveal());
  }

  @Test
  void ageReadsWhatIsEncryptedToSeveralKeysWithAnyOfThem() throws Exception {
    for (int length : new int[] {1, 65_535, 65_536, 65_537, 3_000_000}) {
      byte[] content = Crypt.noise(length);
      Path file = folder.resolve("a.age");
      Files.write(
          file, crypt.encrypt(AgeConfig.to(Keys.ONE.publicKey(), Keys.TWO.publicKey()), content));
      for (String key : List.of("one.key", "two.key")) {
        run("age", "-d", "-i", key, "-o", "a", "a.age");
        assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(content);
      }
    }
  }

  @Test
  void whatAgeEncryptedIsRead() throws Exception {
    for (int length : new int[] {0, 1, 48, 65_535, 65_536, 65_537, 3_000_000}) {
      byte[] content = Crypt.noise(length);
      Files.write(folder.resolve("a"), content);
      Files.writeString(
          folder.resolve("to.txt"), Keys.TWO.publicKey() + "\n" + Keys.ONE.publicKey() + "\n");
      run("age", "-R", "to.txt", "-o", "a.age", "a");
      run("age", "-a", "-r", Keys.ONE.publicKey(), "-o", "a.armored", "a");
      for (String name : List.of("a.age", "a.armored")) {
        byte[] archive = Files.readAllBytes(folder.resolve(name));
        assertThat(new AgeArchiver().recognizes(Arrays.copyOf(archive, 200))).isTrue();
        assertThat(crypt.decrypt(AgeConfig.with(Keys.ONE.file()), archive))
            .as("%s of %d bytes", name, length)
            .isEqualTo(content);
      }
    }
  }

  @Test
  void a4_anArmoredArchiveThatWasCutThrows() throws Exception {
    Files.write(folder.resolve("a"), Crypt.noise(300));
    run("age", "-a", "-r", Keys.ONE.publicKey(), "-o", "a.age", "a");
    byte[] whole = Files.readAllBytes(folder.resolve("a.age"));
    var config = AgeConfig.with(Keys.ONE.file());
    // The last byte is the end of the last line.
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> crypt.decrypt(config, cut))
          .as("%d of %d", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void ageKeygenKnowsOurKeysAndWeKnowItsKeys() throws Exception {
    assertThat(run("age-keygen", "-y", "one.key").strip()).isEqualTo(Keys.ONE.publicKey());

    run("age-keygen", "-o", "its.key");
    var its = new Secret(Files.readString(folder.resolve("its.key")));
    assertThat(new AgeArchiver().publicKeys(its))
        .containsExactly(run("age-keygen", "-y", "its.key").strip());
    Files.write(folder.resolve("a.age"), crypt.encrypt(AgeConfig.with(its), new byte[] {7}));
    run("age", "-d", "-i", "its.key", "-o", "a", "a.age");
    assertThat(Files.readAllBytes(folder.resolve("a"))).containsExactly(7);
  }

  @Test
  void aPassphraseWorksBothWays() throws Exception {
    byte[] content = Crypt.noise(100_000);
    Files.write(folder.resolve("ours.age"), crypt.encrypt(AgeConfig.with(WORDS, 16), content));
    typing("age -d -o a ours.age", WORDS.reveal());
    assertThat(Files.readAllBytes(folder.resolve("a"))).isEqualTo(content);

    // age takes 2^18 rounds.
    typing("age -p -o its.age a", WORDS.reveal(), WORDS.reveal());
    byte[] its = Files.readAllBytes(folder.resolve("its.age"));
    assertThat(crypt.decrypt(AgeConfig.with(WORDS, 10), its)).isEqualTo(content);
  }

  /** Runs a command at a terminal of its own that answers its questions for a passphrase. */
  private void typing(String command, String... answers) throws Exception {
    String shown =
        run(
            Stream.concat(Stream.of("python3", "-c", PTY, command), Arrays.stream(answers))
                .toArray(String[]::new));
    assertThat(shown).contains("assphrase");
  }

  private static final String PTY =
      """
      import os, pty, sys
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp('sh', ['sh', '-c', sys.argv[1]])
      answers, shown, seen = sys.argv[2:], b'', 0
      try:
          while True:
              some = os.read(terminal, 1000)
              if not some:
                  break
              shown += some
              while answers and b': ' in shown[seen:]:
                  seen = shown.index(b': ', seen) + 2
                  os.write(terminal, answers.pop(0).encode() + b'\\n')
      except OSError:
          pass
      print(shown.decode())
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """;

  private String run(String... command) throws Exception {
    Files.deleteIfExists(folder.resolve("out"));
    for (int i = 0; i < command.length - 1; i++) {
      if (command[i].equals("-o")) {
        Files.deleteIfExists(folder.resolve(command[i + 1]));
      }
    }
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    process.getOutputStream().close();
    int code = process.waitFor();
    String said = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    assertThat(code).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
