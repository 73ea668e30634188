package digital.vya.backup.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Hands what a tar of pg_dump holds to {@link TableHashes} as the plain dump that pg_restore would
 * make of it. pg_restore itself cannot: it leaves a tar before its end, so whoever feeds it does
 * not know whether it took all that it needed.
 */
final class TarRows implements Untar.Taker {

  private static final int PIECE = 1 << 14;

  private final TableHashes hashes;
  private final Map<String, String> copies = new HashMap<>();

  TarRows(TableHashes hashes) {
    this.hashes = hashes;
  }

  @Override
  public void file(String name, InputStream content) throws IOException {
    if (name.equals(Untar.LIST)) {
      list(content);
    } else if (copies.containsKey(name)) {
      write(copies.remove(name));
      content.transferTo(hashes);
    } else if (name.matches("blob_\\d{1,10}\\.dat")) {
      largeObject(name.substring("blob_".length(), name.indexOf('.')), content);
    }
  }

  private void list(InputStream content) throws IOException {
    try {
      new ArchiveList(content).read(this::entry);
    } catch (EOFException e) {
      throw ArchiveList.damaged();
    }
  }

  private void entry(ArchiveList.Entry entry) throws IOException {
    switch (entry.kind()) {
      case "ENCODING", "TABLE", "SEQUENCE SET" -> write(entry.definition());
      case "TABLE DATA" -> copies.put(entry.file(), entry.copy());
      default -> {
        // Nothing with rows in it.
      }
    }
  }

  private void largeObject(String number, InputStream content) throws IOException {
    write("SELECT pg_catalog.lo_open('" + number + "', 131072);\n");
    for (byte[] piece = content.readNBytes(PIECE);
        piece.length > 0;
        piece = content.readNBytes(PIECE)) {
      write("SELECT pg_catalog.lowrite(0, '\\x" + HexFormat.of().formatHex(piece) + "');\n");
    }
    write("SELECT pg_catalog.lo_close(0);\n");
  }

  private void write(String latin) throws IOException {
    hashes.write(latin.getBytes(StandardCharsets.ISO_8859_1));
  }
}
