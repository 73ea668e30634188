package digital.vya.backup.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SectionPatternsTest {

  @Test
  void commasWithinBracesDoNotSeparate() {
    assertThat(Section.patternsIn("/srv/a/**, /srv/b/*.{jpg,png} ,,/c"))
        .containsExactly("/srv/a/**", "/srv/b/*.{jpg,png}", "/c");
    assertThat(Section.patternsIn(" ")).isEmpty();
    assertThat(Section.patternsIn("/odd}{,x")).containsExactly("/odd}{", "x");
  }
}
