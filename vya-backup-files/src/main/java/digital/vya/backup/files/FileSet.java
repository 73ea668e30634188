package digital.vya.backup.files;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/**
 * Files that are backed up together.
 *
 * <p>A pattern is an absolute path in which {@code *} stands for any part of a name, {@code ?} for
 * one character, {@code [a-z]} and {@code [!a-z]} for one of some or of all others, {@code **} as a
 * whole name for any number of folders, none included, and {@code {a,b}} for either, slashes and
 * further braces included; a backslash takes the meaning from the next character. Names that begin
 * with a dot are names like any other.
 *
 * @param include patterns; a folder that one matches is taken with everything below it. A pattern
 *     that matches nothing is a failure
 * @param exclude patterns of what is left out, folders with everything below them. One that is not
 *     absolute matches the end of a path: {@code *.tmp} a name in any folder, {@code cache/*} what
 *     is in any folder {@code cache}
 */
public record FileSet(@NotEmpty List<String> include, List<String> exclude) {

  /** Copies the lists. */
  public FileSet {
    include = include == null ? List.of() : List.copyOf(include);
    exclude = exclude == null ? List.of() : List.copyOf(exclude);
  }
}
