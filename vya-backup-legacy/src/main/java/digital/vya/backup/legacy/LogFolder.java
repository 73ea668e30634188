package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Where logs go. */
final class LogFolder {

  /** The levels by their old names. */
  static final Map<String, String> LEVELS =
      Map.of(
          "CRITICAL", "error",
          "FATAL", "error",
          "ERROR", "error",
          "WARNING", "warn",
          "WARN", "warn",
          "INFO", "info",
          "DEBUG", "debug",
          "NOTSET", "trace",
          "TRACE", "trace");

  private final Draft draft;

  LogFolder(Draft draft) {
    this.draft = draft;
  }

  void put(Optional<String> folder, String at, Optional<String> level) {
    if (folder.filter(path -> !path.startsWith("/")).isPresent()) {
      draft.tell(at + ": is left out, it is no absolute path; logs go to no file");
      return;
    }
    folder.ifPresent(
        path -> {
          ObjectNode file = draft.section("logging").putObject("file");
          file.put("dir", Draft.literal(path));
          level.ifPresent(word -> file.put("level", word));
        });
  }
}
