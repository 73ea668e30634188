package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds plugins through a class loader, and finds out whose fault it is when that fails. */
final class PluginDiscovery {

  private final PluginKind kind;
  private final ClassLoader loader;

  private PluginDiscovery(PluginKind kind, ClassLoader loader) {
    this.kind = kind;
    // ServiceLoader would take null for the system's loader.
    this.loader = Objects.requireNonNull(loader, "loader");
  }

  /** All plugins of one kind, or an error: a plugin that cannot be loaded is never skipped. */
  static List<Plugin<?>> find(PluginKind kind, ClassLoader loader) {
    return new PluginDiscovery(kind, loader).find();
  }

  private List<Plugin<?>> find() {
    List<Plugin<?>> plugins = new ArrayList<>();
    try {
      var providers = ServiceLoader.load(kind.service(), loader).stream().iterator();
      while (providers.hasNext()) {
        plugins.add(create(providers.next()));
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw failure(culprit(e), e);
    }
    return plugins;
  }

  @SuppressWarnings("rawtypes") // as ServiceLoader gives it
  private Plugin<?> create(ServiceLoader.Provider<? extends Plugin> provider) {
    try {
      return provider.get();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw failure(Optional.of(PluginFacts.describe(provider.type())), e);
    }
  }

  private BackupException failure(Optional<String> culprit, Error error) {
    Throwable why = error;
    while (error instanceof ServiceConfigurationError && why.getCause() != null) {
      why = why.getCause();
    }
    return new BackupException(
        Reason.CONFIGURATION,
        "the %s plugin %s cannot be loaded: %s; remove it or install what it needs"
            .formatted(kind.word(), culprit.orElse("(unknown)"), Shown.text(why.toString())),
        error);
  }

  /** ServiceLoader does not say which jar names the class it could not load: look for it again. */
  private Optional<String> culprit(Error error) {
    String message = String.valueOf(error.getMessage());
    Optional<String> mentioned = Optional.empty();
    try {
      for (URL list : Collections.list(loader.getResources(listName()))) {
        for (String className : classNames(list)) {
          if (cannotLoad(className)) {
            return Optional.of(className + " in " + jar(list));
          }
          if (message.contains(" " + className + " ")) {
            mentioned = Optional.of(className + " in " + jar(list));
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      error.addSuppressed(e);
    }
    return mentioned;
  }

  private String listName() {
    return "META-INF/services/" + kind.service().getName();
  }

  private boolean cannotLoad(String className) {
    try {
      Class.forName(className, false, loader);
      return false;
    } catch (ClassNotFoundException | LinkageError e) {
      return true;
    }
  }

  private static List<String> classNames(URL list) throws IOException {
    URLConnection connection = list.openConnection();
    // A cached jar would stay open for the life of the process.
    connection.setUseCaches(false);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /** {@code jar:file:/a/b.jar!/META-INF/services/x} is {@code /a/b.jar}. */
  private String jar(URL list) throws IOException {
    String place = list.toString().replaceFirst("^jar:", "").replace(listName(), "");
    return PluginFacts.location(URI.create(place.replaceFirst("!/$", "")).toURL());
  }
}
