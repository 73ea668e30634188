package digital.vya.backup.core;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The library at a moment of a test's choice, which only this package can choose. */
public final class Clocked {

  private Clocked() {}

  /** By a configuration, with all plugins that are there. */
  public static VyaBackup at(Instant moment, Path config) {
    return VyaBackup.builder()
        .registry(PluginRegistry.discover(Clocked.class.getClassLoader()))
        .config(config)
        .clock(Clock.fixed(moment, ZoneOffset.UTC))
        .build();
  }
}
