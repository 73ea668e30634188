package digital.vya.backup.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsCommandTest {

  private static final String VALUE = "p#ss ç \"x\"";

  @TempDir private Path folder;
  private final InputStream before = System.in;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Path store = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void key() {
    store = folder.resolve("secrets.vya");
    key = folder.resolve("store.key");
    assertThat(plain("secrets", "new-key", key.toString())).isZero();
  }

  @AfterEach
  void input() {
    System.setIn(before);
  }

  private int plain(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("secrets"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--store", store.toString(), "--key-file", key.toString()));
    return plain(all.toArray(String[]::new));
  }

  private int piped(String input, String... arguments) {
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    return run(arguments);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void aSecretIsAddedReadListedAndRemoved() throws IOException {
    assertThat(piped(VALUE + "\n", "add", "db/main")).as("%s", err).isZero();
    assertThat(out.toString()).contains("added db/main in the new store").doesNotContain(VALUE);
    assertThat(run("get", "db/main")).isZero();
    assertThat(out.toString()).isEqualTo(VALUE + System.lineSeparator());
    assertThat(run("list", "--json")).isZero();
    assertThat(json().path("secrets").path(0).path("id").asText()).isEqualTo("db/main");
    assertThat(json().path("secrets").path(0).path("changed").asText()).endsWith("Z");
    assertThat(run("remove", "db/main")).isZero();
    assertThat(run("get", "db/main")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no secret db/main", "secrets list shows");
    assertThat(run("remove", "db/main")).isEqualTo(2);
  }

  @Test
  void aSecretThatIsThereIsReplacedOnlyWhereThatIsSaid() {
    assertThat(piped("one", "add", "a")).isZero();
    assertThat(piped("two", "add", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("with --replace");
    assertThat(piped("two", "add", "a", "--replace")).isZero();
    assertThat(run("get", "a")).isZero();
    assertThat(out.toString().strip()).isEqualTo("two");
  }

  @Test
  void aValueComesFromAFileOrIsMadeUp() throws IOException {
    Path file = Files.writeString(folder.resolve("value"), "line 1\nline 2\n");
    assertThat(run("add", "file", "--from-file", file.toString())).isZero();
    assertThat(run("get", "file", "--json")).isZero();
    assertThat(json().path("value").asText()).isEqualTo("line 1\nline 2");
    assertThat(run("add", "made", "--generate", "40")).isZero();
    assertThat(run("get", "made")).isZero();
    assertThat(out.toString().strip()).matches("[A-Za-z0-9]{40}");
    assertThat(run("add", "short", "--generate", "3")).isEqualTo(2);
    assertThat(run("add", "x", "--generate", "20", "--from-file", "f")).isEqualTo(2);
  }

  @Test
  void aSecretIsNeverAnArgument() {
    assertThat(run("add", "db", "s3cret")).isEqualTo(2);
    assertThat(store).doesNotExist();
    assertThat(run("add", "a:b")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be called so");
  }

  @Test
  void aFileIsImportedInOneStepOrNotAtAll() throws IOException {
    Path file = Files.writeString(folder.resolve("f.env"), "A=1\nB='two words'\n");
    assertThat(run("import", file.toString(), "--dry-run", "--json")).isZero();
    assertThat(json().path("secrets").path(1).path("status").asText()).isEqualTo("added");
    assertThat(store).doesNotExist();
    assertThat(run("import", file.toString())).isZero();
    assertThat(run("get", "B")).isZero();
    assertThat(out.toString().strip()).isEqualTo("two words");

    assertThat(piped("{\"A\": \"1\", \"B\": \"0ther\", \"C\": \"3\"}", "import", "-")).isEqualTo(2);
    assertThat(err.toString())
        .contains("other values for B", "--replace")
        .doesNotContain("two words");
    assertThat(run("list", "--json")).isZero();
    assertThat(json().path("secrets")).hasSize(2);
    assertThat(piped("{\"A\": \"1\", \"B\": \"0ther\"}", "import", "-", "--replace", "--json"))
        .isZero();
    assertThat(json().path("secrets").toString()).contains("\"same\"", "\"changed\"");
    assertThat(piped("{\"bad id\": \"s3cret\"}", "import", "-")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot be called bad id").doesNotContain("s3cret");
  }

  @Test
  void aWrongOrMissingKeyExitsWithTwoAndADamagedStoreWithSix() throws IOException {
    assertThat(piped("x", "add", "a")).isZero();
    Path other = folder.resolve("other.key");
    assertThat(plain("secrets", "new-key", other.toString())).isZero();
    assertThat(plain("secrets", "new-key", other.toString())).isEqualTo(2);
    assertThat(
            plain(
                "secrets", "get", "a", "--store", store.toString(), "--key-file", other.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("does not open the secret store");
    assertThat(plain("secrets", "list", "--store", store.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("sealed with a key file", "VYA_BACKUP_KEY_FILE");
    byte[] bytes = Files.readAllBytes(store);
    bytes[bytes.length - 1] ^= 1;
    Files.write(store, bytes);
    assertThat(run("list")).isEqualTo(6);
  }

  @Test
  void infoTellsTheKindOfKeyWithoutHavingIt() throws IOException {
    assertThat(run("info")).isZero();
    assertThat(out.toString()).contains("there is none yet");
    assertThat(piped("x", "add", "a")).isZero();
    assertThat(run("info", "--json")).isZero();
    assertThat(json().path("key").asText()).isEqualTo("key_file");
    assertThat(json().path("secrets").asInt()).isEqualTo(1);
    assertThat(plain("secrets", "info", "--store", store.toString())).isEqualTo(2);
    assertThat(out.toString()).contains("key      a key file");
  }

  @Test
  void rekeyChangesTheKindAndTheMachinesIdentityComesWithAWarning() {
    assertThat(piped("x", "add", "a")).isZero();
    assertThat(run("rekey")).isEqualTo(2);
    assertThat(run("rekey", "--to-machine")).as("%s", err).isZero();
    assertThat(err.toString()).contains("warning: ", "not from who is root here");
    assertThat(run("get", "a")).isEqualTo(2);
    assertThat(err.toString())
        .contains("sealed with the identity of its machine, not with a key file");
    assertThat(plain("secrets", "get", "a", "--store", store.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo("x");
    assertThat(plain("secrets", "info", "--store", store.toString())).isZero();
    assertThat(out.toString()).contains("secrets  1", "warning: sealed with the identity");
    assertThat(
            plain("secrets", "rekey", "--store", store.toString(), "--to-key-file", key.toString()))
        .isZero();
    assertThat(run("get", "a")).isZero();
  }

  @Test
  void aPassphraseComesFromAFileWhereNobodySitsAtATerminal() throws IOException {
    Path words = folder.resolve("words");
    Files.writeString(words, "correct horse battery\n");
    Files.setPosixFilePermissions(
        words, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    System.setIn(new ByteArrayInputStream("x".getBytes(UTF_8)));
    String[] opened = {"--store", store.toString(), "--passphrase-file", words.toString()};

    assertThat(plain("secrets", "add", "a", opened[0], opened[1], opened[2], opened[3])).isZero();
    assertThat(plain("secrets", "get", "a", opened[0], opened[1], opened[2], opened[3])).isZero();
    assertThat(out.toString().strip()).isEqualTo("x");
    assertThat(plain("secrets", "get", "a", opened[0], opened[1])).isEqualTo(2);
    assertThat(err.toString()).contains("VYA_BACKUP_PASSPHRASE");
  }

  @Test
  void aPassphraseNobodyCanTypeIsRefusedAndNeverBecomesAnotherKind() {
    System.setIn(new ByteArrayInputStream("x".getBytes(UTF_8)));
    assertThat(plain("secrets", "add", "a", "--store", store.toString(), "--passphrase"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no terminal to ask for the passphrase");
    assertThat(store).doesNotExist();
    assertThat(run("add", "a", "--passphrase")).isEqualTo(2);
    assertThat(err.toString()).contains("--passphrase is for a new store that has no key file");
    assertThat(piped("x", "add", "a")).isZero();
    assertThat(run("rekey", "--to-passphrase")).isEqualTo(2);
    assertThat(err.toString()).contains("--to-passphrase-file");
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(plain("secrets", "--help")).isZero();
    assertThat(out.toString())
        .contains(
            "add", "get", "list", "remove", "info", "import", "rekey", "new-key", "${secret:ID}");
    assertThat(plain("secrets")).isEqualTo(2);
  }
}
