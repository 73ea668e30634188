package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.PluginRegistry;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The plugins of the distribution, and those that were dropped into its folder for them. */
final class Plugins {

  /** Set by the start script to the folder of the distribution. */
  static final String HOME = "vya.home";

  private Plugins() {}

  static PluginRegistry discover() {
    String home = System.getProperty(HOME);
    ClassLoader own = Plugins.class.getClassLoader();
    List<URL> dropped = home == null ? List.of() : jars(Path.of(home, "plugins"));
    // Plugins stay loaded until the process ends, so this loader is never closed.
    return PluginRegistry.discover(
        dropped.isEmpty() ? own : new URLClassLoader(dropped.toArray(URL[]::new), own));
  }

  private static List<URL> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(".jar"))
          .sorted()
          .map(Plugins::url)
          .toList();
    } catch (IOException e) {
      throw BackupException.environment(
          "cannot read the plugin folder " + folder + ": " + e.getMessage());
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
