package digital.vya.backup.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures with their values, each set of labels once: a second one would spoil all of them. */
final class Sheet {

  private final Map<Figure, Map<List<String>, Double>> values = new EnumMap<>(Figure.class);

  /** Notes a value; the first one counts. */
  void put(Figure figure, double value, List<String> labels) {
    if (labels.size() != figure.labels().size()) {
      throw new IllegalArgumentException(figure + " has the labels " + figure.labels());
    }
    values
        .computeIfAbsent(figure, any -> new LinkedHashMap<>())
        .putIfAbsent(labels.stream().map(Sheet::text).toList(), value);
  }

  /**
   * What can be read as UTF-8 by everybody; line ends, quotes and the like are left to the format.
   */
  private static String text(String label) {
    String encodable = new String(label.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return encodable.replace('\0', '\ufffd');
  }

  List<MetricFamilySamples> families() {
    var families = new ArrayList<MetricFamilySamples>();
    values.forEach(
        (figure, samples) -> {
          var all = new ArrayList<Sample>();
          samples.forEach(
              (labels, value) ->
                  all.add(new Sample(figure.metric(), figure.labels(), labels, value)));
          families.add(family(figure, all));
        });
    return families;
  }

  /** All families, without values. */
  static List<MetricFamilySamples> described() {
    var families = new ArrayList<MetricFamilySamples>();
    for (Figure figure : Figure.values()) {
      families.add(family(figure, List.of()));
    }
    return families;
  }

  private static MetricFamilySamples family(Figure figure, List<Sample> samples) {
    return new MetricFamilySamples(figure.metric(), figure.type(), figure.help(), samples);
  }
}
