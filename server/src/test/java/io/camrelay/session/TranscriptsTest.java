package io.camrelay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.camrelay.protocol.Covers;
import io.camrelay.protocol.Transcript;
import io.camrelay.protocol.VectorFiles;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relay says in every conversation of the protocol what the relay says there. */
class TranscriptsTest {

  static List<String> transcripts() {
    return VectorFiles.transcripts();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  @Covers({
    "R-CON-1",
    "R-CON-2",
    "R-CON-3",
    "R-CON-4",
    "R-CON-5",
    "R-CON-9",
    "R-ID-3",
    "R-ID-4",
    "R-HND-2",
    "R-HND-3",
    "R-HND-4",
    "R-HND-5",
    "R-UPL-1",
    "R-UPL-3",
    "R-UPL-4",
    "R-UPL-5",
    "R-UPL-7",
    "R-UPL-8",
    "R-UPL-9",
    "R-UPL-10",
    "R-UPL-14",
    "R-UPL-16",
    "R-UPL-18",
    "R-END-2",
    "R-END-3",
    "R-END-4",
    "R-ASK-1",
    "R-ASK-2",
    "R-ANS-1",
    "R-ANS-2",
    "R-ANS-3",
    "R-ANS-4",
    "R-ANS-6",
    "R-ANS-9",
    "R-ANS-11",
    "R-ANS-13",
    "R-FLD-4",
    "R-LIV-3",
    "R-LIV-4"
  })
  void saysWhatTheTranscriptSays(String file) {
    new TranscriptReplay(Transcript.parse(VectorFiles.lines(file))).run();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void endsWithoutMemoryOfAnyUpload(String file) {
    TranscriptReplay replay = new TranscriptReplay(Transcript.parse(VectorFiles.lines(file)));
    replay.run();
    assertThat(replay.memoryTaken()).isZero();
  }
}
