package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlaceholdersTest {

  private static final String PLACES =
      "\"storages\": [{\"id\": \"d\", \"type\": \"local\", \"path\": \"/b\"}]";

  @TempDir private Path folder;

  /** A source that knows one secret, and writes down what it is asked for. */
  static final class Vault implements SecretSource<Vault.Config> {

    /** What opens it. */
    public record Config(@Nullable Secret token, @Nullable String knows) {}

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> secrets;
    private final Optional<Exception> failure;

    Vault(Map<String, String> secrets, Optional<Exception> failure) {
      this.secrets = secrets;
      this.failure = failure;
    }

    @Override
    public String name() {
      return "vault";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Optional<Secret> find(Config config, String id, Host host) throws IOException {
      asked.add((config.token() == null ? "" : config.token().reveal() + "/") + id);
      if (failure.isPresent() && failure.get() instanceof IOException e) {
        throw e;
      }
      if (failure.isPresent() && failure.get() instanceof BackupException e) {
        throw e;
      }
      boolean knows = config.knows() == null || config.knows().equals(id);
      return Optional.ofNullable(knows ? secrets.get(id) : null).map(Secret::new);
    }
  }

  @Test
  void valuesComeFromTheEnvironmentFilesAndSources() throws IOException {
    Path file = Files.writeString(folder.resolve("pw"), "p#ss \"${env:X}\" \\ ç\n");
    var vault = new Vault(Map.of("db", "from the vault"), Optional.empty());

    ConfigFakes.ServerConfig config =
        server(
            """
            "host": "${env:HOST}.example.org", "user": "$${env:HOST}", "password": "${file:%s}",
            "port": "${env:PORT}", "verbose": "${env:YES}", "parameters": {"a": "${secret:db}"}
            """
                .formatted(file),
            vault);

    assertThat(config.host()).isEqualTo("db1.example.org");
    assertThat(config.user()).isEqualTo("${env:HOST}");
    assertThat(config.password()).isEqualTo(new Secret("p#ss \"${env:X}\" \\ ç"));
    assertThat(config.port()).isEqualTo(6000);
    assertThat(config.verbose()).isTrue();
    assertThat(config.parameters()).containsEntry("a", "from the vault");
  }

  @Test
  void aSourceIsAskedOnceAndWithWhatAnEarlierOneHolds() {
    var vault = new Vault(Map.of("db", "pw", "token", "t0k"), Optional.empty());

    Settings settings =
        read(
            """
            {"secrets": [{"id": "first", "type": "vault", "knows": "token"},
                         {"id": "second", "type": "vault", "token": "${secret:first:token}"}],
             %s, "instances": [
               {"id": "a", "dbms": "postgresql", "host": "h", "user": "u", "password": "${secret:db}"},
               {"id": "b", "dbms": "postgresql", "host": "h", "user": "u", "password": "${secret:db}"},
               {"id": "c", "dbms": "postgresql", "host": "h", "user": "u",
                "password": "${secret:second:db}"}]}
            """
                .formatted(PLACES),
            vault);

    assertThat(vault.asked).containsExactly("token", "db", "t0k/db", "t0k/db");
    assertThat(settings.secrets()).containsExactlyInAnyOrder("t0k", "pw");
  }

  @Test
  void aSourceCannotWaitForItself() {
    var vault = new Vault(Map.of("token", "t"), Optional.empty());

    assertThatThrownBy(
            () ->
                read(
                    """
                    {"secrets": [{"id": "one", "type": "vault", "token": "${secret:two:token}"},
                                 {"id": "two", "type": "vault", "token": "${secret:one:token}"}],
                     %s, "instances": [{"id": "a", "dbms": "postgresql", "host": "h", "user": "u"}]}
                    """
                        .formatted(PLACES),
                    vault))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "secrets[0].token: needs the secret \"two:token\", and no secret source");
  }

  @Test
  void allThatIsMissingIsToldAtOnceAndNoValueIsQuoted() throws IOException {
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(65_537));
    var vault = new Vault(Map.of(), Optional.empty());

    assertThatThrownBy(
            () ->
                server(
                    """
                    "host": "${env:NOBODY}", "user": "${file:relative}", "password": "${secret:gone}",
                    "port": "${env:HOST}", "tools_dir": "${file:%s}", "zone": "${nothing:x}",
                    "parameters": {"a": "${file:/no/such/file}", "b": "s3cret${"}
                    """
                        .formatted(large),
                    vault))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        "instances[0].host: the environment variable NOBODY is not set",
                        "instances[0].user: the file relative cannot be used: its path must be absolute",
                        "instances[0].password: there is no secret gone in vault",
                        "instances[0].port: must be a whole number",
                        "instances[0].tools_dir: the file %s cannot be used: it is larger than 64 KiB"
                            .formatted(large),
                        "instances[0].zone: has a ${ that is none of ${env:NAME}, ${file:PATH} and"
                            + " ${secret:ID}; write $${ for the characters themselves",
                        "instances[0].parameters.a: the file /no/such/file cannot be used: there is"
                            + " no such file",
                        "instances[0].parameters.b: has a ${ that is none of ${env:NAME},"
                            + " ${file:PATH} and ${secret:ID}; write $${ for the characters"
                            + " themselves"));
  }

  @Test
  void aSourceThatCannotBeReachedIsNoFaultOfTheFile() {
    var down = new Vault(Map.of(), Optional.of(new IOException("connection refused")));
    var shut = new Vault(Map.of(), Optional.of(BackupException.configuration("wrong key")));

    assertThatThrownBy(() -> server("\"password\": \"${secret:db}\", \"host\": \"h\"", down))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
        .hasMessageContaining("instances[0].password: the secret source vault fails")
        .hasMessageContaining("connection refused");
    assertThatThrownBy(() -> server("\"password\": \"${secret:db}\", \"host\": \"h\"", shut))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the secret source vault fails: wrong key");
  }

  @Test
  void lookingForProblemsAsksNoSource() {
    var vault = new Vault(Map.of(), Optional.of(new IOException("connection refused")));
    PluginRegistry registry = ConfigFakes.registry().with(vault);
    ConfigDocument sound = document("\"host\": \"${secret:host}\", \"port\": \"${secret:port}\"");
    ConfigDocument unsound = document("\"hots\": \"${secret:host}\", \"port\": 70000");

    ConfigReader.find(sound, registry, new Outside(Map.of(), false), new Mask()).refuseProblems();
    assertThatThrownBy(
            () ->
                ConfigReader.find(unsound, registry, new Outside(Map.of(), false), new Mask())
                    .refuseProblems())
        .hasMessageContaining("instances[0].hots: no such setting; did you mean host?")
        .hasMessageContaining("instances[0].port: must be at most 65535");
    assertThat(vault.asked).isEmpty();
  }

  @Test
  void aPasswordInAFileThatEverybodyReadsIsRefused() throws IOException {
    Path file = folder.resolve("vya.json");
    String open =
        "{%s, \"instances\": [{\"id\": \"a\", \"dbms\": \"postgresql\", \"host\": \"h\","
            + " \"user\": \"u\", \"password\": \"%s\"}]%s}";
    PluginRegistry registry = ConfigFakes.registry();
    var outside = new Outside(Map.of("PW", "x"), true);

    Files.writeString(file, open.formatted(PLACES, "s3cret", ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> ConfigReader.read(ConfigDocument.read(file), registry, outside))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("every user of this machine can read the file")
        .hasMessageContaining("instances[0].password")
        .hasMessageNotContaining("s3cret");
    Files.writeString(
        file, open.formatted(PLACES, "s3cret", ", \"run\": {\"allow_readable_config\": true}"));
    ConfigReader.read(ConfigDocument.read(file), registry, outside);
    Files.writeString(file, open.formatted(PLACES, "${env:PW}", ""));
    ConfigReader.read(ConfigDocument.read(file), registry, outside);
    Files.writeString(file, open.formatted(PLACES, "s3cret", ""));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    ConfigReader.read(ConfigDocument.read(file), registry, outside);
  }

  private static ConfigFakes.ServerConfig server(String settings, Vault vault) {
    Settings read =
        ConfigReader.read(
            document(settings),
            ConfigFakes.registry().with(vault),
            new Outside(Map.of("HOST", "db1", "PORT", "6000", "YES", "true"), true));
    return (ConfigFakes.ServerConfig) read.instances().get(0).config();
  }

  private static ConfigDocument document(String settings) {
    String user = settings.contains("\"user\"") ? "" : "\"user\": \"u\", ";
    String password = settings.contains("\"password\"") ? "" : "\"password\": \"p\", ";
    return ConfigDocument.parse(
        "vya.json",
        "{\"secrets\": [{\"id\": \"vault\", \"type\": \"vault\"}], %s, \"instances\": [{\"id\": \"a\","
                .formatted(PLACES)
            + " \"dbms\": \"postgresql\", "
            + user
            + password
            + settings
            + "}]}");
  }

  private static Settings read(String json, Vault vault) {
    return ConfigReader.read(
        ConfigDocument.parse("vya.json", json),
        ConfigFakes.registry().with(vault),
        new Outside(Map.of(), true));
  }
}
