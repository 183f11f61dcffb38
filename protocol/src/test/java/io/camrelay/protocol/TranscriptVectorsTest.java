package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.MessageType.Sender;
import io.camrelay.protocol.Transcript.Kind;
import io.camrelay.protocol.Transcript.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each transcript can be written and read, and keeps the rules where it does not say otherwise. */
class TranscriptVectorsTest {

  private static final MessageText TEXT = new MessageText(VectorFiles.frames());

  /** The first words of events; vectors/README.md says what each one means. */
  private static final Set<String> EVENTS =
      Set.of(
          "ask",
          "text",
          "end",
          "fail",
          "full",
          "room",
          "lose",
          "slow",
          "pass",
          "drain",
          "restart",
          "revoke",
          "operator");

  static Stream<String> transcripts() {
    return VectorFiles.transcripts().stream();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void everyLineIsWhatItsSideMaySay(String file) {
    for (Step step : transcript(file).steps()) {
      switch (step.kind()) {
        case DEVICE, DEVICE_WRONG -> readsBack(step, Sender.DEVICE);
        case RELAY -> readsBack(step, Sender.RELAY);
        case EVENT -> assertThat(EVENTS).contains(step.text().split(" ", -1)[0]);
        case CONNECT, CLOSE, CUT -> {}
      }
    }
  }

  private static void readsBack(Step step, Sender from) {
    if (step.isBytes()) {
      boolean refused = WireBytes.read(from, step.bytes()).violation() != null;
      assertThat(refused).as(step.text()).isEqualTo(step.kind() == Kind.DEVICE_WRONG);
      return;
    }
    Message message = step.message(TEXT);
    WireBytes.Outcome outcome = WireBytes.read(from, WireBytes.written(message).array());
    assertThat(outcome.violation()).as(step.text()).isNull();
    assertThat(outcome.messages()).as(step.text()).containsExactly(message);
    assertThat(TEXT.differences(step.fields(), outcome.messages().get(0))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void keepsTheRulesWhereItDoesNotSayOtherwise(String file) {
    TranscriptRules rules = new TranscriptRules();
    for (Step step : transcript(file).steps()) {
      List<String> broken = play(rules, step);
      if (step.kind() == Kind.DEVICE_WRONG && !step.isBytes()) {
        assertThat(broken).as(step.text()).isNotEmpty();
      } else {
        assertThat(broken).as(step.text()).isEmpty();
      }
    }
    assertThat(rules.finish()).isEmpty();
  }

  private static List<String> play(TranscriptRules rules, Step step) {
    int connection = step.connection();
    List<String> broken = new ArrayList<>();
    switch (step.kind()) {
      case CONNECT -> rules.connected(connection);
      case CLOSE, CUT -> rules.ended(connection);
      case DEVICE, DEVICE_WRONG ->
          messages(step, Sender.DEVICE)
              .forEach(said -> broken.addAll(rules.device(connection, (DeviceMessage) said)));
      case RELAY ->
          messages(step, Sender.RELAY)
              .forEach(said -> broken.addAll(rules.relay(connection, (RelayMessage) said)));
      case EVENT -> {}
    }
    return broken;
  }

  private static List<Message> messages(Step step, Sender from) {
    return step.isBytes()
        ? WireBytes.read(from, step.bytes()).messages()
        : List.of(step.message(TEXT));
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void saysWhatItIsAbout(String file) {
    assertThat(transcript(file).name()).isNotBlank();
    assertThat(transcript(file).shows()).isNotEmpty();
  }

  @Test
  void everyTypeIsSpokenSomewhere() {
    EnumSet<MessageType> spoken = EnumSet.noneOf(MessageType.class);
    transcripts()
        .flatMap(file -> transcript(file).steps().stream())
        .filter(step -> step.connection() > 0 && !step.text().isEmpty() && !step.isBytes())
        .forEach(step -> spoken.add(step.message(TEXT).type()));
    assertThat(spoken).containsExactly(MessageType.values());
  }

  @Test
  void everyRuleOfTheFlowIsShownSomewhere() {
    Set<String> shown = new TreeSet<>();
    transcripts().forEach(file -> shown.addAll(transcript(file).shows()));
    assertThat(shown)
        .contains(
            "R-CON-1",
            "R-CON-7",
            "R-ID-3",
            "R-ID-4",
            "R-HND-3",
            "R-UPL-1",
            "R-UPL-5",
            "R-UPL-9",
            "R-UPL-10",
            "R-UPL-14",
            "R-END-3",
            "R-ANS-4",
            "R-ANS-7",
            "R-ANS-9",
            "R-LIV-3",
            "R-REC-3");
  }

  private static Transcript transcript(String file) {
    return Transcript.parse(VectorFiles.lines(file));
  }
}
