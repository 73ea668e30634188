package digital.vya.backup.mysql;

import digital.vya.backup.api.RowHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** A dump whose data, comments and routines are full of what would be dangerous elsewhere. */
final class RandomDump {

  static final String TABLE = "a`b;";

  private static final String QUOTED = "`a``b;`";
  private static final List<String> DANGEROUS =
      List.of(
          "DROP DATABASE `shop`;",
          "/*!40000 DROP DATABASE IF EXISTS `shop`*/;\n",
          "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;\n",
          "\nUSE `shop`;\n",
          "USE x;",
          "\\! rm -rf x\n",
          "\nsystem x\n",
          "\nsource x\n",
          "DEFINER=`root`@`%`",
          "),(",
          ");\n",
          "',NULL),('",
          "\nDELIMITER ;;\n",
          "\nDELIMITER ;\n",
          ";;",
          ";",
          "/*!999999\\- enable the sandbox mode */",
          "/*M!999999\\- enable the sandbox mode */ \n",
          "\n-- Dump completed on 2026-01-01  1:02:03\n",
          "-- ",
          "--\n",
          "#",
          "/*",
          "/*!50003 ",
          "\\",
          "\\\\",
          "\\'",
          "'",
          "''",
          "\"",
          "`",
          "``",
          "\0",
          "\u001a",
          "\r\n",
          "\n",
          "日本\u00fc\ud83d\ude00",
          "INSERT INTO " + QUOTED + " VALUES (1);\n",
          "CREATE TABLE `c` (`a` int);",
          "`shop`.`t`",
          "SET sql_mode = 'ANSI';",
          "@OLD_SQL_MODE",
          "COLLATE utf8mb4_0900_ai_ci",
          "x");
  private static final List<String> DATABASE =
      List.of(
          "/*!40000 DROP DATABASE IF EXISTS `shop`*/;",
          "DROP DATABASE `shop`;",
          "drop schema if exists shop ;",
          "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4"
              + " COLLATE utf8mb4_bin */;",
          "USE `shop`;",
          "use shop;");

  private final Random random;
  private final StringBuilder dump = new StringBuilder();
  private final StringBuilder expected = new StringBuilder();
  private final RowHash rows = new RowHash();
  private boolean plain;

  RandomDump(long seed) {
    random = new Random(seed);
    both(
        "/*M!999999\\- enable the sandbox mode */ \n-- MySQL dump\n-- Host: h    Database: shop\n");
    both("SET NAMES utf8mb4 ;\nSET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' ;\n");
    both("CREATE TABLE " + QUOTED + " (`a` text COMMENT " + text() + ") COMMENT=" + text() + ";\n");
    int parts = 1 + random.nextInt(12);
    for (int part = 0; part < parts; part++) {
      switch (random.nextInt(5)) {
        case 0 -> both("-- " + danger().replace("\n", "").replace("\r", "") + "\n");
        case 1 -> both("/* " + danger().replace("*/", "").replace("/", "") + " */\n");
        case 2 -> dump.append(DATABASE.get(random.nextInt(DATABASE.size())));
        case 3 -> routine();
        default -> insert();
      }
      both("\n");
    }
    both("-- Dump completed on 2026-01-01  1:02:03\n");
  }

  /** What would be dangerous outside quotes. */
  static String danger(Random random) {
    var text = new StringBuilder();
    for (int n = random.nextInt(6); n >= 0; n--) {
      text.append(DANGEROUS.get(random.nextInt(DANGEROUS.size())));
    }
    return text.toString();
  }

  byte[] bytes() {
    return dump.toString().getBytes(StandardCharsets.UTF_8);
  }

  byte[] expected() {
    return expected.toString().getBytes(StandardCharsets.UTF_8);
  }

  RowHash rows() {
    return rows;
  }

  private void both(String text) {
    dump.append(text);
    expected.append(text);
  }

  private String danger() {
    return danger(random);
  }

  private String text() {
    String quoted = danger().replace("'", random.nextBoolean() || plain ? "''" : "\u0001");
    String escaped = plain ? quoted : quoted.replace("\\", "\\\\");
    return "'" + escaped.replace("\u0001", "\\'") + "'";
  }

  private void insert() {
    boolean lines = random.nextBoolean();
    both(
        "INSERT INTO " + QUOTED + (random.nextBoolean() ? " (`VALUES (```, `b`)" : "") + " VALUES");
    int count = 1 + random.nextInt(4);
    for (int row = 0; row < count; row++) {
      String values =
          random.nextInt(100) + "," + text() + ",_binary " + text() + ",NULL,0x00FF,-1.5e-7";
      both((row == 0 ? "" : ",") + (lines ? "\n" : row == 0 ? " " : "") + "(" + values + ")");
      byte[] bytes = values.getBytes(StandardCharsets.UTF_8);
      rows.row(bytes, 0, bytes.length);
    }
    both(";\n");
  }

  private void routine() {
    plain = random.nextBoolean();
    both("/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;\n");
    both(
        "/*!50003 SET sql_mode              = '"
            + (plain ? "ANSI_QUOTES,NO_BACKSLASH_ESCAPES" : "STRICT_TRANS_TABLES")
            + "' */ ;\nDELIMITER ;;\nCREATE DEFINER=`a`@`b` PROCEDURE `p`()\nBEGIN\n");
    both("-- " + danger().replace("\n", "").replace("\r", "") + "\n");
    both("SET @a = " + text() + "; # " + danger().replace("\n", "").replace("\r", "") + "\n");
    both(
        "/* "
            + danger().replace("*/", "").replace("/", "")
            + " */ SELECT "
            + text()
            + ";\nEND ;;\n");
    both("DELIMITER ;\n/*!50003 SET sql_mode              = @saved_sql_mode */ ;\n");
    plain = false;
  }
}
