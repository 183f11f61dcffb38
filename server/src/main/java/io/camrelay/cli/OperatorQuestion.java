package io.camrelay.cli;

import io.camrelay.capture.Capture;
import io.camrelay.capture.CaptureKey;
import io.camrelay.capture.Captures;
import io.camrelay.capture.Questions;
import io.camrelay.capture.Questions.Posed;
import io.camrelay.capture.Questions.Question;
import io.camrelay.device.EffectiveProfile;
import io.camrelay.device.ProfileSnapshot;
import io.camrelay.protocol.Limits;
import io.camrelay.relay.Installation;
import io.camrelay.relay.RelayConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Asks the operator's questions and waits for how they end. */
final class OperatorQuestion {

  /** Beyond the deadline, for a relay that is busy with what came before. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** A relay in another process notices within a second; its answers are noticed as fast. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private OperatorQuestion() {}

  /** Refuses what cannot be asked. */
  static void checkText(String question) {
    int bytes = question.getBytes(StandardCharsets.UTF_8).length;
    if (question.isBlank() || bytes > Limits.MAX_QUESTION) {
      throw Failure.usage("a question has 1 to %d bytes".formatted(Limits.MAX_QUESTION));
    }
  }

  /** Asks all of them at once; returns the captures that they became, each with its end. */
  static List<Capture> ask(InstallationOptions installation, List<Question> questions)
      throws IOException {
    RelayConfig config = installation.config();
    Duration patience;
    try (Installation here = installation.open()) {
      patience = checked(here, questions).plus(GRACE);
      if (relayRuns(config)) {
        return await(pose(here.questions(), questions), here.captures(), patience);
      }
    }
    RelayConfig own = installation.config(Map.of("CAMRELAY_LISTEN_PORT", "0"));
    try (LocalRelay local = LocalRelay.start(own)) {
      return await(pose(local.relay().questions(), questions), local.relay().captures(), patience);
    }
  }

  /** Refuses names that nobody has; returns the longest deadline. */
  private static Duration checked(Installation here, List<Question> questions) {
    ProfileSnapshot profiles = Stages.await(here.profiles().snapshot());
    Duration longest = Duration.ZERO;
    for (Question question : questions) {
      String provider = question.asked().provider();
      if (provider != null) {
        ProfileText.checkProviders(List.of(provider), here.config());
      }
      Duration deadline = profile(here, profiles, question).deadline();
      longest = deadline.compareTo(longest) > 0 ? deadline : longest;
    }
    return longest;
  }

  private static EffectiveProfile profile(
      Installation here, ProfileSnapshot profiles, Question question) {
    var configured = here.config().configuredProfile();
    String name = question.asked().profile();
    return name == null
        ? profiles.of(question.about().device(), configured)
        : profiles.named(name, configured).orElseThrow(() -> ProfileText.unknown(name));
  }

  private static boolean relayRuns(RelayConfig config) {
    try {
      return Installation.relayRuns(config);
    } catch (IOException e) {
      throw Failure.failed(e);
    }
  }

  private static List<CaptureKey> pose(Questions port, List<Question> questions) {
    List<CaptureKey> keys = new ArrayList<>();
    for (Question question : questions) {
      Posed posed = Stages.await(port.pose(question, Instant.now()));
      switch (posed.kind()) {
        case QUEUED -> keys.add(((Posed.Queued) posed).key());
        case REFUSED -> throw refused(question.about(), ((Posed.Refused) posed).why());
      }
    }
    return keys;
  }

  private static Failure refused(CaptureKey about, Questions.Why why) {
    return switch (why) {
      case UNKNOWN -> Failure.failed("there is no capture " + about);
      case ARRIVING -> Failure.failed("the photo of " + about + " is still on its way in");
      case NO_FRAME -> Failure.failed("the photo of " + about + " is not there (any more)");
    };
  }

  private static List<Capture> await(List<CaptureKey> keys, Captures captures, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<Capture> ended = new ArrayList<>();
    for (CaptureKey key : keys) {
      ended.add(await(key, captures, end, patience));
    }
    return ended;
  }

  private static Capture await(CaptureKey key, Captures captures, long end, Duration patience) {
    while (true) {
      Optional<Capture> found = Stages.await(captures.find(key));
      if (found.isPresent() && found.get().state().ended()) {
        return found.get();
      }
      if (System.nanoTime() - end >= 0) {
        throw Failure.failed(
            "%s has not ended within %d s; the relay goes on. See: camrelay capture show %s"
                .formatted(key, patience.toSeconds(), key));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
