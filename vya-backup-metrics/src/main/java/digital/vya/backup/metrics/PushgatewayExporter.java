package digital.vya.backup.metrics;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Pushes figures to a Prometheus Pushgateway: {@code pushgateway}. */
public final class PushgatewayExporter implements MetricsExporter<PushgatewayConfig> {

  /** For {@link java.util.ServiceLoader}. */
  public PushgatewayExporter() {}

  @Override
  public String name() {
    return "pushgateway";
  }

  @Override
  public Class<PushgatewayConfig> configType() {
    return PushgatewayConfig.class;
  }

  /** Replaces all figures of this server: those of a database that is gone are gone, too. */
  @Override
  public void export(PushgatewayConfig config, ServerFigures status, Host host)
      throws IOException, InterruptedException {
    String job = Objects.requireNonNull(config.job(), "has a default");
    String group = "/metrics/" + segment("job", job) + "/" + segment("server", status.server());
    new Gateway(config).put(group, Rendering.text(status));
  }

  @Override
  public List<String> reach(PushgatewayConfig config, Host host)
      throws IOException, InterruptedException {
    new Gateway(config).get("/-/ready");
    return List.of("the Pushgateway is ready");
  }

  /** A label and its value as two segments of a path, whatever the value is. */
  private static String segment(String label, String value) {
    if (value.matches("[A-Za-z0-9_-][A-Za-z0-9._~-]*")) {
      return label + "/" + value;
    }
    String encoded = Base64.getUrlEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    return label + "@base64/" + encoded;
  }
}
