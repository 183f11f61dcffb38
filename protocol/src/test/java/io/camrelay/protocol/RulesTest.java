package io.camrelay.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule of SPEC.md has an id, and a test of this or another module that cites it. */
class RulesTest {

  private static final Pattern ID = Pattern.compile("R-[A-Z]+-\\d+");
  private static final Pattern RULE =
      Pattern.compile("- \\*\\*\\[(R-[A-Z]+-\\d+)]\\*\\* \\((device|relay|both)\\) .*");

  /** In Java an annotation, in C++ a macro that names the same. */
  private static final Pattern CITATION =
      Pattern.compile("(?:@Covers|COVERS)\\(([^)]*)\\)", Pattern.DOTALL);

  @Test
  void everyMustHasAnIdAndSaysWhomItBinds() throws IOException {
    List<String> ids = new ArrayList<>();
    boolean inRule = false;
    for (String line : specification()) {
      Matcher rule = RULE.matcher(line);
      if (rule.matches()) {
        ids.add(rule.group(1));
        inRule = true;
      } else if (!line.startsWith("  ")) {
        inRule = false;
      }
      if (line.contains("MUST") && !line.startsWith("MUST, MUST NOT, SHOULD")) {
        assertThat(inRule || line.contains("Each rule with a MUST")).as(line).isTrue();
      }
    }
    assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void everyRuleIsCitedByATest() throws IOException {
    Set<String> rules = rules();
    Set<String> cited = cited();
    assertThat(cited).as("cited, but no rule").isSubsetOf(rules);
    Set<String> uncited = new TreeSet<>(rules);
    uncited.removeAll(cited);
    assertThat(uncited).as("rules without a test").isEmpty();
  }

  @Test
  void referencesNameRulesThatExist() throws IOException {
    Set<String> mentioned = new TreeSet<>();
    specification().forEach(line -> mentioned.addAll(ids(line)));
    for (String file : VectorFiles.transcripts()) {
      mentioned.addAll(Transcript.parse(VectorFiles.lines(file)).shows());
    }
    assertThat(mentioned).isSubsetOf(rules());
  }

  private static Set<String> rules() throws IOException {
    Set<String> rules = new TreeSet<>();
    for (String line : specification()) {
      Matcher rule = RULE.matcher(line);
      if (rule.matches()) {
        rules.add(rule.group(1));
      }
    }
    return rules;
  }

  private static List<String> specification() throws IOException {
    return Files.readAllLines(VectorFiles.protocol().resolve("SPEC.md"), UTF_8);
  }

  private static Set<String> cited() throws IOException {
    Path repository = VectorFiles.protocol().resolveSibling("");
    Set<String> cited = new TreeSet<>();
    for (String folder : List.of("protocol/src/test", "server/src/test", "firmware")) {
      Path sources = repository.resolve(folder);
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files.filter(RulesTest::isTestSource).forEach(file -> cited.addAll(citedIn(file)));
        }
      }
    }
    return cited;
  }

  private static boolean isTestSource(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("Test.java") || name.endsWith("Test.cpp") || name.endsWith("_test.cpp");
  }

  private static Set<String> citedIn(Path file) {
    try {
      Set<String> ids = new TreeSet<>();
      Matcher citation = CITATION.matcher(Files.readString(file, UTF_8));
      while (citation.find()) {
        ids.addAll(ids(citation.group(1)));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> ids(String text) {
    return new TreeSet<>(ID.matcher(text).results().map(MatchResult::group).toList());
  }
}
