package digital.vya.backup.core;

import java.util.List;
import java.util.stream.Stream;

/** Configurations that cannot be used, for {@link ConfigFakes}, and what is said of them. */
final class BadConfigs {

  static final String PASSWORD = "hunter2-SECRET";
  static final String STORAGES =
      "\"storages\": [{\"id\": \"local\", \"type\": \"local\", \"path\": \"/b\"}]";
  private static final String SERVER =
      "\"dbms\": \"postgresql\", \"host\": \"h\", \"user\": \"u\", \"password\": \""
          + PASSWORD
          + "\"";
  static final String INSTANCES = "\"instances\": [{\"id\": \"main\", " + SERVER + "}]";

  private static final String ID =
      "must be 1 to 63 letters, digits, '.', '_' or '-', and not begin with '.' or '-'";

  private BadConfigs() {}

  /** One of them. */
  record Bad(String json, List<String> problems) {

    String shown() {
      return "config: " + json.replace(STORAGES, "…").replace(SERVER, "…");
    }
  }

  static Stream<Bad> all() {
    return Stream.of(
            theWholeFile(),
            serverAndRun(),
            defaults(),
            instances(),
            recordsThatRefuse(),
            storagesAndNotifications())
        .flatMap(bad -> bad);
  }

  private static Stream<Bad> theWholeFile() {
    return Stream.of(
        whole("", "must be an object, { … }"),
        whole("[]", "must be an object, { … }"),
        whole("null", "must be an object, { … }"),
        whole("{}", "instances: is required", "storages: is required"),
        whole("{" + STORAGES + ", \"instances\": []}", "instances: must not be empty"),
        whole("{" + STORAGES + ", \"instances\": {}}", "instances: must be a list, [ … ]"),
        whole("{" + STORAGES + ", \"instances\": [3]}", "instances[0]: must be an object, { … }"),
        root("\"instance\": []", "instance: no such setting; did you mean instances?"),
        root("\"colour\": 1", "colour: no such setting"),
        root("\"a\\nb\": 1", "\"a b\": no such setting"),
        root("\"server\": \"x\"", "server: must be an object, { … }"));
  }

  private static Stream<Bad> serverAndRun() {
    return Stream.of(
        root("\"server\": {\"name\": \"\"}", "server.name: must have 1 to 255 characters"),
        root("\"server\": {\"name\": \"a\\nb\"}", "server.name: must be one line"),
        root("\"server\": {\"name\": 7}", "server.name: must be text; put it in quotes"),
        root("\"server\": {\"name\": {}}", "server.name: must be text"),
        root(
            "\"server\": {\"timezone\": \"America/Sao_Paolo\"}",
            "server.timezone: is no time zone; did you mean America/Sao_Paulo?"),
        root(
            "\"server\": {\"timezone\": \"Mars/Olympus\"}",
            "server.timezone: is no time zone; write one such as America/Sao_Paulo or UTC"),
        root("\"run\": {\"parallel\": 0}", "run.parallel: must be at least 1"),
        root("\"run\": {\"parallel\": 257}", "run.parallel: must be at most 256"),
        root("\"run\": {\"parallel\": 1.5}", "run.parallel: must be a whole number"),
        root("\"run\": {\"parallel\": \"many\"}", "run.parallel: must be a whole number"),
        root("\"run\": {\"parallel\": true}", "run.parallel: must be a whole number"),
        root(
            "\"run\": {\"parallel\": 99999999999999999999}",
            "run.parallel: must be a whole number from -2147483648 to 2147483647"),
        root(
            "\"run\": {\"state_dir\": \"var\"}",
            "run.state_dir: must be an absolute path, which begins with /"),
        root(
            "\"run\": {\"state_dir\": \"~/x\"}",
            "run.state_dir: ~ means nothing here; write the whole path"),
        root("\"run\": {\"state_dir\": \"\"}", "run.state_dir: must not be empty"),
        root(
            "\"run\": {\"state_dir\": \"/a\\u0000\"}",
            "run.state_dir: must not hold a NUL character"),
        root(
            "\"run\": {\"key_template\": \"\"}",
            "run.key_template: must hold {database}, or two databases could share a key"),
        root(
            "\"run\": {\"key_template\": \"{instance}/{db}/{timestamp}\"}",
            "run.key_template: there is no {db}; use {instance}, {database}, {dbms}, {timestamp},"
                + " {date}"),
        root(
            "\"run\": {\"verify_after_backup\": \"believed\"}",
            "run.verify_after_backup: must be one of none, stored, read_back, decode, decoded, restore, restored, match, matched"),
        root(
            "\"run\": {\"verify_after_backup\": \"READ_BACK\"}",
            "run.verify_after_backup: must be one of none, stored, read_back, decode, decoded, restore, restored, match, matched"),
        root(
            "\"run\": {\"stateDir\": \"/x\"}",
            "run.stateDir: no such setting; did you mean state_dir?"));
  }

  private static Stream<Bad> defaults() {
    return Stream.of(
        root(
            "\"defaults\": {\"archive\": [\"zst\"]}",
            "defaults.archive[0]: no archiver named zst; did you mean zstd? known: gzip, zstd"),
        root(
            "\"defaults\": {\"archive\": [{\"type\": \"xz9\"}]}",
            "defaults.archive[0].type: no archiver named xz9; known: gzip, zstd"),
        root(
            "\"defaults\": {\"archive\": [{\"level\": 3}]}",
            "defaults.archive[0]: must be an archiver's name, or an object with its \"type\""),
        root(
            "\"defaults\": {\"archive\": [{\"type\": \"zstd\", \"level\": 20}]}",
            "defaults.archive[0].level: must be at most 19"),
        root(
            "\"defaults\": {\"archive\": [{\"type\": \"zstd\", \"levle\": 2}]}",
            "defaults.archive[0].levle: no such setting; did you mean level?"),
        root("\"defaults\": {\"archive\": \"zstd\"}", "defaults.archive: must be a list, [ … ]"),
        root("\"defaults\": {\"archive\": [null]}", "defaults.archive[0]: must not be null"),
        root(
            "\"defaults\": {\"destinations\": [\"locale\"]}",
            "defaults.destinations[0]: no storage named locale; did you mean local? known: local"),
        root(
            "\"defaults\": {\"destinations\": []}",
            "defaults.destinations: must name at least one storage"),
        root(
            "\"defaults\": {\"destinations\": [\"local\", \"local\"]}",
            "defaults.destinations[1]: local is there twice; remove one"),
        root("\"defaults\": {\"timeout\": \"0s\"}", "defaults.timeout: must be longer than 0s"),
        root(
            "\"defaults\": {\"timeout\": 30}",
            "defaults.timeout: must be a time with its unit, such as 250ms, 90s, 10m, 6h or 2d"),
        root(
            "\"defaults\": {\"timeout\": \"6 hours\"}",
            "defaults.timeout: must be a time with its unit, such as 250ms, 90s, 10m, 6h or 2d"),
        root("\"defaults\": {\"timeout\": \"-PT1H\"}", "defaults.timeout: must not be negative"),
        root("\"defaults\": {\"timeout\": \"40000d\"}", "defaults.timeout: must be at most 36500d"),
        root(
            "\"defaults\": {\"timeout\": \"999999999999999999d\"}",
            "defaults.timeout: must be at most 36500d"),
        root(
            "\"defaults\": {\"retry\": {\"attempts\": 0}}",
            "defaults.retry.attempts: must be at least 1"),
        root(
            "\"defaults\": {\"retry\": {\"pause\": \"5m\"}}",
            "defaults.retry.max_pause: must not be shorter than pause"),
        root(
            "\"defaults\": {\"retry\": {\"pause\": \"0s\"}}",
            "defaults.retry.pause: must be longer than 0s"));
  }

  private static Stream<Bad> instances() {
    return Stream.of(
        instance("\"id\": \"x\", \"dbms\": null", "instances[0].dbms: is required"),
        instance(
            "\"id\": \"x\", \"dbms\": \"postgres\"",
            "instances[0].dbms: no dbms named postgres; did you mean postgresql?"
                + " known: files, odd, postgresql"),
        instance(SERVER, "instances[0].id: is required"),
        instance("\"id\": \"\", " + SERVER, "instances[0].id: " + ID),
        instance("\"id\": \"..\", " + SERVER, "instances[0].id: " + ID),
        instance("\"id\": \"a/b\", " + SERVER, "instances[0].id: " + ID),
        instance("\"id\": \"-a\", " + SERVER, "instances[0].id: " + ID),
        server("\"hots\": \"x\"", "instances[0].hots: no such setting; did you mean host?"),
        server(
            "\"stall_timeuot\": \"1m\"",
            "instances[0].stall_timeuot: no such setting; did you mean stall_timeout?"),
        server("\"port\": 65536", "instances[0].port: must be at most 65535"),
        server("\"port\": \"0\"", "instances[0].port: must be at least 1"),
        server("\"tls\": \"on\"", "instances[0].tls: must be one of disable, verify_full"),
        server(
            "\"verbose\": \"yes\"", "instances[0].verbose: must be true or false, without quotes"),
        server(
            "\"max_bytes\": 9223372036854775808",
            "instances[0].max_bytes: must be a whole number from -9223372036854775808"
                + " to 9223372036854775807"),
        server("\"parameters\": []", "instances[0].parameters: must be an object, { … }"),
        server(
            "\"parameters\": {\"a b\": 1}",
            "instances[0].parameters.\"a b\": must be text; put it in quotes"),
        server(
            "\"tunnel\": {}",
            "instances[0].tunnel.hops: is required",
            "instances[0].tunnel.gateway: is required"),
        server(
            "\"tunnel\": {\"gateway\": \" \", \"hops\": 0, \"key\": 1, \"more\": 1}",
            "instances[0].tunnel.more: no such setting",
            "instances[0].tunnel.key: must be text; put it in quotes",
            "instances[0].tunnel.gateway: must not be blank",
            "instances[0].tunnel.hops: must be at least 1"),
        server("\"enabled\": false, \"port\": 0", "instances[0].port: must be at least 1"),
        server("\"include\": \"a\"", "instances[0].include: must be a list, [ … ]"),
        server(
            "\"include\": [\"a\", \"b[\"]",
            "instances[0].include[1]: is no pattern: a [ is not closed;"
                + " write \\[ for the character itself"),
        server(
            "\"exclude\": [\"\"]",
            "instances[0].exclude[0]: an empty pattern matches nothing; remove it"),
        server(
            "\"destinations\": [\"nas\"]",
            "instances[0].destinations[0]: no storage named nas; known: local"),
        server(
            "\"archive\": [\"\"]",
            "instances[0].archive[0]: must be an archiver's name, or an object with its \"type\""),
        server(
            "\"retry\": {\"attempts\": 101}", "instances[0].retry.attempts: must be at most 100"),
        server(
            "\"shrink_guard\": {\"rows\": \"101%\"}",
            "instances[0].shrink_guard.rows: must be a percentage, such as 50%"),
        server("\"stall_timeout\": \"0ms\"", "instances[0].stall_timeout: must be longer than 0s"),
        instance(
            "\"id\": \"x\", \"dbms\": \"files\", \"sets\": [{\"name\": \"\", \"paths\": []}, {\"name\": \"b\"}]",
            "instances[0].sets[0].name: must not be blank",
            "instances[0].sets[0].paths: must not be empty"),
        instance(
            "\"id\": \"x\", \"dbms\": \"files\", \"sets\": [{\"name\": \"a\"}],"
                + " \"named\": {\"my set\": {\"name\": \"\", \"path\": 1}}",
            "instances[0].named.\"my set\".path: no such setting; did you mean paths?",
            "instances[0].named.\"my set\".name: must not be blank"),
        instance("\"id\": \"x\", \"dbms\": \"files\"", "instances[0].sets: is required"));
  }

  private static Stream<Bad> recordsThatRefuse() {
    return Stream.of(
        instance("\"id\": \"x\", \"dbms\": \"odd\"", "instances[0].first: is required"),
        instance(
            "\"id\": \"x\", \"dbms\": \"odd\", \"first\": \" \"",
            "instances[0]: first must not be blank"),
        instance(
            "\"id\": \"x\", \"dbms\": \"odd\", \"mode\": \"refuse\"",
            "instances[0]: first and second exclude each other"),
        instance(
            "\"id\": \"x\", \"dbms\": \"odd\", \"mode\": \"leak\", \"second\": \""
                + PASSWORD
                + "\"",
            "instances[0]: is refused, with a message that is not shown because it holds a secret"),
        storage("\"id\": \"local\", \"type\": \"local\"", "storages[0].path: is required"));
  }

  private static Stream<Bad> storagesAndNotifications() {
    return Stream.of(
        storage(
            "\"id\": \"local\", \"type\": \"s4\"",
            "storages[0].type: no storage named s4; known: local"),
        storage("\"id\": \"local\"", "storages[0].type: is required"),
        local("\"required\": \"no\"", "required: must be true or false, without quotes"),
        local("\"bandwidth\": \"10 apples\"", "bandwidth: " + Bandwidth.FORM_TEXT),
        local("\"bandwidth\": 1000000", "bandwidth: must be text; put it in quotes"),
        local(
            "\"old_files\": [{\"instance\": \"mian\", \"names\": \"time_first\"}]",
            "old_files[0].instance: no instance named mian; did you mean main? known: main"),
        local(
            "\"old_files\": [{\"instance\": \"main\", \"names\": \"flat\"}]",
            "old_files[0].names: must be one of time_first, time_last, dbms_first"),
        local("\"retry\": {\"attempts\": 0}", "retry.attempts: must be at least 1"),
        local("\"retry\": {\"pause\": \"1h\"}", "retry.max_pause: must not be shorter than pause"),
        storage(
            "\"id\": \"local\", \"type\": \"local\", \"path\": \"/b\", \"dbms\": \"x\"",
            "storages[0].dbms: no such setting"),
        root(
            "\"notifications\": [{\"id\": \"m\", \"type\": \"email\", \"on\": [\"never\"], \"to\": [\"a\"]}]",
            "notifications[0].on[0]: must be one of success, failure, partial, recovered, overdue, damaged, started, always, complete, failed"),
        root(
            "\"notifications\": [{\"id\": \"m\", \"type\": \"email\", \"on\": {}, \"to\": [\"a\"]}]",
            "notifications[0].on: must be a list, [ … ]"),
        root(
            "\"notifications\": [{\"id\": \"m\", \"type\": \"email\", \"on\": [], \"to\": [\"a\"]}]",
            "notifications[0].on: must not be empty"),
        root(
            "\"notifications\": [{\"id\": \"m\", \"type\": \"email\", \"to\": [\"a\", \"\"], \"timeout\": \"0s\"}]",
            "notifications[0].timeout: must be longer than 0s",
            "notifications[0].to[1]: must not be blank"),
        root(
            "\"notifications\": [{\"id\": \"m\", \"type\": \"slack\"}]",
            "notifications[0].type: no notifier named slack; known: email"),
        root("\"metrics\": {\"textfile\": \"/m\"}", "metrics: must be a list, [ … ]"),
        root(
            "\"metrics\": [{\"id\": \"m\", \"type\": \"pushgateway\", \"url\": \"http://x\"}]",
            "metrics[0].type: no metrics exporter named pushgateway; known: gauges"),
        root(
            "\"metrics\": [{\"id\": \"m\", \"type\": \"gauges\", \"path\": \"/m\", \"timeout\": \"0s\", \"on\": []}]",
            "metrics[0].timeout: must be longer than 0s",
            "metrics[0].on: no such setting"));
  }

  private static Bad root(String more, String... problems) {
    return whole("{" + more + ", " + STORAGES + ", " + INSTANCES + "}", problems);
  }

  private static Bad instance(String instance, String... problems) {
    return whole("{" + STORAGES + ", \"instances\": [{" + instance + "}]}", problems);
  }

  private static Bad server(String more, String... problems) {
    return instance("\"id\": \"main\", " + SERVER + ", " + more, problems);
  }

  private static Bad local(String setting, String problem) {
    return storage(
        "\"id\": \"local\", \"type\": \"local\", \"path\": \"/b\", " + setting,
        "storages[0]." + problem);
  }

  private static Bad storage(String storage, String... problems) {
    return whole("{\"storages\": [{" + storage + "}], " + INSTANCES + "}", problems);
  }

  private static Bad whole(String json, String... problems) {
    return new Bad(json, List.of(problems));
  }
}
