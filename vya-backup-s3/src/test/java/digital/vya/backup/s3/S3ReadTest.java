package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.keys;
import static digital.vya.backup.s3.Objects.put;
import static digital.vya.backup.s3.Objects.random;
import static digital.vya.backup.s3.Objects.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

final class S3ReadTest {

  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place place = meddler.place(server);
  private StorageSession session;

  @BeforeEach
  void open() throws Exception {
    session = Objects.hasty().open(place.config(), new Told());
  }

  @AfterEach
  void stop() throws Exception {
    session.close();
    meddler.close();
    server.close();
  }

  /** Puts an object there that is none of ours. */
  private void foreign(String name) {
    server
        .store()
        .putBlob(
            PutObjectRequest.builder().bucket(place.bucket).key(name).contentLength(1L).build(),
            new ByteArrayInputStream(new byte[1]));
  }

  @Test
  void aConnectionThatBreaksIsReplacedWhereItBroke() throws Exception {
    byte[] content = random(3 * MIB);
    put(session, "a", content);
    meddler.harm(r -> r.is("GET", "/a"), 5, Meddler.cutsAnswer(500_000));
    assertThat(read(session, "a")).isEqualTo(content);
    assertThat(meddler.requests())
        .filteredOn(r -> r.is("GET", "/a"))
        .hasSize(6)
        .extracting(r -> r.header("Range").replaceAll("\\d+", "N"))
        .containsExactly("", "bytes=N-", "bytes=N-", "bytes=N-", "bytes=N-", "bytes=N-");
  }

  @Test
  void aReadThatNeverGetsFurtherGivesUp() throws Exception {
    put(session, "a", random(MIB));
    meddler.harm(
        r -> r.is("GET", "/a") && r.header("Range").isEmpty(), 1, Meddler.cutsAnswer(9999));
    meddler.harm(r -> r.is("GET", "/a") && !r.header("Range").isEmpty(), -1, Meddler.losesAnswer());
    assertThatThrownBy(() -> read(session, "a"))
        .isInstanceOfAny(BackupException.class, IOException.class)
        .hasMessageContaining("read a");
  }

  @Test
  void anObjectThatIsReplacedWhileAReadResumesIsNoMixture() throws Exception {
    put(session, "a", random(3 * MIB));
    meddler.harm(r -> r.is("GET", "/a"), 1, Meddler.cutsAnswer(500_000));
    try (InputStream stream = session.read("a")) {
      stream.readNBytes(100_000);
      put(session, "a", random(2 * MIB));
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was replaced");
    }
  }

  @Test
  void anObjectThatIsDeletedWhileAReadResumesIsAnError() throws Exception {
    put(session, "a", random(3 * MIB));
    meddler.harm(r -> r.is("GET", "/a"), 1, Meddler.cutsAnswer(500_000));
    try (InputStream stream = session.read("a")) {
      stream.readNBytes(100_000);
      session.delete("a");
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("deleted while it was read");
    }
  }

  @Test
  void aStreamThatIsClosedEarlyDoesNotReadTheRest() throws Exception {
    put(session, "a", random(8 * MIB));
    try (InputStream stream = session.read("a")) {
      assertThat(stream.read()).isEqualTo(random(8 * MIB)[0] & 0xff);
      stream.close();
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> session.read("b"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("there is no b in bucket");
  }

  @Test
  void aListOfThousandsIsFetchedPageByPage() throws Exception {
    for (int n = 0; n < 2100; n++) {
      foreign("many/%04d".formatted(n));
    }
    try (Stream<StoredObject> objects = session.list("many/")) {
      assertThat(objects.limit(10)).hasSize(10);
    }
    assertThat(meddler.count("GET", "list-type=2&")).isLessThanOrEqualTo(2);
    assertThat(keys(session, "many/")).hasSize(2100).isSorted();
  }

  @Test
  void aStoreThatDiesInTheMiddleOfAListIsAnError() throws Exception {
    for (int n = 0; n < 1100; n++) {
      foreign("many/%04d".formatted(n));
    }
    meddler.harm(r -> r.is("GET", "continuation-token="), -1, Meddler.cutsRequest(0));
    try (Stream<StoredObject> objects = session.list("")) {
      assertThatThrownBy(objects::toList).hasMessageContaining("cannot list objects in bucket");
    }
  }

  @Test
  void aListIsSortedAsStringsAreAndNotAsBytesAre() throws Exception {
    List<String> keys =
        List.of(
            "a/\ud834\udd1e", "a/\ufb01", "a/z", "a/\ufb01\ud834\udd1e", "a/\uff00", "b/\uff00x");
    for (String key : keys) {
      put(session, key, new byte[0]);
    }
    assertThat(keys(session, "")).isEqualTo(keys.stream().sorted().toList());
    // What stores answer that sort by bytes.
    String answer =
        xml(
            List.of(
                "a/z",
                "a/\ufb01",
                "a/\ufb01\ud834\udd1e",
                "a/\uff00",
                "a/\ud834\udd1e",
                "b/\uff00x"));
    meddler.harm(
        r -> r.is("GET", "list-type=2"),
        1,
        exchange -> exchange.reply(Meddler.answer(200, "application/xml", answer)));
    assertThat(keys(session, "")).isEqualTo(keys.stream().sorted().toList());
  }

  private static String xml(List<String> keys) {
    var xml =
        new StringBuilder(
            "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>");
    for (String key : keys) {
      xml.append("<Contents><Key>")
          .append(java.net.URLEncoder.encode(key, java.nio.charset.StandardCharsets.UTF_8))
          .append(
              "</Key><LastModified>2026-01-01T00:00:00Z</LastModified><Size>1</Size></Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  @Test
  void aStoreThatDoesNotListInOrderIsRefused() throws Exception {
    String answer = xml(List.of("b", "a"));
    meddler.harm(
        r -> r.is("GET", "list-type=2"),
        1,
        exchange -> exchange.reply(Meddler.answer(200, "application/xml", answer)));
    assertThatThrownBy(() -> keys(session, ""))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("not listed in order");
  }

  @Test
  void whatIsNotOursIsNeitherListedNorTouched() throws Exception {
    String answer =
        xml(List.of("../a", "a\tb", "a//b", "a/./b", "folder/", "ours/y/", "ours-not/x", "x"));
    meddler.harm(
        r -> r.is("GET", "list-type=2"),
        1,
        exchange -> exchange.reply(Meddler.answer(200, "application/xml", answer)));
    assertThat(keys(session, "")).containsExactly("ours-not/x", "x");
    foreign("ours-not/x");
    put(session, "x", new byte[1]);
    assertThat(keys(session, "")).containsExactly("ours-not/x", "x");
    place.prefix = "ours/";
    try (StorageSession ours = new S3Storage().open(place.config(), new Told())) {
      assertThat(keys(ours, "")).isEmpty();
      put(ours, "x", new byte[2]);
      assertThat(keys(ours, "")).containsExactly("x");
      ours.delete("x");
    }
    assertThat(read(session, "x")).hasSize(1);
  }
}
