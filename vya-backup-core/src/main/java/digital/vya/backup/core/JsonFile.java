package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that people write: with comments ({@code //}, {@code /* *}{@code /} and {@code #}) and
 * trailing commas. Errors tell the place, never the text around it, which may hold a secret.
 */
final class JsonFile {

  private static final int DEEPEST = 50;
  private static final String NO_JSON =
      "this is not JSON; look for a missing quote, comma or bracket here or just before";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .build();

  private JsonFile() {}

  static JsonNode parse(String file, String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      return parse(file, parser);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text in memory failed", e);
    }
  }

  private static JsonNode parse(String file, JsonParser parser) throws IOException {
    try {
      @Nullable JsonNode tree = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw slip(file, parser.currentTokenLocation(), NO_JSON);
      }
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (JsonProcessingException e) {
      // Neither its message nor itself as a cause: both may quote the file.
      throw slip(
          file,
          Objects.requireNonNullElse(e.getLocation(), parser.currentLocation()),
          complaint(e, parser));
    }
  }

  private static ConfigException slip(String file, JsonLocation at, String complaint) {
    return new ConfigException(
        file,
        List.of("line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), complaint)));
  }

  private static String complaint(JsonProcessingException e, JsonParser parser) {
    if (e instanceof JsonEOFException) {
      return "the file ends in the middle; a brace, bracket or quote is not closed";
    }
    if (e instanceof StreamConstraintsException) {
      return "something is nested too deeply, or a number or name is too long";
    }
    String key = Objects.toString(parser.getParsingContext().getCurrentName());
    return e.getOriginalMessage().startsWith("Duplicate field")
        ? "the key " + Shown.name(key) + " is there twice; remove one"
        : NO_JSON;
  }
}
