package digital.vya.backup.testkit.selftest;

/** An exporter that keeps its promises passes. */
class FakeExporterTest extends FakeExporterContract {

  FakeExporterTest() {
    super(FakeExporter.Defect.NONE);
  }
}
