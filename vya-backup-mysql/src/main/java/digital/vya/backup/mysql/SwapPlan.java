package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Swap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a swap moves and makes. It is noted in the kept database before anything of the target is
 * touched, so that whoever comes after a crash can go on.
 *
 * @param replaces whether there was a target
 * @param oldTables the tables and sequences of the target
 * @param newTables those of the scratch database
 * @param oldViews the views of the target
 * @param oldTriggers the triggers of the target
 * @param newTriggers those of the scratch database
 * @param attributes the character set and the collation of the scratch database, as SQL
 */
record SwapPlan(
    boolean replaces,
    List<String> oldTables,
    List<String> newTables,
    List<String> oldViews,
    List<String> oldTriggers,
    List<String> newTriggers,
    String attributes,
    Definitions old,
    Definitions fresh) {

  static final String PHASE = "phase";
  static final String SWAPPING = "swapping";
  static final String KEPT = "kept";

  private static final String FRESH = "new.";

  Map<String, byte[]> notes() {
    var notes = new TreeMap<>(old.notes(""));
    notes.putAll(fresh.notes(FRESH));
    notes.put("replaces", bytes(Boolean.toString(replaces)));
    notes.put("oldTables", Notes.bytes(oldTables));
    notes.put("newTables", Notes.bytes(newTables));
    notes.put("oldViews", Notes.bytes(oldViews));
    notes.put("oldTriggers", Notes.bytes(oldTriggers));
    notes.put("newTriggers", Notes.bytes(newTriggers));
    notes.put("attributes", bytes(attributes));
    notes.put(PHASE, bytes(SWAPPING));
    return notes;
  }

  /** What stays noted for the way back. */
  Map<String, byte[]> kept() {
    var notes = new TreeMap<>(old.notes(""));
    notes.put("replaces", bytes(Boolean.toString(replaces)));
    notes.put(PHASE, bytes(KEPT));
    return notes;
  }

  static SwapPlan read(Map<String, byte[]> notes) {
    return new SwapPlan(
        Boolean.parseBoolean(Notes.text(notes, "replaces")),
        names(notes, "oldTables"),
        names(notes, "newTables"),
        names(notes, "oldViews"),
        names(notes, "oldTriggers"),
        names(notes, "newTriggers"),
        Notes.text(notes, "attributes"),
        Definitions.read(notes, ""),
        Definitions.read(notes, FRESH));
  }

  private static List<String> names(Map<String, byte[]> notes, String topic) {
    return Notes.names(Notes.text(notes, topic).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Tables to move, in pairs of names for one statement. */
  record Moves(List<String> pairs, int all) {

    boolean none() {
      return pairs.size() == all;
    }

    boolean done() {
      return pairs.isEmpty();
    }
  }

  /**
   * What is still to be moved, by where the tables are now. All old ones go before the first new
   * one: a new one that is gone while an old one has not gone was dropped, not moved.
   *
   * @throws BackupException if that cannot come from a swap; nothing must be moved then
   */
  Moves moves(Set<String> inScratch, Set<String> inKept, Swap swap) {
    List<String> left = oldTables.stream().filter(table -> !inKept.contains(table)).toList();
    List<String> waiting = newTables.stream().filter(inScratch::contains).toList();
    boolean dropped = !left.isEmpty() && waiting.size() < newTables.size();
    if (dropped && left.size() < oldTables.size()) {
      throw BackupException.data(
          "tables of %s are gone although %s still has some of its former ones; look at both and at %s"
              .formatted(swap.scratch(), swap.target(), swap.kept()));
    }
    var pairs = new ArrayList<String>();
    (dropped ? oldTables : left)
        .forEach(table -> pairs.add(pair(table, swap.target(), swap.kept())));
    (dropped ? newTables : waiting)
        .forEach(table -> pairs.add(pair(table, swap.scratch(), swap.target())));
    return new Moves(pairs, oldTables.size() + newTables.size());
  }

  private static String pair(String table, String from, String to) {
    return Sql.identifier(from, table) + " TO " + Sql.identifier(to, table);
  }
}
