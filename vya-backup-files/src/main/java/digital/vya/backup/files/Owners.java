package digital.vya.backup.files;

import digital.vya.backup.api.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives restored files their owner, time and permissions. An owner is found by name, and by number
 * where this machine has no such name.
 */
final class Owners {

  private static final int REMEMBERED = 1000;
  private static final int PERMISSIONS = 0777;

  private final Host host;
  private final Map<String, UserPrincipal> users = new HashMap<>();
  private final Map<String, GroupPrincipal> groups = new HashMap<>();
  private boolean refused;

  Owners(Host host) {
    this.host = host;
  }

  /** Gives a file or a folder all that the entry says; returns whether that is the owner, too. */
  boolean apply(Path path, TarEntry entry) throws IOException {
    boolean owned = own(path, entry.owner());
    Files.setLastModifiedTime(path, FolderFacts.settable(entry.modified()));
    // Last, as a change of owner takes setuid away and a file that cannot be read has no times;
    // and the right to act as the owner must not become the right to act as the one who restores.
    int mode = owned ? entry.mode() : entry.mode() & PERMISSIONS;
    Files.setAttribute(path, "unix:mode", mode);
    return owned;
  }

  /** Gives a link its owner and, where the system can do that, its time. */
  void applyToLink(Path path, TarEntry entry) {
    own(path, entry.owner());
    try {
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(FolderFacts.settable(entry.modified()), null, null);
    } catch (IOException e) {
      // Not every system keeps it, and nobody relies on it.
      return;
    }
  }

  private boolean own(Path path, TarEntry.Owner owner) {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (refused || view == null) {
      return false;
    }
    try {
      view.setGroup(group(path, owner));
      view.setOwner(user(path, owner));
      return true;
    } catch (IOException e) {
      refused = true;
      host.warn(
          "owners are not restored: "
              + path
              + " cannot be given to "
              + (owner.user().isEmpty() ? owner.uid() : RawNames.shown(owner.user()))
              + "; restore as root for that");
      return false;
    }
  }

  private UserPrincipal user(Path path, TarEntry.Owner owner) throws IOException {
    String key = owner.user() + ":" + owner.uid();
    UserPrincipal user = users.get(key);
    if (user == null) {
      UserPrincipalLookupService lookup = path.getFileSystem().getUserPrincipalLookupService();
      user = named(owner.user(), owner.uid(), lookup::lookupPrincipalByName);
      remember(users, key, user);
    }
    return user;
  }

  private GroupPrincipal group(Path path, TarEntry.Owner owner) throws IOException {
    String key = owner.group() + ":" + owner.gid();
    GroupPrincipal group = groups.get(key);
    if (group == null) {
      UserPrincipalLookupService lookup = path.getFileSystem().getUserPrincipalLookupService();
      group = named(owner.group(), owner.gid(), lookup::lookupPrincipalByGroupName);
      remember(groups, key, group);
    }
    return group;
  }

  private interface Lookup<P> {
    P byName(String name) throws IOException;
  }

  private static <P> P named(String name, long id, Lookup<P> lookup) throws IOException {
    P found = name.isEmpty() ? null : orNull(name, lookup);
    // The JDK's look-up takes a number for one that has no name.
    return found == null ? lookup.byName(Long.toString(id)) : found;
  }

  private static <P> @Nullable P orNull(String name, Lookup<P> lookup) {
    try {
      return lookup.byName(name);
    } catch (IOException e) {
      return null;
    }
  }

  private static <P> void remember(Map<String, P> known, String key, P principal) {
    if (known.size() == REMEMBERED) {
      known.clear();
    }
    known.put(key, principal);
  }
}
