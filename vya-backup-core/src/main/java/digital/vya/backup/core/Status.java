package digital.vya.backup.core;

import java.time.Instant;
import java.util.List;

/**
 * How well everything is backed up.
 *
 * @param at when this was asked
 * @param servers the machines that are known
 * @param problems what could not be looked at, one line each
 */
public record Status(Instant at, List<ServerStatus> servers, List<String> problems) {

  /** Copies the lists. */
  public Status {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
  }

  /** Whether all could be looked at and there is nothing to mend. */
  public boolean ok() {
    return problems.isEmpty()
        && !servers.isEmpty()
        && servers.stream().allMatch(server -> server.ok(at));
  }
}
