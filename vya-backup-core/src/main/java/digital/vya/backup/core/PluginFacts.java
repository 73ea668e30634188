package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.Reason;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be told about a plugin's class, and the rules for its name and settings. */
final class PluginFacts {

  static final String UNKNOWN = "unknown";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private PluginFacts() {}

  /** {@code com.example.S3 in /opt/vya/plugins/s3.jar}. */
  static String describe(Class<?> type) {
    return type.getName() + " in " + location(type);
  }

  /** The jar or folder a class comes from. */
  static String location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? UNKNOWN
        : location(source.getLocation());
  }

  /** A place as people write it: a path where it is one. */
  static String location(URL url) {
    try {
      return "file".equals(url.getProtocol()) ? Path.of(url.toURI()).toString() : url.toString();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return url.toString();
    }
  }

  /** The version a plugin's jar names. */
  static String version(Class<?> type) {
    @Nullable String version = type.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }

  /**
   * The name of a plugin.
   *
   * @throws BackupException if the plugin breaks a rule, or cannot even be asked
   */
  static String checkedName(PluginKind kind, Plugin<?> plugin) {
    try {
      @Nullable String name = plugin.name();
      if (name == null || !NAME.matcher(name).matches()) {
        throw BackupException.configuration(
            "%s names itself %s; a plugin's name is made of lower-case letters, digits and hyphens"
                .formatted(describe(plugin.getClass()), name == null ? "null" : Shown.name(name)));
      }
      checkSettings(kind, plugin);
      return name;
    } catch (LinkageError e) {
      throw new BackupException(
          Reason.CONFIGURATION,
          "%s does not fit this version or misses a library: %s; install a version that fits"
              .formatted(describe(plugin.getClass()), Shown.text(e.toString())),
          e);
    }
  }

  private static void checkSettings(PluginKind kind, Plugin<?> plugin) {
    Class<? extends Record> settings = plugin.configType();
    for (String key : SnakeCase.keys(settings)) {
      if (kind.coreKeys().contains(key)) {
        throw BackupException.configuration(
            "%s has a setting %s, which belongs to the core in a %s; its author must rename it"
                .formatted(describe(plugin.getClass()), key, kind.word()));
      }
    }
  }
}
