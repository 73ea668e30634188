package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes what a recovery kit says: plain language, and commands to paste. */
final class KitText {

  static final String SUMS = "SHA256SUMS.";
  static final String KEYS = "keys/identities.txt";

  private final StringBuilder text = new StringBuilder();
  private final ByHand byHand = new ByHand();
  private final String server;
  private int number;

  /**
   * A text.
   *
   * @param server the machine that makes the backups; of those of others it is said
   */
  KitText(String server) {
    this.server = server;
  }

  /** The whole text. */
  String of(List<KitStorage> storages, List<String> problems, Head head) {
    var body = new KitText(server);
    storages.forEach(body::storage);
    begin(head, problems, body.byHand);
    return text.append(body.text).toString();
  }

  /**
   * What stands at the beginning.
   *
   * @param publicKeys those that backups are encrypted to
   * @param withKeys whether the private keys are in the kit
   */
  record Head(Instant made, List<String> publicKeys, boolean withKeys) {}

  private void begin(Head head, List<String> problems, ByHand tools) {
    line("# How to get the data back");
    line("");
    line(
        "Made at %s for the backups of %s by vya-backup. You do not need that program: what is below"
            .formatted(head.made(), ShellText.code(server)));
    line("works with standard tools. Backups made later are restored in the same way.");
    if (!problems.isEmpty()) {
      line("");
      line("**This kit is not complete.** When it was made, this could not be read:");
      line("");
      problems.forEach(problem -> line("- " + ShellText.line(problem)));
    }
    line("");
    line("## 1. What you need");
    line("");
    line("A machine with bash and these programs: " + String.join(", ", sorted(tools)) + ".");
    line("On Debian and Ubuntu: `apt-get install age zstd gzip unzip sqlite3 tar`, and");
    line("`postgresql-client`, `mariadb-client` or `awscli` where they are named above.");
    line("");
    keys(head);
    line(
        "Paste this first, in the folder of this file. Change the two places if they do not suit:");
    line("the work folder needs room for what you restore.");
    line("");
    code(
        List.of(
            "KIT=$PWD",
            head.withKeys()
                ? "KEY=$KIT/" + KEYS
                : "KEY=/path/to/the/private-key   # if backups are encrypted",
            "WORK=$KIT/work",
            "mkdir -p \"$WORK\" && cd \"$WORK\""));
  }

  private static List<String> sorted(ByHand tools) {
    return tools.tools().stream().sorted().toList();
  }

  private void keys(Head head) {
    if (head.withKeys()) {
      line(
          "**This folder holds private keys (`" + KEYS + "`): who has it can read every backup.**");
      line("Keep it as you would keep the data.");
    } else if (!head.publicKeys().isEmpty()) {
      line(
          "Backups are encrypted. You also need a private key (a file with a line that begins with");
      line(
          "`AGE-SECRET-KEY-1`), which is not in this folder. `age-keygen -y FILE` shows the public");
      line("key of one; it must be among `keys/public-keys.txt`.");
    }
    line(
        "Where something was encrypted with a passphrase, leave out `-i \"$KEY\"`: age asks for it.");
    line("");
  }

  private void storage(KitStorage storage) {
    line("");
    line("## 2. Storage %s (%s)".formatted(ShellText.code(storage.id()), storage.type()));
    line("");
    storage
        .settings()
        .properties()
        .forEach(
            setting ->
                line("- %s: %s".formatted(setting.getKey(), shown(setting.getValue().toString()))));
    line("");
    storage
        .problem()
        .ifPresent(
            problem -> {
              line("**It could not be read when this kit was made:** " + ShellText.line(problem));
              line("");
            });
    if (storage.newest().isEmpty()) {
      line("No backup in it is known here.");
      return;
    }
    line("Say where it is, and check that what is listed below and still there is whole:");
    line("");
    var begin = new ArrayList<>(storage.where());
    if (storage.type().equals("local")) {
      begin.add(
          "(cd \"$STORE\" && sha256sum --check --ignore-missing \"$KIT\"/"
              + SUMS
              + storage.id()
              + ")");
    }
    code(begin);
    storage.newest().forEach(backups -> database(storage, backups));
  }

  private static String shown(String json) {
    return ShellText.code(
        json.startsWith("\"") && json.length() > 1 ? json.substring(1, json.length() - 1) : json);
  }

  private void database(KitStorage storage, List<Manifest> backups) {
    Manifest newest = backups.get(0);
    ArtifactSource source = newest.source();
    line("");
    line(title(newest));
    line("");
    line(
        "%s began at %s and is proven to be %s; the dump has %d bytes%s."
            .formatted(
                begin(backups),
                newest.started(),
                newest.proof().evidence().name().toLowerCase(Locale.ROOT),
                newest.dump().bytes(),
                newest.origin().serverVersion().isEmpty()
                    ? ""
                    : ", from a server " + ShellText.line(newest.origin().serverVersion())));
    if (!newest.good()) {
      line("**It is not sound:** " + flaws(newest) + ".");
    }
    line("");
    number++;
    String place = "restored-" + number;
    String dump = "dump-" + number + extension(newest);
    var lines = new ArrayList<>(storage.fetch(newest.artifact().name()));
    lines.add(byHand.decode(newest.archive()) + " > " + dump);
    lines.add("echo '" + newest.dump().sha256() + "  " + dump + "' | sha256sum --check");
    lines.addAll(
        byHand.restore(newest, dump, source.dbms().equals("sqlite") ? place + ".db" : place));
    code(lines);
    older(storage, backups, dump);
  }

  private String title(Manifest newest) {
    ArtifactSource source = newest.source();
    String title =
        source.kind() == ArtifactSource.Kind.GLOBALS
            ? "### The roles, accounts and grants of %s (%s)"
                .formatted(ShellText.code(source.instance()), source.dbms())
            : "### %s of %s (%s)"
                .formatted(
                    ShellText.code(source.database()),
                    ShellText.code(source.instance()),
                    source.dbms());
    return newest.server().equals(server)
        ? title
        : title + ", made by the server " + ShellText.code(newest.server());
  }

  private static String begin(List<Manifest> backups) {
    Manifest first = backups.get(0);
    if (!first.good()) {
      return "**No sound backup of it is known here.** The newest one";
    }
    return backups.stream().anyMatch(other -> other.started().isAfter(first.started()))
        ? "The newest sound backup"
        : "The newest backup";
  }

  private static String flaws(Manifest manifest) {
    var flaws = new StringJoiner("; ");
    manifest
        .marks()
        .damage()
        .ifPresent(damage -> flaws.add("it is damaged: " + ShellText.line(damage.problem())));
    if (manifest.shrunk()) {
      flaws.add(
          "it is far smaller than those before it: " + manifest.marks().shrink().orElseThrow());
    }
    if (manifest.omissions().count() > 0) {
      flaws.add("%d things are missing in it".formatted(manifest.omissions().count()));
    }
    return flaws.toString();
  }

  private void older(KitStorage storage, List<Manifest> backups, String dump) {
    if (backups.size() < 2) {
      return;
    }
    line("");
    line("Others are restored by the same lines, with these instead of the first and the check:");
    for (Manifest backup : backups.subList(1, backups.size())) {
      line("");
      line(
          "- "
              + backup.started()
              + (backup.good() ? "" : " (**not sound:** " + flaws(backup) + ")"));
      line("");
      // Not to be pasted with the others, so it is no block of the shell.
      for (String line : storage.fetch(backup.artifact().name())) {
        line("      " + line);
      }
      line("      echo '" + backup.dump().sha256() + "  " + dump + "' | sha256sum --check");
    }
  }

  private static String extension(Manifest manifest) {
    String name = ShellText.fileName(manifest.dump().name());
    if (name.endsWith(".dir.tar")) {
      return ".dir.tar";
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }

  private void code(List<String> lines) {
    line("```sh");
    lines.forEach(this::line);
    line("```");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
