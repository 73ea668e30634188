package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Patterns over the names of databases. */
final class GlobTest {

  @TestFactory
  Stream<DynamicTest> patternsMatchWholeNames() {
    return Stream.of(
        does("orders", "orders"),
        doesNot("orders", "orders2"),
        doesNot("orders", "my_orders"),
        doesNot("orders", "Orders"),
        does("*", ""),
        does("*", "a/b"),
        does("**", "x"),
        does("tmp_*", "tmp_"),
        does("tmp_*", "tmp_1"),
        doesNot("tmp_*", "tmp"),
        does("*_old", "a_old_old"),
        does("a*b*c", "a-b-b-c"),
        doesNot("a*b*c", "a-b-b-"),
        does("?", "é"),
        does("?", "😀"),
        doesNot("?", ""),
        doesNot("?", "ab"),
        does("shop[123]", "shop2"),
        doesNot("shop[123]", "shop4"),
        does("shop[0-9]", "shop7"),
        does("shop[!0-9]", "shopx"),
        doesNot("shop[!0-9]", "shop7"),
        doesNot("[!a]", ""),
        does("[]a]", "]"),
        does("[a-]", "-"),
        does("[!]]", "a"),
        doesNot("[!]]", "]"),
        does("[\\]]", "]"),
        does("[^a]", "^"),
        does("[α-ω]", "λ"),
        does("{a,b}", "b"),
        doesNot("{a,b}", "c"),
        does("{a,b}*", "b-x"),
        does("x{,_old}", "x"),
        does("x{,_old}", "x_old"),
        does("{a,{b,c}d}", "cd"),
        does("{}", ""),
        does("{a[,}]}", "a}"),
        does("a,b}", "a,b}"),
        does("\\*", "*"),
        doesNot("\\*", "a"),
        does("\\{a\\,b\\}", "{a,b}"),
        does("{a\\,b,c}", "a,b"),
        does("a.b", "a.b"),
        doesNot("a.b", "aXb"),
        does("(a|b)+$", "(a|b)+$"),
        does("a b'\"%", "a b'\"%"),
        does("*", "line\nbreak"));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoPatternIsRefused() {
    return Stream.of(
        refused("", "an empty pattern matches nothing; remove it"),
        refused("a[bc", "is no pattern: a [ is not closed; write \\[ for the character itself"),
        refused("a[", "is no pattern: a [ is not closed; write \\[ for the character itself"),
        refused("[]", "is no pattern: a [ is not closed; write \\[ for the character itself"),
        refused("[a-", "is no pattern: a [ is not closed; write \\[ for the character itself"),
        refused("[z-a]", "is no pattern: a range in [ ] runs backwards"),
        refused("{a,b", "is no pattern: a { is not closed; write \\{ for the character itself"),
        refused("{", "is no pattern: a { is not closed; write \\{ for the character itself"),
        refused(
            "a\\",
            "is no pattern: it ends in a single backslash; write \\\\ for the character itself"),
        refused("{a,b}".repeat(10), "is no pattern: its braces make more than 1000 alternatives"),
        refused("{".repeat(5000), "is no pattern: its braces are nested too deeply"));
  }

  @Test
  void aPatternOfManyStarsEndsEvenOnALongName() {
    Glob glob = Glob.of("*a".repeat(200) + "b");

    assertThat(glob.matches("a".repeat(20_000))).isFalse();
  }

  private static DynamicTest does(String pattern, String name) {
    return DynamicTest.dynamicTest(
        pattern + " matches '" + name + "'",
        () -> assertThat(Glob.of(pattern).matches(name)).isTrue());
  }

  private static DynamicTest doesNot(String pattern, String name) {
    return DynamicTest.dynamicTest(
        pattern + " does not match '" + name + "'",
        () -> assertThat(Glob.of(pattern).matches(name)).isFalse());
  }

  private static DynamicTest refused(String pattern, String message) {
    return DynamicTest.dynamicTest(
        "refused: " + pattern.substring(0, Math.min(20, pattern.length())),
        () ->
            assertThatThrownBy(() -> Glob.of(pattern))
                .isInstanceOfSatisfying(
                    BackupException.class,
                    e -> assertThat(e.reason()).isEqualTo(Reason.CONFIGURATION))
                .hasMessage(message));
  }
}
