package digital.vya.backup.launcher;

import digital.vya.backup.launcher.PluginSettings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for a configuration, and tries each part of it at once. */
final class InitWizard {

  private static final List<String> AFTER_FAULTS =
      List.of("type it again", "keep it as it is", "give up");
  private static final String SETS = "sets";

  private final Dialog dialog;
  private final NewConfig config;
  private final Trial trial;
  private final PluginSettings plugins;

  InitWizard(Dialog dialog, NewConfig config, Trial trial, PluginSettings plugins) {
    this.dialog = dialog;
    this.config = config;
    this.trial = trial;
    this.plugins = plugins;
  }

  /** Somebody gave up, or does not answer any more. */
  private static final class GivenUp extends Exception {
    private static final long serialVersionUID = 1;

    GivenUp() {
      super("nothing is to be written");
    }
  }

  /**
   * Fills the configuration.
   *
   * @param answers what was said already is taken as what no answer means
   * @return whether it is to be written
   */
  boolean run(InitAnswers answers) throws IOException, InterruptedException {
    try {
      dialog.say("Writes " + config.file() + ". No answer means what stands in brackets.");
      String name = answers.name == null ? "" : answers.name;
      config.server(ask("Name of this server (empty: the host's)", name));
      destination(answers);
      do {
        instance(answers);
      } while (isYes(ask("Back up something else as well", "no")));
      if (plugins.hasNotifier("email") && isYes(ask("Send reports by mail", "no"))) {
        section("notifications", "notification", "mail", () -> settings("notifier", "email"));
      }
      answers.at = time(answers.at);
      return true;
    } catch (GivenUp e) {
      return false;
    }
  }

  private String ask(String question, String otherwise) throws IOException, GivenUp {
    return dialog.ask(question, otherwise).orElseThrow(GivenUp::new);
  }

  private static boolean isYes(String answer) {
    return answer.equalsIgnoreCase("yes") || answer.equalsIgnoreCase("y");
  }

  private String time(String otherwise) throws IOException, GivenUp {
    String time = ask("Back up every day at", otherwise);
    while (!InitAnswers.isTime(time)) {
      dialog.say("a time such as " + InitAnswers.MIDNIGHT + ", please");
      time = ask("Back up every day at", otherwise);
    }
    return time;
  }

  /** Gives what is to be tried. */
  private interface Asking {
    NewConfig.Section section() throws IOException, GivenUp;
  }

  /** Asks until it works, or somebody keeps it although it does not. */
  private void section(String list, String kind, String id, Asking asking)
      throws IOException, InterruptedException, GivenUp {
    while (true) {
      config.add(list, id, asking.section());
      Trial.Outcome outcome = trial.last(list, kind, id);
      outcome.details().forEach(detail -> dialog.say("  " + detail));
      if (outcome.faults().isEmpty()) {
        dialog.say("  works");
        return;
      }
      outcome.faults().forEach(fault -> dialog.say("  does not work: " + fault));
      int next = dialog.choose("Now", AFTER_FAULTS).orElse(2);
      if (next == 1) {
        return;
      }
      config.removeLast(list);
      if (next == 2) {
        throw new GivenUp();
      }
    }
  }

  private void destination(InitAnswers answers) throws IOException, InterruptedException, GivenUp {
    String otherwise =
        answers.destination == null ? "/var/backups/vya" : answers.destination.toString();
    section(
        "storages",
        "storage",
        "local",
        () ->
            InitAnswers.storage(
                Path.of(ask("Folder for the backups, made if it is missing", otherwise))));
  }

  private void instance(InitAnswers answers) throws IOException, InterruptedException, GivenUp {
    List<HostLook.Found> found = new ArrayList<>(HostLook.look());
    found.removeIf(one -> !plugins.engines().contains(one.dbms()));
    plugins
        .engines()
        .forEach(name -> found.add(new HostLook.Found(name, name + ", somewhere else", Map.of())));
    Comparator<HostLook.Found> wanted =
        Comparator.comparing(one -> one.dbms().equals(answers.engine) ? 0 : 1);
    found.sort(wanted);
    int chosen =
        dialog
            .choose("What is to be backed up?", found.stream().map(HostLook.Found::shown).toList())
            .orElseThrow(GivenUp::new);
    HostLook.Found one = found.get(chosen);
    String id = freeId(ask("Its id", config.count("instances") == 0 ? answers.id : one.dbms()));
    section("instances", "instance", id, () -> settings("dbms", one.dbms(), one.settings()));
  }

  private String freeId(String wanted) {
    String id = wanted;
    for (int n = 2; config.tried().contains("\"id\":\"" + id + "\""); n++) {
      id = wanted + "-" + n;
    }
    return id;
  }

  private NewConfig.Section settings(String kind, String plugin) throws IOException, GivenUp {
    return settings(kind, plugin, Map.of());
  }

  private NewConfig.Section settings(String kind, String plugin, Map<String, String> known)
      throws IOException, GivenUp {
    var section = new NewConfig.Section(plugin);
    boolean socket = known.containsKey("socket");
    known.forEach(section::set);
    for (Setting setting : plugins.of(kind, plugin)) {
      boolean reached = socket && List.of("host", "port").contains(setting.key());
      if (!reached) {
        setting(section, setting, known.getOrDefault(setting.key(), ""));
      }
    }
    return section;
  }

  private void setting(NewConfig.Section section, Setting setting, String otherwise)
      throws IOException, GivenUp {
    switch (setting.form()) {
      case SECRET -> secret(setting).ifPresent(value -> section.secrets.put(setting.key(), value));
      case TEXT -> text(setting, otherwise).ifPresent(answer -> section.set(setting.key(), answer));
      case LIST ->
          text(setting, otherwise)
              .ifPresent(answer -> section.settings.put(setting.key(), InitAnswers.list(answer)));
      case OTHER -> {
        if (setting.key().equals(SETS)) {
          String answer = ask("  folders, separated by commas", "/etc");
          section.settings.put(SETS, InitAnswers.sets(answer.split(",", -1)));
        } else {
          dialog.say("  " + setting.key() + " must be added to the file by hand");
        }
      }
    }
  }

  private Optional<String> text(Setting setting, String otherwise) throws IOException, GivenUp {
    String answer = ask("  " + setting.key(), otherwise);
    while (answer.isEmpty() && setting.required()) {
      dialog.say("  it is needed");
      answer = ask("  " + setting.key(), otherwise);
    }
    return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
  }

  private Optional<String> secret(Setting setting) throws IOException, GivenUp {
    while (true) {
      String typed = hidden("  " + setting.key() + " (not shown; empty for none):");
      if (typed.isEmpty() && !setting.required()) {
        return Optional.empty();
      }
      if (!typed.isEmpty() && typed.equals(hidden("  the same again:"))) {
        return Optional.of(typed);
      }
      dialog.say(typed.isEmpty() ? "  it is needed" : "  the two differ");
    }
  }

  private String hidden(String question) throws IOException, GivenUp {
    return dialog.askHidden(question).orElseThrow(GivenUp::new);
  }
}
