package digital.vya.backup.postgres;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a dump of any form into a database that is there, in one transaction unless there are
 * several jobs.
 *
 * <p>A custom archive of our own streams into pg_restore. One that somebody else wrote may have
 * parts behind its data, which pg_restore does not read; and of a tar it does not read the end,
 * which alone shows that it is whole. These are files for a while, in the folder for temporary
 * ones.
 */
final class Loader {

  private final PostgresConfig config;
  private final Host host;
  private final boolean own;
  private final int jobs;
  private final Around around;

  /**
   * For one restore.
   *
   * @param own whether the dump is known to be one of ours
   */
  Loader(PostgresConfig config, Host host, boolean own, int jobs, Around around) {
    this.config = config;
    this.host = host;
    this.own = own;
    this.jobs = jobs;
    this.around = around;
  }

  /** The same dump, whose beginning can be looked at. */
  static InputStream markable(InputStream dump) {
    return dump.markSupported() ? dump : new BufferedInputStream(dump, DumpHead.SIZE);
  }

  /** The same with all in one transaction. */
  Loader inOneTransaction() {
    return new Loader(config, host, own, 1, around);
  }

  /** The same with what is there removed in the same transaction; for plain dumps only. */
  Loader emptied() {
    return new Loader(config, host, own, 1, around.emptied());
  }

  void run(String database, Version server, InputStream bytes)
      throws IOException, InterruptedException {
    InputStream dump = markable(bytes);
    DumpHead head = DumpHead.of(dump);
    if (head.form() != Form.TAR) {
      head.compare(server, host);
    }
    switch (head.form()) {
      case PLAIN -> {
        if (jobs > 1) {
          host.warn(
              "a dump in plain format is restored by one job: format custom and directory can more");
        }
        new Psql(config, host).run(database, server, dump, around);
      }
      case CUSTOM -> {
        schemas(database);
        custom(database, server, head, dump);
      }
      case TAR -> {
        schemas(database);
        // A tar in one file can only be read from its beginning to its end.
        file(
            server,
            head,
            dump,
            (archive, path) -> archive.restore(database, path, Files.isDirectory(path) ? jobs : 1));
      }
    }
  }

  private void schemas(String database) {
    if (!around.first().isEmpty()) {
      try (Server there = Server.connect(config, database)) {
        around.first().forEach(there::execute);
      }
    }
  }

  private void custom(String database, Version server, DumpHead head, InputStream dump)
      throws IOException, InterruptedException {
    var archive = new Archive(config, host, server, head.archiveMinor());
    if (own && jobs == 1 && archive.canBeFed()) {
      archive.feed(database, dump);
    } else {
      file(server, head, dump, (tool, path) -> tool.restore(database, path, jobs));
    }
  }

  /** What is to be done with an archive that is a file or a folder. */
  private interface Use {
    void of(Archive archive, Path path) throws IOException, InterruptedException;
  }

  /** An archive as the plain dump that it could have been. */
  void asSql(Version server, InputStream bytes, Piped.Reader reader)
      throws IOException, InterruptedException {
    InputStream dump = markable(bytes);
    file(server, DumpHead.of(dump), dump, (archive, path) -> archive.sql(path, reader));
  }

  /** The files go with all temporary ones at the end of the operation, if not before. */
  private void file(Version server, DumpHead head, InputStream dump, Use use)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(host.workDir(), "dump");
    Path file = folder.resolve("dump.archive");
    if (head.form() == Form.CUSTOM) {
      Files.copy(dump, file);
      use.of(new Archive(config, host, server, head.archiveMinor()), file);
      Files.delete(file);
    } else if (head.isListOfTar()) {
      Files.copy(dump, file);
      tar(server, folder, file, use);
    } else {
      Untar.into(folder).unpack(dump);
      listed(server, Files.newInputStream(folder.resolve(Untar.LIST)), folder, use);
    }
  }

  /** Only tars that pg_dump itself wrote hold a script for psql; the others are packed folders. */
  private void tar(Version server, Path folder, Path file, Use use)
      throws IOException, InterruptedException {
    boolean written;
    try (InputStream tar = Files.newInputStream(file)) {
      written = Untar.nowhere().unpack(tar).contains("restore.sql");
    }
    if (written) {
      InputStream tar = Files.newInputStream(file);
      tar.skipNBytes(Untar.BLOCK);
      listed(server, tar, file, use);
      return;
    }
    try (InputStream tar = Files.newInputStream(file)) {
      Untar.into(folder).unpack(tar);
    }
    Files.delete(file);
    listed(server, Files.newInputStream(folder.resolve(Untar.LIST)), folder, use);
  }

  private void listed(Version server, InputStream list, Path archive, Use use)
      throws IOException, InterruptedException {
    byte[] beginning;
    try (list) {
      beginning = list.readNBytes(4096);
    }
    if (!new String(beginning, StandardCharsets.ISO_8859_1).startsWith("PGDMP")) {
      throw BackupException.data("toc.dat of this tar is not what pg_dump writes");
    }
    DumpHead head = DumpHead.ofList(beginning);
    head.compare(server, host);
    use.of(new Archive(config, host, server, head.archiveMinor()), archive);
  }
}
