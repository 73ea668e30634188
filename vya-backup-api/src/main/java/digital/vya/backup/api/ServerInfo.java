package digital.vya.backup.api;

import java.util.List;

/**
 * What {@link DbmsDriver#check} found.
 *
 * @param product the server's product, such as {@code PostgreSQL}
 * @param version the server's version as it says it, such as {@code 15.18}; empty where there is
 *     none
 * @param tools the tools a dump would use, one line each with version and path; empty where none
 *     are needed
 */
public record ServerInfo(String product, String version, List<String> tools) {

  /** Copies the list. */
  public ServerInfo {
    tools = List.copyOf(tools);
  }
}
