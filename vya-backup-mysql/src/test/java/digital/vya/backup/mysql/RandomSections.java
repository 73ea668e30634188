package digital.vya.backup.mysql;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * A dump of several databases, as {@code mysqldump --databases} writes it: first all tables, then
 * all views. What is in them is full of what would be dangerous elsewhere.
 */
final class RandomSections {

  static final List<String> NAMES = List.of("first one", "b`b", "sh\u00f6p");
  static final String CREATION = "CREATE DATABASE `an``other` /*!40100 DEFAULT CHARACTER SET x */";

  private final Random random;
  private final String wanted;
  private final String target;
  private final StringBuilder dump = new StringBuilder();
  private final StringBuilder expected = new StringBuilder();
  private boolean mistake;

  RandomSections(long seed, String wanted, String restored) {
    random = new Random(seed);
    this.wanted = wanted;
    target = "`" + restored.replace("`", "``") + "`";
    boolean all = random.nextBoolean();
    both("-- MySQL dump\n-- Host: h    Database: " + (all ? "" : NAMES.get(0)) + "\n");
    both("/*!40101 SET NAMES utf8mb4 */;\n");
    for (String name : NAMES) {
      boolean first = name.equals(NAMES.get(0));
      // The first one is taken until another one, which is wanted, begins.
      boolean mistaken = first && !all && !name.equals(wanted);
      mistake |= mistaken;
      tables(name, mistaken);
    }
    for (String name : NAMES) {
      use(name, false);
      statement(name, false, "CREATE VIEW `v` AS SELECT " + text() + " AS `a` ;");
      both("\n");
    }
    both("-- Dump completed on 2026-01-01  1:02:03\n");
  }

  byte[] bytes() {
    return dump.toString().getBytes(StandardCharsets.UTF_8);
  }

  byte[] expected() {
    return expected.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private void both(String text) {
    dump.append(text);
    expected.append(text);
  }

  private void use(String name, boolean begins) {
    both("\n--\n-- Current Database: " + quoted(name) + "\n--\n\n");
    if (begins && random.nextBoolean()) {
      dump.append("/*!40000 DROP DATABASE IF EXISTS " + quoted(name) + "*/;");
      both("\n");
    }
    if (begins) {
      dump.append("CREATE DATABASE /*!32312 IF NOT EXISTS*/ " + quoted(name) + ";");
      both("\n");
    }
    dump.append("USE " + quoted(name) + ";");
    if (mistake && name.equals(wanted)) {
      expected.append("DROP DATABASE " + target + ";\n" + CREATION + ";\nUSE " + target + ";\n");
      mistake = false;
    }
    both("\n");
  }

  private void tables(String name, boolean mistaken) {
    use(name, true);
    statement(name, mistaken, "CREATE TABLE `t` (`a` text COMMENT " + text() + ");");
    both("\n");
    for (int n = random.nextInt(4); n >= 0; n--) {
      statement(name, mistaken, "INSERT INTO `t` VALUES (" + text() + "),(" + text() + ");");
      both("\n");
    }
    both("DELIMITER ;;\n");
    statement(
        name, mistaken, "CREATE TRIGGER `g` BEFORE INSERT ON `t` FOR EACH ROW SET @a = 1; END ;;");
    both("\nDELIMITER ;\n");
  }

  private void statement(String name, boolean mistaken, String text) {
    dump.append(text);
    if (name.equals(wanted) || mistaken) {
      expected.append(text);
    }
  }

  private String text() {
    return "'" + RandomDump.danger(random).replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
