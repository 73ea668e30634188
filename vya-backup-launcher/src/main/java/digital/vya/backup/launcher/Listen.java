package digital.vya.backup.launcher;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a daemon listens, or nowhere. */
record Listen(Optional<InetSocketAddress> address) {

  private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,5})");

  /** Reads {@code 127.0.0.1:9180}, {@code [::1]:9180} or {@code none}. */
  static final class Reader implements ITypeConverter<Listen> {

    /** For picocli. */
    Reader() {}

    @Override
    public Listen convert(String text) {
      if (text.equals("none")) {
        return new Listen(Optional.empty());
      }
      Matcher form = FORM.matcher(text);
      if (!form.matches() || Integer.parseInt(form.group(2)) > 0xffff) {
        throw new TypeConversionException(
            "is no address and port, such as 127.0.0.1:9180, and not none");
      }
      try {
        return new Listen(
            Optional.of(
                new InetSocketAddress(
                    InetAddress.getByName(form.group(1)), Integer.parseInt(form.group(2)))));
      } catch (UnknownHostException e) {
        throw new TypeConversionException("names a host that is not known: " + form.group(1));
      }
    }
  }
}
