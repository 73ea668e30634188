package digital.vya.backup.legacy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration in one of the shapes that older programs read.
 *
 * <p>What a translation says: artifacts are gzipped and lie flat in the folders of before, under
 * names of the old kind; databases are chosen by the same lists; everything else that has a
 * counterpart gets it. What has none, or is unclear, is told.
 */
public final class LegacyConfig {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                  .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
                  .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Kind kind;
  private final Translator translator;

  private LegacyConfig(Kind kind, Translator translator) {
    this.kind = kind;
    this.translator = translator;
  }

  /** The old shapes. */
  public enum Kind {
    /** A file with {@code db_config} and {@code bkp_system}. */
    V2("the version 2 format (db_config)"),
    /** A file for each server, with {@code server_info} and {@code databases}. */
    V1("the version 1 format (server_info, databases)"),
    /** Variables such as {@code DB_TYPE}. */
    ENVIRONMENT("environment variables (DB_TYPE)");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** How a message calls it. */
    public String words() {
      return words;
    }
  }

  /** Adds to a draft what one old configuration says. */
  @FunctionalInterface
  private interface Translator {
    void translate(Draft draft, RetentionMeans means);
  }

  /**
   * Recognises the text of a file.
   *
   * @return empty if it is not one of the old formats, or no JSON at all
   */
  public static Optional<LegacyConfig> recognise(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // Who reads new configurations says what is wrong with it.
      return Optional.empty();
    }
    if (root.has("storages") || root.has("instances")) {
      return Optional.empty();
    }
    if (root.has("db_config") || root.has("bkp_system")) {
      return Optional.of(
          new LegacyConfig(
              Kind.V2, (draft, means) -> new VersionTwo(draft, means).translate(root)));
    }
    if (root.path("databases").isObject() || root.has("server_info")) {
      return Optional.of(
          new LegacyConfig(Kind.V1, (draft, means) -> new VersionOne(draft).translate(root)));
    }
    return Optional.empty();
  }

  /**
   * Recognises the variables of an environment.
   *
   * @return empty if neither {@code DB_TYPE} nor one of the names that it replaced is set
   */
  public static Optional<LegacyConfig> recognise(Map<String, String> variables) {
    return Variables.areThere(variables)
        ? Optional.of(
            new LegacyConfig(
                Kind.ENVIRONMENT, (draft, means) -> new Variables(draft, variables).translate()))
        : Optional.empty();
  }

  /** Which of the shapes it is in. */
  public Kind kind() {
    return kind;
  }

  /**
   * Translates it.
   *
   * @param means what the old numbers for retention are taken to mean
   * @throws LegacyException if it cannot mean anything, or needs a storage that is not there
   */
  public Translation translate(Installed installed, RetentionMeans means) {
    var draft = new Draft(installed);
    translator.translate(draft, means);
    return draft.translation(MAPPER);
  }
}
