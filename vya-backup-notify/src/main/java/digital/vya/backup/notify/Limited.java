package digital.vya.backup.notify;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer; the rest, however long, is not waited for. */
final class Limited implements BodySubscriber<String> {

  private static final int ENOUGH = 2_000;

  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private final CompletableFuture<String> whole = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  static BodyHandler<String> handler() {
    return any -> new Limited();
  }

  @Override
  public CompletionStage<String> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[Math.min(buffer.remaining(), ENOUGH - collected.size())];
      buffer.get(bytes);
      collected.writeBytes(bytes);
    }
    if (collected.size() == ENOUGH) {
      Objects.requireNonNull(subscription, "onSubscribe comes first").cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    // The status came before, and says all that matters.
    onComplete();
  }

  @Override
  public void onComplete() {
    whole.complete(collected.toString(StandardCharsets.UTF_8));
  }
}
