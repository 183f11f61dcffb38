package io.camrelay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Transcript.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules find what is wrong: each case goes well up to its last line. */
class TranscriptRulesTest {

  private static final MessageText TEXT = new MessageText(VectorFiles.frames());

  private static final String HELLO = "D> HELLO answerBuffer=64 charset=ASCII";
  private static final String WELCOME = "R> WELCOME answerBuffer=64";
  private static final String BEGIN =
      "D> CAPTURE_BEGIN handle=1 id.number=7 size=235 crc=0x70805295";
  private static final String DATA = "D> CAPTURE_DATA handle=1 bytes=gray:0+235";
  private static final String END = "D> CAPTURE_END handle=1 crc=0x70805295";
  private static final String STORED = "R> CAPTURE_STORED handle=1";
  private static final String ANSWER = "R> ANSWER_BEGIN handle=1 id.number=7";

  private static final List<String> OPEN = List.of(HELLO, WELCOME);
  private static final List<String> SENT = with(OPEN, BEGIN, DATA, END);
  private static final List<String> ASKED = with(SENT, STORED);
  private static final List<String> ANSWERING =
      with(ASKED, ANSWER, "R> ANSWER_TEXT handle=1 bytes=\"gray\"");
  private static final List<String> ANSWERED = with(ANSWERING, "R> ANSWER_END handle=1 length=4");
  private static final List<String> OVER = with(ANSWERED, "D> ANSWER_ACK handle=1 offset=4 end=1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-CON-1 | PING",
        "R-CON-1 | CAPTURE_BEGIN handle=1",
      })
  void findsADeviceThatDoesNotWait(String rule, String line) {
    expect(rule, List.of(), "D> " + line);
    expect(rule, List.of(HELLO), "D> " + line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-CON-1 | D> HELLO",
        "R-HND-1 | D> CAPTURE_DATA handle=1",
        "R-HND-1 | D> ANSWER_ACK handle=0x80000000",
        "R-CON-2 | R> WELCOME answerBuffer=64",
        "R-CON-2 | R> REFUSED code=REVOKED",
        "R-HND-2 | R> CAPTURE_ACCEPT handle=1",
        "R-HND-2 | R> ANSWER_TEXT handle=0x80000000",
        "R-ANS-1 | R> ANSWER_BEGIN handle=1 id.number=7",
        "R-LIV-2 | R> PONG nonce=5",
        "R-OPS-1 | R> REBOOT",
      })
  void findsWhatIsWrongInAFreshSession(String rule, String line) {
    expect(rule, OPEN, line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-UPL-5 | R> CAPTURE_ACCEPT handle=1 offset=1",
        "R-UPL-11 | R> CAPTURE_STORED handle=1",
        "R-UPL-17 | R> CAPTURE_PROGRESS handle=1 received=9",
        "R-UPL-9 | R> DEFERRED handle=1 code=BAD_CRC",
        "R-UPL-7 | R> DEFERRED handle=1 code=GAP",
        "R-UPL-10 | R> FAILED handle=1 code=GAP",
        "R-ID-4 | R> FAILED handle=1 code=CONFLICT",
        "R-UPL-2 | D> CAPTURE_DATA handle=1 offset=1 bytes=gray:1+1",
        "R-UPL-2 | D> CAPTURE_END handle=1",
        "R-UPL-8 | D> CAPTURE_DATA handle=1 bytes=padded:0+236",
        "R-HND-1 | D> CAPTURE_BEGIN handle=1 id.number=8",
        "R-ANS-9 | D> ANSWER_ACK handle=1",
      })
  void findsWhatIsWrongInAnUpload(String rule, String line) {
    expect(rule, with(OPEN, BEGIN), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-UPL-14 | R> CAPTURE_STORED handle=1",
        "R-UPL-14 | R> DEFERRED handle=1 code=BUSY",
        "R-UPL-3 | R> CAPTURE_ACCEPT handle=1",
        "R-ANS-1 | R> ANSWER_BEGIN handle=0x80000000 id.number=7",
        "R-ANS-1 | R> ANSWER_TEXT handle=1 bytes=\"gray\"",
      })
  void findsWhatIsWrongAfterStored(String rule, String line) {
    expect(rule, ASKED, line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-ANS-3 | R> ANSWER_TEXT handle=1 offset=5 bytes=\"x\"",
        "R-ANS-4 | R> ANSWER_TEXT handle=1 generation=2 offset=4 bytes=\"x\"",
        "R-ANS-7 | R> ANSWER_TEXT handle=1 offset=4 bytes=\"x\"*61",
        "R-ANS-10 | R> ANSWER_TEXT handle=1 offset=4 bytes=\"\\xe4\"",
        "R-ANS-11 | R> ANSWER_END handle=1 length=5",
        "R-ANS-11 | R> ANSWER_END handle=1 generation=2 length=4",
        "R-ANS-2 | R> ANSWER_BEGIN handle=0x80000000 id.number=8",
        "R-ANS-9 | D> ANSWER_ACK handle=1 offset=5",
        "R-ANS-9 | D> ANSWER_ACK handle=1 generation=2",
        "R-ANS-9 | D> ANSWER_ACK handle=1 offset=4 end=1",
      })
  void findsWhatIsWrongInADelivery(String rule, String line) {
    expect(rule, ANSWERING, line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "R-END-2 | R> ANSWER_TEXT handle=1 offset=4 bytes=\"x\"",
        "R-END-2 | R> ANSWER_END handle=1 length=4",
        "R-END-1 | R> FAILED handle=1 code=DEADLINE",
        "R-END-2 | R> STAGE handle=1",
        "R-END-2 | R> ANSWER_BEGIN handle=1 id.number=7",
      })
  void findsASecondEnd(String rule, String line) {
    expect(rule, ANSWERED, line);
  }

  @Test
  void findsADeliveryThatNobodyAskedFor() {
    expect("R-END-4", OVER, "R> ANSWER_BEGIN handle=0x80000000 id.number=7");
    expect("R-HND-2", OVER, "R> ANSWER_TEXT handle=1 bytes=\"x\"");
  }

  @Test
  void findsAnAcknowledgementThatGoesDown() {
    expect("R-ANS-8", with(ANSWERING, "D> ANSWER_ACK handle=1 offset=4"), "D> ANSWER_ACK handle=1");
  }

  @Test
  void findsAConflictThatIsAnsweredAsTheKnownCapture() {
    String other = "D> CAPTURE_BEGIN handle=2 id.number=7 size=235 crc=1";
    expect("R-ID-4", with(ASKED, other), "R> CAPTURE_STORED handle=2");
    expect("R-ID-4", with(ASKED, other), "R> FAILED handle=2 code=NOT_JPEG");
  }

  @Test
  void findsMoreUploadsThanAgreed() {
    List<String> one = List.of(HELLO, "R> WELCOME answerBuffer=64 maxInFlight=1", BEGIN);
    expect("R-UPL-15", one, "D> CAPTURE_BEGIN handle=2 id.number=8 size=1");
  }

  @Test
  void findsMoreCreditThanAnnounced() {
    expect("R-CON-6", List.of(HELLO), "R> WELCOME answerBuffer=65");
  }

  @Test
  void findsWhoSpeaksAfterGoodbye() {
    expect("R-CON-8", with(OPEN, "R> GOODBYE code=DRAINING"), "R> PING");
  }

  @Test
  void findsDamageThatNeverFails() {
    List<String> lines = new ArrayList<>(OPEN);
    for (int i = 0; i < Limits.MAX_DAMAGED_UPLOADS; i++) {
      lines.addAll(
          List.of(BEGIN, DATA, "D> CAPTURE_END handle=1", "R> DEFERRED handle=1 code=BAD_CRC"));
    }
    lines.addAll(List.of(BEGIN, DATA, "D> CAPTURE_END handle=1"));
    expect("R-UPL-10", lines, "R> DEFERRED handle=1 code=BAD_CRC");
  }

  @Test
  void findsAStoredCaptureWithoutAnEnd() {
    assertThat(played(ASKED).finish()).singleElement().asString().startsWith("R-END-1: ");
    assertThat(played(ANSWERED).finish()).isEmpty();
  }

  private static void expect(String rule, List<String> before, String line) {
    TranscriptRules rules = played(before);
    assertThat(say(rules, line)).anyMatch(broken -> broken.startsWith(rule + ": "));
  }

  private static TranscriptRules played(List<String> lines) {
    TranscriptRules rules = new TranscriptRules();
    rules.connected(1);
    for (String line : lines) {
      assertThat(say(rules, line)).as(line).isEmpty();
    }
    return rules;
  }

  private static List<String> say(TranscriptRules rules, String line) {
    Step step = Transcript.parse(List.of(line)).steps().get(0);
    Message message = step.message(TEXT);
    return step.kind() == Transcript.Kind.RELAY
        ? rules.relay(1, (RelayMessage) message)
        : rules.device(1, (DeviceMessage) message);
  }

  private static List<String> with(List<String> lines, String... more) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
