package digital.vya.backup.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of texts that people read: puts {@code ***} in the place of every secret it was
 * told of, in every form of {@link SecretForms}, and of what looks like one ({@code password=…},
 * {@code ://user:…@}, {@code Authorization: …} and the like).
 *
 * <p>Secrets shorter than {@value #SHORTEST} characters are not searched for: a text would be full
 * of stars that hide nothing. What a mask was told it never forgets, so a secret that was changed
 * is still taken out of what is said of the old one. Safe for many threads.
 */
public final class Mask {

  /** The length from which on a secret is searched for, in characters. */
  public static final int SHORTEST = 4;

  static final String STARS = "***";

  private final Set<String> known = new HashSet<>();

  /** The forms of all secrets by their first character. */
  private volatile Map<Character, List<String>> forms = Map.of();

  /** A mask that knows no secret yet, only what they look like. */
  public Mask() {}

  /** A mask that knows these. */
  static Mask of(Collection<String> secrets) {
    var mask = new Mask();
    mask.learn(secrets);
    return mask;
  }

  /** Adds secrets to those that are taken out. */
  public synchronized void learn(Collection<String> secrets) {
    var fresh = new ArrayList<>(secrets);
    fresh.removeIf(secret -> !known.add(secret));
    if (fresh.isEmpty()) {
      return;
    }
    var all = new HashMap<Character, List<String>>();
    known.stream()
        .flatMap(secret -> SecretForms.of(secret).stream())
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed())
        .forEach(form -> all.computeIfAbsent(form.charAt(0), c -> new ArrayList<>()).add(form));
    forms = Map.copyOf(all);
  }

  /** The text without secrets; the same object if there is none in it. */
  public String text(String text) {
    return SecretPatterns.masked(withoutKnown(text));
  }

  private String withoutKnown(String text) {
    Map<Character, List<String>> searched = forms;
    StringBuilder masked = null;
    int copied = 0;
    for (int at = 0; at < text.length() && !searched.isEmpty(); at++) {
      int end = end(text, at, searched);
      if (end > at) {
        masked = masked == null ? new StringBuilder(text.length()) : masked;
        masked.append(text, copied, at).append(STARS);
        copied = end;
        at = end - 1;
      }
    }
    return masked == null ? text : masked.append(text, copied, text.length()).toString();
  }

  /** Where the secret that begins here ends, with all that overlap it; here if none begins. */
  private static int end(String text, int from, Map<Character, List<String>> searched) {
    int end = from;
    for (int at = from; at == from || at < end; at++) {
      for (String form : searched.getOrDefault(text.charAt(at), List.of())) {
        if (at + form.length() > end && text.startsWith(form, at)) {
          end = at + form.length();
          break;
        }
      }
    }
    return end;
  }

  /** Says nothing of what it knows. */
  @Override
  public String toString() {
    return "Mask";
  }
}
