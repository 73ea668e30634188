package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.legacy.Installed;
import digital.vya.backup.legacy.LegacyConfig;
import digital.vya.backup.legacy.LegacyException;
import digital.vya.backup.legacy.RetentionMeans;
import digital.vya.backup.legacy.Translation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an older program was configured with.
 *
 * @param file where it lies; empty for the environment
 * @param config what it says
 */
record OldConfig(Optional<Path> file, LegacyConfig config) {

  private static final int LARGEST = 10 * 1024 * 1024;

  /** A file in an old format; empty for any other, and for what cannot be read. */
  static Optional<OldConfig> in(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    // A pipe can be read only once, and not by us.
    if (name.endsWith(".yaml") || name.endsWith(".yml") || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return bytes.length > LARGEST
          ? Optional.empty()
          : LegacyConfig.recognise(json).map(old -> new OldConfig(Optional.of(file), old));
    } catch (IOException e) {
      // Who reads new configurations says what is wrong.
      return Optional.empty();
    }
  }

  /** The environment, if it says what to back up. */
  static Optional<OldConfig> in(Map<String, String> variables) {
    return LegacyConfig.recognise(variables).map(old -> new OldConfig(Optional.empty(), old));
  }

  /** How messages call it. */
  String name() {
    return file.map(Path::toString).orElse("the environment");
  }

  /** Its translation to what is installed. */
  Translation translate(PluginRegistry registry, RetentionMeans means) {
    try {
      return config.translate(installed(registry), means);
    } catch (LegacyException e) {
      throw BackupException.configuration(name() + ": " + e.getMessage());
    }
  }

  private static Installed installed(PluginRegistry registry) {
    Map<String, Set<String>> names =
        registry.entries().stream()
            .collect(
                Collectors.groupingBy(
                    PluginRegistry.Entry::kind,
                    Collectors.mapping(PluginRegistry.Entry::name, Collectors.toSet())));
    return new Installed(
        names.getOrDefault("storage", Set.of()),
        names.getOrDefault("notifier", Set.of()),
        names.getOrDefault("metrics exporter", Set.of()));
  }

  /** What a run says of it beforehand. */
  List<String> notices(Translation translation) {
    List<String> notices = new ArrayList<>();
    notices.add(
        file.map(
                old ->
                    "%s is in %s, which still works; vya-backupdb config import %1$s writes the new one"
                        .formatted(old, config.kind().words()))
            .orElse(
                "there is no configuration file, so the environment variables (DB_TYPE) are taken,"
                    + " which still works; vya-backupdb config import --from-env writes a file"));
    if (file.filter(OldConfig::isReadableByAll).isPresent() && holdsPasswords(translation)) {
      notices.add(
          "WARNING: every user of this machine can read %1$s, and passwords are in it; chmod 600 %1$s"
              .formatted(name()));
    }
    notices.addAll(translation.lacking());
    return notices;
  }

  private static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (UnsupportedOperationException | IOException e) {
      // There are no such permissions there.
      return false;
    }
  }

  private static boolean holdsPasswords(Translation translation) {
    try {
      JsonNode root = new ObjectMapper().readTree(translation.json());
      return root.findValuesAsText("password").stream().anyMatch(text -> !text.startsWith("${"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a translation is JSON", e);
    }
  }
}
