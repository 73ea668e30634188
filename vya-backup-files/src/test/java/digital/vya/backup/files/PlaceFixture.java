package digital.vya.backup.files;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file set with a bit of everything, its dump, and what became of its place since. */
final class PlaceFixture {

  private static final String TREE =
      """
      cd "$1"; umask 022; mkdir -p site/css/deep site/empty site/folder-then-file site/lost/deeper other/x
      echo a > site/a; echo b > site/css/b; echo c > site/css/deep/c; : > site/zero
      printf y > site/$'latin\\xe9 ção'; printf n > site/$'new\\nline'; head -c 300000 /dev/urandom > other/x/big
      echo f > site/file-then-folder; echo l > site/file-then-link; echo i > site/folder-then-file/inner
      echo d > site/lost/deeper/d; mkdir site/folder-then-link; echo m > site/folder-then-link/m
      ln -s a site/link; ln site/a other/x/again; chown 1234:4321 site/css/b; chmod 4750 site/css/b; chmod 700 site/css
      touch -d '2019-12-31 23:59:59.123456789' site/a; touch -d '2001-01-01' site/empty site/css site
      """;

  /**
   * Changed, added, removed, of another type, with other permissions; and a way out of the place.
   */
  private static final String CHANGES =
      """
      cd "$1"; mkdir outside; echo secret > outside/b; echo m > outside/m
      echo changed > site/a.tmp; mv site/a.tmp site/a; echo more >> site/css/b; chmod 755 site/css
      rm -r site/lost site/zero site/empty; echo mine > site/mine; echo mine > site/css/mine
      rm site/file-then-folder; mkdir site/file-then-folder; echo u > site/file-then-folder/u
      rm site/file-then-link; ln -s ../outside/b site/file-then-link
      rm -r site/folder-then-file; echo now > site/folder-then-file
      rm -r site/folder-then-link; ln -s ../outside site/folder-then-link
      rm site/link; echo no link > site/link; ln site/mine site/css/mine-too; chown 5:6 site/css
      touch -d '2011-11-11 11:11:11.111' site/css; touch -d '2012-12-12 12:12:12.5' site other/x other
      """;

  /** All but our hidden folders, which a folder has a further link for. */
  private static final String FACTS =
      """
      cd "$1"; all=(find . -name '.*_vya_*' -prune -o)
      "${all[@]}" -type f -print0 | sort -z | xargs -0r sha256sum -z | tr '\\0' '\\n'
      "${all[@]}" -type d -printf '%P|%y|%m|%U|%G|%T@\\0' -o -printf '%P|%y|%m|%U|%G|%T@|%l|%n\\0' |
        sort -z | tr '\\0' '\\n'
      """;

  static final String ID = "0123abcd";

  final FilesDriver driver = new FilesDriver();
  final Told host = new Told();
  final Path tree;
  final FilesConfig config;
  final byte[] dump;
  final String backedUp;

  PlaceFixture(Path folder) throws Exception {
    tree = Files.createDirectory(folder.toRealPath().resolve("tree"));
    Shell.run(TREE, tree);
    config =
        new FilesConfig(
            Map.of("set", new FileSet(List.of(tree + "/site", tree + "/other/*/*"), List.of())));
    var sink = new ByteArrayOutputStream();
    driver.dump(config, new DumpRequest("set"), sink, host);
    dump = sink.toByteArray();
    backedUp = facts();
  }

  String change() {
    Shell.run(CHANGES, tree);
    return facts();
  }

  /** All that is in the place, hidden folders of ours aside. */
  String facts() {
    return Shell.run(FACTS, tree);
  }

  String beside(String role, String id) {
    return driver.beside(config, "set", role, id);
  }

  Swap swap() {
    return new Swap(beside("new", ID), "set", beside("old", ID), false);
  }

  void restore() throws Exception {
    var into = new RestoreRequest("set", Optional.of(beside("new", ID)), false, Map.of());
    driver.restore(config, into, new ByteArrayInputStream(dump), host);
  }

  void swapIn() throws Exception {
    driver.swap(config, swap(), host);
  }

  PlaceSwap watched(Swap swap, PlaceMoves.Watch watch) {
    return new PlaceSwap(Path.of("/"), Path.of(swap.scratch()), Path.of(swap.kept()), host, watch);
  }

  /** What is left of ours. */
  List<String> hidden() throws IOException {
    try (var files = Files.walk(tree)) {
      return files
          .map(RawNames::nameOf)
          .filter(Beside::isName)
          .filter(name -> name.contains("set"))
          .sorted()
          .toList();
    }
  }
}
