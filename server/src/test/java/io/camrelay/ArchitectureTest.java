package io.camrelay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.camrelay.protocol.Covers;
import io.camrelay.protocol.RelayMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the packages to the dependencies that docs/ARCHITECTURE.md draws. */
class ArchitectureTest {

  /** Leaves depend on no package of ours; every other package may use them. */
  private static final Set<String> LEAVES =
      Set.of("identity", "picture", "json", "bounds", "protocol");

  /** What each package may use besides the leaves and itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("identity", Set.of()),
          Map.entry("picture", Set.of()),
          Map.entry("json", Set.of()),
          Map.entry("bounds", Set.of()),
          Map.entry("protocol", Set.of()),
          Map.entry("capture", Set.of("usage")),
          Map.entry("device", Set.of("form")),
          Map.entry("form", Set.of()),
          Map.entry("usage", Set.of()),
          Map.entry("vision", Set.of()),
          Map.entry("camera", Set.of()),
          Map.entry("sketch", Set.of()),
          Map.entry("store", Set.of("capture", "device", "usage")),
          Map.entry("session", Set.of("capture", "device")),
          Map.entry("dispatch", Set.of("capture", "device", "form", "vision", "usage")),
          Map.entry("wire", Set.of("session")),
          Map.entry(
              "relay",
              Set.of(
                  "capture",
                  "device",
                  "usage",
                  "vision",
                  "store",
                  "session",
                  "dispatch",
                  "wire",
                  "camera")),
          Map.entry(
              "cli", Set.of("relay", "camera", "capture", "device", "sketch", "usage", "vision")));

  /** Which packages may name a library; everybody else reaches it through them. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("okhttp3..", Set.of("vision")),
          Map.entry("okio..", Set.of("vision")),
          Map.entry("java.sql..", Set.of("store")),
          Map.entry("org.sqlite..", Set.of("store")),
          Map.entry("org.flywaydb..", Set.of("store")),
          Map.entry("io.netty..", Set.of("wire", "camera")),
          Map.entry("com.fasterxml..", Set.of("json")),
          Map.entry("com.networknt..", Set.of("form")),
          Map.entry("com.google.re2j..", Set.of("form")),
          Map.entry("net.coobird..", Set.of("picture")),
          Map.entry("org.tomlj..", Set.of("relay")),
          Map.entry("org.bouncycastle..", Set.of("identity")),
          Map.entry("picocli..", Set.of("cli")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.camrelay");

  static Set<String> packages() {
    return CLASSES.stream()
        .map(ArchitectureTest::packageOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> libraries() {
    return LIBRARIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyWhatItMay(String name) {
    assertThat(MAY_USE).as("a package that docs/ARCHITECTURE.md does not have").containsKey(name);
    Set<String> allowed = new TreeSet<>(MAY_USE.getOrDefault(name, Set.of()));
    allowed.addAll(LEAVES.contains(name) ? Set.of() : LEAVES);
    allowed.add(name);
    noClasses()
        .that(are("in " + name, type -> packageOf(type).equals(name)))
        .should()
        .dependOnClassesThat(
            are(
                "ours but none of " + allowed,
                type ->
                    type.getPackageName().startsWith("io.camrelay")
                        && !allowed.contains(packageOf(type))))
        .check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching("io.camrelay.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsNamedOnlyWhereItBelongs(String library) {
    Set<String> owners = LIBRARIES.getOrDefault(library, Set.of());
    noClasses()
        .that(are("not in " + owners, type -> !owners.contains(packageOf(type))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void theProtocolNeedsNothingButTheJdk() {
    noClasses()
        .that(are("in protocol", type -> packageOf(type).equals("protocol")))
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "io.camrelay.protocol..", "org.jspecify..")
        .check(CLASSES);
  }

  /** The store keeps one token a device; who sends a new one must first let it keep two. */
  @Test
  @Covers("R-OPS-2")
  void nobodySendsANewTokenWhileOneTokenIsKept() {
    noClasses()
        .that(are("not in protocol", type -> !packageOf(type).equals("protocol")))
        .should()
        .callConstructor(RelayMessage.Token.class, String.class)
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> are(
      String description, java.util.function.Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }

  /** The first part of the package's name below {@code io.camrelay}. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("io.camrelay.")) {
      return name;
    }
    return name.substring("io.camrelay.".length()).split("\\.", 2)[0];
  }
}
