package digital.vya.backup.api;

import java.util.Map;

/**
 * What a driver tells about a dump that is complete.
 *
 * @param serverVersion the version of the server, such as {@code 15.18}; empty where there is none
 * @param toolVersion the tool and its version, such as {@code pg_dump 15.18}; empty where there is
 *     none
 * @param properties what a restore must know beside the dump itself, such as a database's encoding
 *     and owner; kept in the manifest and handed back in {@link RestoreRequest#properties()}. No
 *     secrets; a few kilobytes at the most
 */
public record DumpInfo(String serverVersion, String toolVersion, Map<String, String> properties) {

  /** Copies the map. */
  public DumpInfo {
    properties = Map.copyOf(properties);
  }
}
