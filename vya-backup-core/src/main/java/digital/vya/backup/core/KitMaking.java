package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.EncryptionKeys;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a {@link RecoveryKit}. */
final class KitMaking {

  private final Environment environment;
  private final RecoveryKit.Order order;
  private final List<String> unreadable = new ArrayList<>();
  private final Set<String> publicKeys = new LinkedHashSet<>();
  private final Set<String> privateKeys = new LinkedHashSet<>();

  KitMaking(Environment environment, RecoveryKit.Order order) {
    this.environment = environment;
    this.order = order;
  }

  /** Makes it, and writes that to the audit log. */
  RecoveryKit audited(String id) throws IOException, InterruptedException {
    return new AuditTrail(
            environment,
            id,
            "recovery-kit",
            order.folder() + (order.withSecrets() ? ", with the private keys" : ""))
        .begin()
        .during(this::made, done -> AuditTrail.End.COMPLETE);
  }

  private RecoveryKit made() throws IOException, InterruptedException {
    requireEmpty();
    var storages = new ArrayList<KitStorage>();
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      storages.add(look(destination));
    }
    for (Settings.Instance<?> instance : environment.settings().instances()) {
      instance.options().archive().forEach(this::collectKeys);
    }
    boolean withKeys = !privateKeys.isEmpty();
    OwnerOnly.createFolder(order.folder());
    OwnerOnly.restrict(order.folder());
    for (KitStorage storage : storages) {
      write(storage);
    }
    List<Path> secrets = writeKeys(withKeys);
    // Last, so that a kit that can be read is whole.
    write(
        "README.md",
        new KitText(environment.options().server())
            .of(
                storages,
                unreadable,
                new KitText.Head(
                    environment.clock().instant(), List.copyOf(publicKeys), withKeys)));
    return new RecoveryKit(
        order.folder(),
        storages.stream().mapToLong(KitStorage::backups).sum(),
        unreadable,
        secrets);
  }

  private void requireEmpty() throws IOException {
    if (Files.notExists(order.folder())) {
      return;
    }
    try (Stream<Path> files = Files.list(order.folder())) {
      if (files.findAny().isPresent()) {
        throw BackupException.configuration(
            order.folder() + " is not empty, and nothing was written; name a new folder");
      }
    }
  }

  private <C extends Record> KitStorage look(Settings.Destination<C> destination)
      throws IOException, InterruptedException {
    var shelf = new KitShelf(environment.options().server(), order.newest());
    Optional<String> problem = Optional.empty();
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(destination, host)) {
      new Catalog(environment.keys())
          .visit(open.require(), ArtifactSource.instance("", ""), visitor(destination, shelf));
    } catch (BackupException | IOException | UncheckedIOException e) {
      problem =
          Optional.of(
              environment
                  .mask()
                  .text(
                      String.valueOf(
                          Failures.of("cannot list " + destination.id(), e).getMessage())));
      unreadable.add("storage " + destination.id() + ": " + problem.get());
    }
    return new KitStorage(
        destination.id(),
        destination.storage().name(),
        new RecordWriter(environment.settings().secrets()).object(destination.config()),
        shelf.backups(),
        problem);
  }

  private Catalog.Visitor visitor(Settings.Destination<?> destination, KitShelf shelf) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) {
        shelf.add(manifest);
      }

      @Override
      public void broken(String key, String problem) {
        unreadable.add("storage " + destination.id() + ": " + key + ": " + problem);
      }
    };
  }

  private <C extends Record> void collectKeys(Settings.Stage<C> stage) {
    if (stage.archiver() instanceof EncryptionKeys<?>) {
      @SuppressWarnings("unchecked")
      var keys = (EncryptionKeys<C>) stage.archiver();
      try {
        publicKeys.addAll(keys.recipients(stage.config()));
      } catch (BackupException e) {
        unread("the public keys: " + e.getMessage());
      }
      if (order.withSecrets()) {
        keys.privateKeys(stage.config(), problem -> unread("a private key: " + problem)).stream()
            .map(Secret::reveal)
            .forEach(privateKeys::add);
      }
    }
  }

  /** Many instances have the same keys. */
  private void unread(String problem) {
    String line = environment.mask().text(problem);
    if (!unreadable.contains(line)) {
      unreadable.add(line);
    }
  }

  /** Where the manifests lie is chosen here: a key of a storage could name any place. */
  private void write(KitStorage storage) throws IOException {
    var sums = new StringBuilder();
    int number = 0;
    for (List<Manifest> backups : storage.newest()) {
      for (Manifest manifest : backups) {
        number++;
        String key = manifest.artifact().name();
        sums.append(ShellText.sum(manifest.artifact().sha256(), key)).append('\n');
        String name = ShellText.fileName(key.substring(key.lastIndexOf('/') + 1));
        write(
            "manifests/%s/%03d-%s%s".formatted(storage.id(), number, name, ArtifactKeys.MANIFEST),
            ManifestJson.write(manifest));
      }
    }
    if (number > 0) {
      write(KitText.SUMS + storage.id(), sums.toString());
    }
  }

  private List<Path> writeKeys(boolean withKeys) throws IOException {
    if (!publicKeys.isEmpty()) {
      write("keys/public-keys.txt", String.join("\n", publicKeys) + "\n");
    }
    return withKeys
        ? List.of(write(KitText.KEYS, String.join("\n", privateKeys) + "\n"))
        : List.of();
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = order.folder().resolve(name);
    OwnerOnly.createFolder(file.resolveSibling(".").normalize());
    PrivateFile.create(file, bytes);
    return file;
  }
}
