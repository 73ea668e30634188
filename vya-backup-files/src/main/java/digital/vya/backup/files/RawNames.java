package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File names as the bytes they are. A path's text form loses what the locale's encoding cannot
 * express, which under cron, where no locale is set, is everything but ASCII; its URI keeps every
 * byte.
 *
 * <p>A <em>raw</em> name is a string with one character for each byte (ISO 8859-1): it costs no
 * more than the bytes, and sorts and compares as they do.
 */
final class RawNames {

  private static final boolean BYTES = File.separatorChar == '/';
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final Path ROOT = Path.of("/");

  private RawNames() {}

  static boolean isAscii(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text holds a control character. */
  static boolean hasControl(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isISOControl(text.charAt(at))) {
        return true;
      }
    }
    return false;
  }

  /** The raw form of a path's last name. */
  static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : bytesOf(name);
  }

  /** The raw form of a path, relative or not. */
  static String bytesOf(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text;
    }
    if (!BYTES) {
      return raw(text);
    }
    String bytes = decode(ROOT.resolve(path).toUri().getRawPath());
    // The URI of a folder ends with a slash; a path never does.
    int end = bytes.endsWith("/") ? bytes.length() - 1 : bytes.length();
    return bytes.substring(path.isAbsolute() ? 0 : 1, end);
  }

  /** The path of a raw name, relative or not. */
  static Path path(String raw) {
    if (isAscii(raw)) {
      return Path.of(raw);
    }
    if (!BYTES) {
      return Path.of(text(raw));
    }
    boolean absolute = raw.startsWith("/");
    Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + encode(raw)));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  /** Resolves a raw name. */
  static Path child(Path parent, String raw) {
    return isAscii(raw) ? parent.resolve(raw) : parent.resolve(path(raw));
  }

  /** A raw name as text, if its bytes are UTF-8. */
  static Optional<String> utf8(String raw) {
    if (isAscii(raw)) {
      return Optional.of(raw);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(raw.getBytes(ISO_8859_1));
      return Optional.of(UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A raw name as text; where it is none, each byte stands for itself. */
  static String text(String raw) {
    return utf8(raw).orElse(raw);
  }

  /** The raw name for a text. */
  static String raw(String text) {
    return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** Whether a text can be written in UTF-8: half a surrogate pair cannot. */
  static boolean isEncodable(String text) {
    try {
      return isAscii(text) || UTF_8.newEncoder().encode(CharBuffer.wrap(text)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** A raw name for a message: as text, or where it is none with {@code \xNN} for odd bytes. */
  static String shown(String raw) {
    return utf8(raw).filter(text -> !hasControl(text)).orElseGet(() -> escaped(raw));
  }

  private static String escaped(String raw) {
    var text = new StringBuilder();
    for (int at = 0; at < raw.length(); at++) {
      char value = raw.charAt(at);
      if (value >= ' ' && value < 0x7f) {
        text.append(value);
      } else {
        HEX.toHexDigits(text.append("\\x"), (byte) value);
      }
    }
    return text.toString();
  }

  private static String encode(String raw) {
    var encoded = new StringBuilder(raw.length() * 3);
    for (int at = 0; at < raw.length(); at++) {
      char value = raw.charAt(at);
      boolean plain =
          value == '/'
              || (value >= '0' && value <= '9')
              || (value >= 'A' && value <= 'Z')
              || (value >= 'a' && value <= 'z');
      if (plain) {
        encoded.append(value);
      } else {
        HEX.toHexDigits(encoded.append('%'), (byte) value);
      }
    }
    return encoded.toString();
  }

  private static String decode(String rawPath) {
    var bytes = new StringBuilder(rawPath.length());
    for (int at = 0; at < rawPath.length(); at++) {
      char character = rawPath.charAt(at);
      if (character == '%') {
        bytes.append((char) HexFormat.fromHexDigits(rawPath, at + 1, at + 3));
        at += 2;
      } else {
        bytes.append(character);
      }
    }
    return bytes.toString();
  }
}
