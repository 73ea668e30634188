package digital.vya.backup.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.PluginRegistry;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The plugins of the distribution, and those that were dropped into its folder for them. */
final class Plugins {

  /** Set by the start script to the folder of the distribution. */
  static final String HOME = "vya.home";

  private static final String SERVICES = "META-INF/services/digital.vya.backup.api.";

  private Plugins() {}

  static PluginRegistry discover() {
    String home = System.getProperty(HOME);
    ClassLoader own = Plugins.class.getClassLoader();
    List<URL> dropped = home == null ? List.of() : jars(Path.of(home, "plugins"));
    // Plugins stay loaded until the process ends, so this loader is never closed.
    return PluginRegistry.discover(
        dropped.isEmpty() ? own : new URLClassLoader(dropped.toArray(URL[]::new), own));
  }

  static List<URL> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars =
          files.filter(f -> f.getFileName().toString().endsWith(".jar")).sorted().toList();
      requireEachOnce(jars);
      return jars.stream().map(Plugins::url).toList();
    } catch (IOException e) {
      throw BackupException.environment(
          "cannot read the plugin folder " + folder + ": " + e.getMessage());
    }
  }

  /**
   * The class loader would silently take the first of an old and a new jar, and skip a torn one.
   */
  private static void requireEachOnce(List<Path> jars) {
    var owners = new HashMap<String, Path>();
    for (Path jar : jars) {
      for (String plugin : named(jar)) {
        Path other = owners.putIfAbsent(plugin, jar);
        if (other != null && !other.equals(jar)) {
          throw BackupException.configuration(
              "the plugin " + plugin + " is in " + other + " and in " + jar + "; remove one");
        }
      }
    }
  }

  private static List<String> named(Path jar) {
    var classes = new ArrayList<String>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
          String list = new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
          list.lines().map(l -> l.replaceFirst("#.*", "").strip()).forEach(classes::add);
        }
      }
    } catch (IOException e) {
      throw BackupException.configuration(
          "the plugin "
              + jar
              + " cannot be read: "
              + e.getMessage()
              + "; copy it anew or remove it");
    }
    classes.removeIf(String::isEmpty);
    return classes;
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
