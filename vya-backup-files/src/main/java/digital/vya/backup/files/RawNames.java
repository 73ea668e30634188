package digital.vya.backup.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File names as the bytes they are. A path's text form loses what the locale's encoding cannot
 * express, which under cron, where no locale is set, is everything but ASCII; its URI keeps every
 * byte.
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

  /** The bytes of a path's last name. */
  static byte[] nameOf(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return new byte[0];
    }
    String text = name.toString();
    if (!BYTES || isAscii(text)) {
      return text.getBytes(UTF_8);
    }
    byte[] bytes = decode(ROOT.resolve(name).toUri().getRawPath());
    int from = 1;
    int to = bytes[bytes.length - 1] == '/' ? bytes.length - 1 : bytes.length;
    return Arrays.copyOfRange(bytes, from, to);
  }

  /** The bytes of an absolute path. */
  static byte[] bytesOf(Path absolute) {
    String text = absolute.toString();
    if (!BYTES || isAscii(text)) {
      return text.getBytes(UTF_8);
    }
    byte[] bytes = decode(absolute.toUri().getRawPath());
    boolean folder = bytes.length > 1 && bytes[bytes.length - 1] == '/';
    return folder ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  /** The absolute path of these bytes, which begin with a slash. */
  static Path absolute(byte[] path) {
    String text = new String(path, ISO_8859_1);
    if (!BYTES) {
      return Path.of(new String(path, UTF_8));
    }
    return isAscii(text) ? Path.of(text) : Path.of(URI.create("file://" + encode(path)));
  }

  /** Resolves one name, which holds no slash. */
  static Path child(Path parent, byte[] name) {
    String text = new String(name, ISO_8859_1);
    if (!BYTES) {
      return parent.resolve(new String(name, UTF_8));
    }
    return isAscii(text)
        ? parent.resolve(text)
        : parent.resolve(ROOT.relativize(Path.of(URI.create("file:///" + encode(name)))));
  }

  /** The bytes as text, if they are UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The text as bytes, unless it holds half a surrogate pair. */
  static Optional<byte[]> bytes(String text) {
    try {
      ByteBuffer buffer = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String encode(byte[] path) {
    var encoded = new StringBuilder(path.length * 3);
    for (byte value : path) {
      boolean plain =
          value == '/'
              || (value >= '0' && value <= '9')
              || (value >= 'A' && value <= 'Z')
              || (value >= 'a' && value <= 'z');
      if (plain) {
        encoded.append((char) value);
      } else {
        HEX.toHexDigits(encoded.append('%'), value);
      }
    }
    return encoded.toString();
  }

  private static byte[] decode(String rawPath) {
    var bytes = new ByteArrayOutputStream(rawPath.length());
    for (int at = 0; at < rawPath.length(); at++) {
      char character = rawPath.charAt(at);
      if (character == '%') {
        bytes.write(HexFormat.fromHexDigits(rawPath, at + 1, at + 3));
        at += 2;
      } else {
        bytes.write(character);
      }
    }
    return bytes.toByteArray();
  }

  /** For a message: text where it is text, and each byte that is none as {@code \xNN}. */
  static String shown(byte[] path) {
    return utf8(path)
        .filter(text -> text.chars().noneMatch(Character::isISOControl))
        .orElseGet(() -> escaped(path));
  }

  private static String escaped(byte[] path) {
    var text = new StringBuilder();
    for (byte value : path) {
      if (value >= ' ' && value < 0x7f) {
        text.append(new String(new byte[] {value}, US_ASCII));
      } else {
        HEX.toHexDigits(text.append("\\x"), value);
      }
    }
    return text.toString();
  }
}
