package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.it.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that writes backups it cannot read, and the one that can, by the packaged launcher. */
final class AgeIT {

  @TempDir Path folder;
  private Launcher launcher;
  private String publicKey = "";

  @BeforeEach
  void makeKeysAndData() throws Exception {
    launcher = new Launcher(folder);
    Result generated = launcher.run("keys", "generate", "--out", path("backup.key"));
    assertThat(generated.exitCode()).as("%s", generated).isZero();
    publicKey = generated.out().strip();
    Files.createDirectory(folder.resolve("store"));
    Shell.pipe(
        "cd '%s'; mkdir site; seq 100000 > site/numbers; ln -s numbers site/link"
            .formatted(folder));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A configuration whose age stage has these settings. */
  private String config(String name, String age) throws IOException {
    return Launcher.configuration(
            folder.resolve(name),
            """
            {
              "run": {"state_dir": "%1$s/state"},
              "defaults": {"archive": ["zstd", {"type": "age", %2$s}]},
              "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
              "instances": [
                {"id": "www", "dbms": "files", "sets": {"site": {"include": ["%1$s/site/**"]}}}
              ]
            }
            """
                .formatted(folder, age))
        .toString();
  }

  private String writing() throws IOException {
    return config("writing.json", "\"recipients\": [\"" + publicKey + "\"]");
  }

  private String reading(String key) throws IOException {
    return config(
        "reading.json",
        "\"recipients\": [\"%s\"], \"identity_file\": \"%s\"".formatted(publicKey, path(key)));
  }

  @Test
  void keysAreThoseOfAgeKeygenAndNeverOverwritten() throws Exception {
    Path key = folder.resolve("backup.key");
    String before = Files.readString(key);
    assertThat(Shell.run("age-keygen", "-y", key.toString()).strip()).isEqualTo(publicKey);
    assertThat(Shell.run("stat", "-c", "%a", key.toString()).strip()).isEqualTo("600");

    Result again = launcher.run("keys", "generate", "--out", key.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already, and nothing was written");
    assertThat(Files.readString(key)).isEqualTo(before);
    Result shown = launcher.run("keys", "public", key.toString());
    assertThat(shown.out().strip()).isEqualTo(publicKey);
    assertThat(shown.out() + shown.err()).doesNotContain("AGE-SECRET-KEY");
  }

  @Test
  void theServerThatWritesCannotReadAndSaysSo() throws Exception {
    Result backup = launcher.run("backup", "--all", "--json", "-c", writing());
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(backup.out()).contains("\"read_back\"").contains("no private key is at hand");

    Result verify = launcher.run("verify", "--all", "--json", "-c", writing());
    assertThat(verify.exitCode()).as("%s", verify).isZero();
    assertThat(verify.out()).contains("\"read_back\"").contains("no private key is at hand");

    String without =
        Files.readString(folder.resolve("writing.json"))
            .replaceFirst(", \\{\"type\": \"age\"[^}]*\\}", "");
    Result elsewhere =
        launcher.run(
            "verify",
            "--all",
            "-c",
            Launcher.configuration(folder.resolve("without.json"), without).toString());
    assertThat(elsewhere.exitCode()).as("%s", elsewhere).isZero();
    assertThat(elsewhere.out()).contains("of which no settings are configured here");

    Result drill = launcher.run("verify", "--all", "--restore", "-c", writing());
    assertThat(drill.exitCode()).as("%s", drill).isEqualTo(2);
    assertThat(drill.out()).contains("its restore cannot be tried");

    Result restore = restore(writing());
    assertThat(restore.exitCode()).as("%s", restore).isEqualTo(2);
    assertThat(restore.err()).contains("cannot be decoded: it is encrypted to an age key (X25519)");
    assertThat(folder.resolve("restored")).doesNotExist();

    Shell.pipe(
        "printf x | dd of=$(ls '%s'/store/www/site/*.age) bs=1 seek=300 conv=notrunc"
            .formatted(folder));
    Result damaged = launcher.run("verify", "--all", "-c", writing());
    assertThat(damaged.exitCode()).as("%s", damaged).isEqualTo(6);
  }

  @Test
  void whereTheKeyIsBackupsComeBackAndAWrongOneIsToldAsWrong() throws Exception {
    assertThat(launcher.run("backup", "--all", "-c", writing()).exitCode()).isZero();
    Shell.run("age-keygen", "-o", path("other.key"));

    Result wrong = restore(reading("other.key"));
    assertThat(wrong.exitCode()).as("%s", wrong).isEqualTo(2);
    assertThat(wrong.err()).contains("none of the private keys at hand (1) opens it");
    Result verify = launcher.run("verify", "--all", "-c", reading("other.key"));
    assertThat(verify.exitCode()).as("%s", verify).isZero();
    Result missing = restore(reading("stick/backup.key"));
    assertThat(missing.exitCode()).as("%s", missing).isEqualTo(2);
    assertThat(missing.err()).contains("stick/backup.key is not there");

    Result restored = restore(reading("backup.key"));
    assertThat(restored.exitCode()).as("%s", restored).isZero();
    Shell.pipe("cmp '%1$s/site/numbers' $(find '%1$s/restored' -name numbers)".formatted(folder));
    Result proven = launcher.run("verify", "--all", "--json", "-c", reading("backup.key"));
    assertThat(proven.out()).contains("\"decoded\"");
    Shell.pipe(
        "age -d -i '%1$s/backup.key' '%1$s'/store/www/site/*.age | zstd -dc | tar -t | grep numbers"
            .formatted(folder));
  }

  @Test
  void anyOfTheKeysOfSeveralInstancesOpensABackup() throws Exception {
    assertThat(launcher.run("backup", "--all", "-c", writing()).exitCode()).isZero();
    Shell.run("age-keygen", "-o", path("other.key"));
    String two =
        Files.readString(Path.of(reading("other.key")))
            .replaceFirst(
                "\"instances\": \\[",
                """
                "instances": [
                  {"id": "more", "dbms": "files", "sets": {"x": {"include": ["/nowhere/**"]}},
                   "archive": [{"type": "age", "identity_file": "%s"}]},
                """
                    .formatted(path("backup.key")));
    Result restored = restore(Launcher.configuration(folder.resolve("two.json"), two).toString());
    assertThat(restored.exitCode()).as("%s", restored).isZero();
  }

  @Test
  void aKeyInTheSecretStoreOpensWhatWasWrittenToIt() throws Exception {
    launcher.with("VYA_BACKUP_SECRETS", path("secrets.vya"));
    Shell.pipe("umask 77; head -c 32 /dev/urandom | base64 > '%s'".formatted(path("store.key")));
    Result made = launcher.run("keys", "generate", "--secret", "backup-key", "--json");
    assertThat(made.exitCode()).as("%s", made).isZero();
    assertThat(made.out() + made.err()).doesNotContain("AGE-SECRET-KEY");
    JsonNode document = made.json();
    String config = config("stored.json", "\"identities\": [\"${secret:backup-key}\"]");

    Result backup = launcher.run("backup", "--all", "--json", "-c", config);
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    assertThat(backup.out()).contains("\"decoded\"");
    assertThat(document.path("public_key").asText()).startsWith("age1");
  }

  private Result restore(String config) throws IOException, InterruptedException {
    return launcher.run(
        Stream.of(
                "restore",
                "--latest",
                "--instance",
                "www",
                "--database",
                "site",
                "--target",
                path("restored"),
                "-c",
                config)
            .toArray(String[]::new));
  }
}
