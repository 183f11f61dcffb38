#include "Monitor.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "Screen.h"

namespace camrelay {
namespace {

const CaptureId PHOTO = {0xE1, 7};

class NoFrame : public FrameSource {
 public:
  bool read(uint32_t, uint8_t*, uint32_t) override { return false; }
};

NoFrame noFrame;

Shot shot(uint32_t size) {
  Shot shot{};
  shot.id = PHOTO;
  shot.frame = &noFrame;
  shot.size = size;
  return shot;
}

Welcome welcome(const char* question) {
  Welcome welcome{};
  welcome.profile.version = 3;
  welcome.profile.quality = ProfileData::OWN_QUALITY;
  welcome.profile.question = text(question);
  return welcome;
}

Frame frame(uint32_t size) { return Frame{nullptr, size, 1600, 1200, 0}; }

AnswerEnd end(uint32_t prompt, uint32_t answer, uint32_t millis) {
  return AnswerEnd{AnswerStatus::COMPLETE, 1, 0, prompt, answer, millis};
}

/** From the touch to the asking. */
void pressed(Screen& screen) {
  screen.loop.touched(31842, Trigger::TOUCH);
  screen.after(180).loop.photoTaken(PHOTO, frame(214321), 180, text(""));
  screen.after(15).network.begun(shot(214321));
  screen.after(4).network.accepted(PHOTO, 0);
  screen.after(300).network.progress(PHOTO, 60000, 214321);
  screen.after(250).network.progress(PHOTO, 107000, 214321);
  screen.after(150).network.progress(PHOTO, 150000, 214321);
  screen.after(300).network.progress(PHOTO, 170000, 214321);
  screen.after(160).network.sent(PHOTO, 1160);
  screen.after(1).network.progress(PHOTO, 214321, 214321);
  screen.after(40).network.stored(PHOTO, 1220);
  screen.after(1).network.stage(PHOTO, Stage{StageKind::CHECKED, 0, text("")});
  screen.after(3).network.stage(PHOTO, Stage{StageKind::ASKING, 0, text("gpt-6-luna")});
}

}  // namespace

TEST_CASE("a good press is told from the touch to one clear end") {
  Screen screen;
  screen.network.relay("192.168.1.20", 8443);
  screen.after(412).network.connecting(1);
  screen.after(1250).network.secured(12, 1180);
  screen.after(20).network.welcomed(welcome("Is the gate open?"));
  screen.after(5000);
  pressed(screen);
  screen.after(700).network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf("The gate is open. A red c"));
  screen.after(200).network.answerPiece(
      PHOTO, bytesOf("ar stands right in front of it, and nobody is to be seen"));
  screen.after(200).network.answerPiece(PHOTO, bytesOf(".\n\nIt rains."));
  screen.after(10).network.answered(PHOTO, end(1117, 46, 1110));

  CHECK_EQ(screen.text(), R"([   0.412] link      connecting to 192.168.1.20 port 8443
[   1.662] link      secured (TCP 12 ms, TLS handshake 1180 ms)
[   1.682] link      the relay lets us in; a press asks: "Is the gate open?"
[   6.682] touch     touched (31842)
[   6.862] photo 7   photo taken, 214321 bytes, 1600x1200 (180 ms)
[   6.877] photo 7   sending 214321 bytes
[   7.181] photo 7   25 % sent
[   7.581] photo 7   50 % sent
[   7.881] photo 7   75 % sent
[   8.041] photo 7   sent in 1160 ms
[   8.082] photo 7   STORED after 1220 ms: the photo is safe with the relay
[   8.083] photo 7   the picture is sound
[   8.086] photo 7   asking gpt-6-luna
[   8.786] photo 7   the answer:
    The gate is open. A red car stands right in front of it, and nobody is
    to be seen.

    It rains.
[   9.196] photo 7   ANSWERED after 1110 ms (1117 + 46 tokens)
)");
}

TEST_CASE("a press that fails says why, and what to do") {
  Screen screen;
  screen.after(6682);
  pressed(screen);
  screen.after(2000).network.stage(PHOTO, Stage{StageKind::RETRYING, 2000, text("HTTP 529")});
  screen.after(2000).network.failed(
      PHOTO, Failed{Code::PROVIDER_MONEY, text("The account has no credit left.")});

  const std::string text = screen.text();
  CHECK_EQ(text.substr(text.find("[  10.086]")),
           R"([  10.086] photo 7   no answer yet, asking again in 2.0 s: HTTP 529
[  12.086] photo 7   FAILED provider_money: The account has no credit left.
)");
}

TEST_CASE("a failure without a hint has the camera's own") {
  Screen screen;
  screen.network.failed(PHOTO, Failed{Code::NOT_JPEG, text("")});
  screen.network.deferred(PHOTO, Deferred{Code::DISK_FULL, 0, text("")}, 30000);
  screen.network.refused(Refused{Code::UNAUTHORIZED, 0, text("")});
  screen.network.goodbye(Goodbye{Code::DRAINING, 5000, text("")});

  CHECK_EQ(
      screen.text(),
      R"([   0.000] photo 7   FAILED not_jpeg: The photo is no JPEG. Set the camera's pixel format to
                     JPEG.
[   0.000] photo 7   not now, disk_full; again in 30.0 s: The relay's disk is full. Free some
                     space there; the photo is kept and sent again by itself.
[   0.000] link      REFUSED unauthorized: Device name or token is wrong. Add the device
                     again on the relay and flash the new settings.
[   0.000] link      goodbye, draining: The relay is about to restart. Nothing is lost; the
                     device comes back by itself.
)");
}

TEST_CASE("a reconnect in the middle of an upload and of an answer is told") {
  Screen screen;
  screen.network.relay("relay.local", 8443);
  screen.after(20000).network.begun(shot(214321));
  screen.after(300).network.progress(PHOTO, 90112, 214321);
  screen.after(400).network.linkLost(nullptr, LinkFault::CONNECTION_LOST, -0x50, 1100);
  screen.after(1100).network.connecting(1);
  screen.after(10000).network.linkLost(nullptr, LinkFault::RELAY_TIMEOUT, 0, 2300);
  screen.after(2300).network.connecting(2);
  screen.after(10000).network.linkLost(nullptr, LinkFault::RELAY_TIMEOUT, 0, 4100);
  screen.after(4100).network.connecting(3);
  screen.after(1300).network.secured(24, 1210);
  screen.after(30).network.welcomed(welcome(""));
  screen.after(5).network.begun(shot(214321));
  screen.after(9).network.accepted(PHOTO, 90112);
  screen.after(600).network.sent(PHOTO, 609);
  screen.after(60).network.stored(PHOTO, 30204);
  screen.after(900).network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf("All of it is g"));
  screen.after(100).network.linkLost("silence", LinkFault::NONE, 0, 950);
  screen.after(950).network.connecting(1);
  screen.after(1200).network.secured(20, 1180);
  screen.after(20).network.welcomed(welcome(""));
  screen.after(5).network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf("All of it is gray."));
  screen.after(1).network.answered(PHOTO, end(Limits::UNKNOWN, Limits::UNKNOWN, 900));

  CHECK_EQ(screen.text(), R"([  20.000] photo 7   sending 214321 bytes
[  20.300] photo 7   25 % sent
[  20.700] link      no link, CONNECTION_LOST (-80, -0x0050): the other side reset the
                     connection; again in 1.1 s. The camera comes back by itself, and photos
                     wait.
[  21.800] link      connecting to relay.local port 8443
[  31.800] link      no link, RELAY_TIMEOUT: nothing at the relay's address answers; again in
                     2.3 s. Check the address with `relay`, that relay and camera are in one
                     network (no guest Wi-Fi), and the relay's firewall.
[  34.100] link      connecting to relay.local port 8443, attempt 2
[  44.100] link      no link, RELAY_TIMEOUT: nothing at the relay's address answers; again in
                     4.1 s
[  48.200] link      connecting to relay.local port 8443, attempt 3
[  49.500] link      secured (TCP 24 ms, TLS handshake 1210 ms)
[  49.530] link      the relay lets us in, after 3 failures
[  49.535] photo 7   sending 214321 bytes
[  49.544] photo 7   the relay has 90112 bytes of it already; going on there
[  50.144] photo 7   sent in 609 ms
[  50.204] photo 7   STORED after 30204 ms: the photo is safe with the relay
[  51.104] photo 7   the answer:
    All of it is g
[  51.204] link      no link (silence); again in 950 ms
[  52.154] link      connecting to relay.local port 8443
[  53.354] link      secured (TCP 20 ms, TLS handshake 1180 ms)
[  53.374] link      the relay lets us in
[  53.379] photo 7   the answer comes once more, from its start:
    All of it is gray.
[  53.380] photo 7   ANSWERED after 900 ms (tokens unknown)
)");
}

TEST_CASE("percents are told on the way up, and none once all has left") {
  Screen screen;
  screen.network.begun(shot(1000));
  screen.network.progress(PHOTO, 250, 1000);
  screen.network.progress(PHOTO, 400, 1000);
  screen.network.sent(PHOTO, 5);
  screen.network.progress(PHOTO, 500, 1000);
  screen.network.progress(PHOTO, 750, 1000);
  CHECK_EQ(screen.text(), R"([   0.000] photo 7   sending 1000 bytes
[   0.000] photo 7   25 % sent
[   0.000] photo 7   sent in 5 ms
)");
}

TEST_CASE(
    "the question of a press is told when it is new, and a link closed on purpose is no failure") {
  Screen screen;
  screen.network.welcomed(welcome("A?"));
  screen.network.linkLost("a new connection is wanted", LinkFault::NONE, 0, 0);
  screen.network.welcomed(welcome("A?"));
  screen.network.linkLost(nullptr, LinkFault::CONNECTION_LOST, 0, 0);
  screen.network.welcomed(welcome("B?"));
  CHECK_EQ(screen.text(), R"([   0.000] link      the relay lets us in; a press asks: "A?"
[   0.000] link      no link (a new connection is wanted)
[   0.000] link      the relay lets us in
[   0.000] link      no link, CONNECTION_LOST: the connection broke. The camera comes back by
                     itself, and photos wait.
[   0.000] link      the relay lets us in, after 1 failure; a press asks: "B?"
)");
}

TEST_CASE("the cure is told when a fault is new, and at every tenth failure") {
  Screen screen;
  const Diagnosis diagnosis = Diagnosis::of(LinkFault::RELAY_REFUSED, 0);
  for (uint32_t i = 0; i <= Monitor::CURE_EVERY; i++) {
    screen.network.linkLost(nullptr, LinkFault::RELAY_REFUSED, 0, 1000);
    const std::string said = screen.unfolded();
    CHECK_NE(said.find(diagnosis.cause), std::string::npos);
    const bool cured = said.find(diagnosis.cure) != std::string::npos;
    CHECK_EQ(cured, i == 0 || i == Monitor::CURE_EVERY);
  }
  screen.network.linkLost(nullptr, LinkFault::WIFI_LOST, 0, 0);
  CHECK_NE(screen.unfolded().find(Diagnosis::of(LinkFault::WIFI_LOST, 0).cure), std::string::npos);
}

TEST_CASE("a camera without a relay does not tell that it connects to nothing") {
  Screen screen;
  screen.network.connecting(1);
  screen.network.relay("", 8443);
  screen.network.connecting(2);
  CHECK_EQ(screen.text(), "");
}

TEST_CASE("an hour without a relay takes one line of the log") {
  Screen screen;
  for (int i = 0; i < 60; i++) {
    screen.after(60000).network.connecting(static_cast<uint32_t>(i + 1));
    screen.network.linkLost(nullptr, LinkFault::RELAY_REFUSED, 0, 60000);
  }
  screen.network.welcomed(welcome("Is my secret safe?"));
  CHECK_EQ(screen.logged(),
           "WARN link: no link, RELAY_REFUSED: nobody listens on the relay's address and port\n"
           "INFO link: the relay lets us in, after 60 failures\n");
}

TEST_CASE("no question, answer, notice or token gets into the log") {
  Screen screen;
  const char* const SECRET = "xyzzy";
  screen.loop.photoTaken(PHOTO, frame(1000), 10, text(SECRET));
  screen.loop.questionTaken(PHOTO, CaptureId{0xE1, 6}, text(SECRET));
  screen.network.welcomed(welcome(SECRET));
  ProfileData profile = welcome(SECRET).profile;
  profile.version = 4;
  screen.network.profile(profile);
  screen.network.photoWanted(Trigger::REMOTE, text(SECRET));
  screen.network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf(SECRET));
  screen.network.answered(PHOTO, end(1, 1, 1));
  screen.network.notice(Notice{LogLevel::ERROR, text(SECRET)});
  screen.network.token(true);

  CHECK_NE(screen.text().find(SECRET), std::string::npos);
  CHECK_EQ(screen.logged().find(SECRET), std::string::npos);
  CHECK_NE(screen.logged().find("INFO photo 7: photo taken"), std::string::npos);
}

TEST_CASE("a time of TCP that is not known is not told as fifty days") {
  Screen screen;
  screen.network.secured(Limits::UNKNOWN, 1192);
  CHECK_EQ(screen.text(), "[   0.000] link      secured (TCP and TLS handshake 1192 ms)\n");
}

TEST_CASE("an answer that begins anew says so, and one cut at its limit as well") {
  Screen screen;
  screen.network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf("All of it is g"));
  screen.network.answerRestarted(PHOTO, 2);
  screen.network.answerPiece(PHOTO, bytesOf("The picture is gray."));
  AnswerEnd cut = end(12, 3, 900);
  cut.status = AnswerStatus::CUT;
  screen.network.answered(PHOTO, cut);

  CHECK_EQ(screen.text(), R"([   0.000] photo 7   the answer:
    All of it is g
[   0.000] photo 7   the answer begins anew; forget what was shown of it:
    The picture is gray.
[   0.000] photo 7   ANSWERED after 900 ms (12 + 3 tokens, cut at its limit)
)");
}

TEST_CASE("a line in between does not tear an answer's row apart") {
  Screen screen;
  screen.network.answerBegun(PHOTO);
  screen.network.answerPiece(PHOTO, bytesOf("One two "));
  screen.after(1).network.stored(CaptureId{0xE1, 8}, 80);
  screen.loop.touched(30000, Trigger::TOUCH);
  screen.network.answerPiece(PHOTO, bytesOf("three four"));
  screen.network.answered(PHOTO, end(1, 1, 5));
  CHECK_NE(screen.text().find("\n    One two three four\n"), std::string::npos);
}

TEST_CASE("nothing that comes from elsewhere moves the cursor or makes a line of its own") {
  Screen screen;
  const char* const EVIL =
      "red \x1b[31m\r\n[   0.000] link      fake\x07 \xc2\x9b"
      "2J";
  screen.network.notice(Notice{LogLevel::WARN, text(EVIL)});
  screen.network.failed(PHOTO, Failed{Code::INTERNAL, text(EVIL)});
  screen.network.stage(PHOTO, Stage{StageKind::ASKING, 0, text(EVIL)});
  screen.network.answerPiece(PHOTO, bytesOf(EVIL));
  screen.network.answered(PHOTO, end(1, 1, 5));

  const std::string text = screen.text();
  for (char c : text) {
    CHECK((c == '\n' || static_cast<unsigned char>(c) >= ' '));
  }
  CHECK_EQ(text.find("\xc2\x9b"), std::string::npos);
  CHECK_EQ(text.find("\n[   0.000] link      fake"), std::string::npos);
  CHECK_NE(text.find("WARNING: red [31m [   0.000] link"), std::string::npos);
  CHECK_NE(text.find("\n    [   0.000] link      fake"), std::string::npos);
}

TEST_CASE("a long question is shown in part") {
  Screen screen;
  const std::string question(Limits::MAX_QUESTION, 'q');
  screen.loop.photoTaken(PHOTO, frame(1), 1, text(question.c_str()));
  const std::string text = screen.text();
  CHECK_EQ(std::count(text.begin(), text.end(), 'q'), Teller::MAX_SHOWN_QUESTION);
  CHECK_NE(text.find(" ...\""), std::string::npos);
}

TEST_CASE("progress is told at quarters, once, and the rest is silent") {
  ToldProgress progress;
  progress.begin(PHOTO, false);
  CHECK_EQ(progress.reached(PHOTO, 24, 100), 0);
  CHECK_EQ(progress.reached(PHOTO, 25, 100), 25);
  CHECK_EQ(progress.reached(PHOTO, 49, 100), 0);
  CHECK_EQ(progress.reached(PHOTO, 75, 100), 75);
  CHECK_EQ(progress.reached(PHOTO, 99, 100), 0);
  CHECK_EQ(progress.reached(PHOTO, 100, 100), 0);
  CHECK_EQ(progress.reached(PHOTO, 0, 0), 0);
  progress.begin(PHOTO, true);
  CHECK_EQ(progress.reached(PHOTO, 0xFFFFFFFEu / 2, 0xFFFFFFFEu), 50);
  CHECK(progress.isQuestion(PHOTO));
  for (uint32_t i = 0; i < ToldProgress::MOST; i++) {
    progress.begin(CaptureId{0xE1, 100 + i}, false);
  }
  CHECK_FALSE(progress.isQuestion(PHOTO));
}

TEST_CASE("what room() promises fits, whatever the answer looks like") {
  const uint32_t ANSWER_BUFFER = 4096;
  for (const char* pattern : {"a\n", "\n", "x", "a bcd ", "\xc3\xa9\n", "\xe2\x82\xac", "\xff\n"}) {
    CAPTURE(pattern);
    Screen screen(3 * ANSWER_BUFFER);
    screen.network.answerBegun(PHOTO);
    screen.network.answerPiece(PHOTO, bytesOf("it begins in the middle of a row"));
    const uint32_t room = screen.network.room();
    CHECK_GE(room, ANSWER_BUFFER);
    std::string answer;
    while (answer.size() + strlen(pattern) <= room) {
      answer += pattern;
    }
    screen.network.answerPiece(PHOTO, bytesOf(answer.c_str()));
    screen.network.answered(PHOTO, end(1, 1, 1));
    CHECK_EQ(screen.networkLines.dropped(), 0);
  }
}

TEST_CASE("without room there is none, and none below zero") {
  Screen screen(AnswerRows::RESERVED);
  CHECK_EQ(screen.network.room(), 0);
}

TEST_CASE("the card, the outbox and the operator have their lines") {
  Screen screen;
  screen.network.cardMissing(false);
  screen.network.cardMissing(false);
  screen.network.cardBack(1);
  screen.network.photoKept(PHOTO, "/pictures/e1/7.jpg");
  screen.network.photoNotKept(PHOTO);
  screen.network.waitsOnCard(PHOTO);
  screen.network.cardFull();
  screen.network.lost(PHOTO, Loss::POWER_CUT);
  screen.network.photoWanted(Trigger::REMOTE, text("Who is there?"));
  screen.network.rebootWanted(1500);
  screen.network.token(false);
  screen.network.network(LinkFault::NONE, "\"Home\", 192.168.1.77, -61 dBm");
  screen.network.relayMisbehaved("order: ANSWER_END before ANSWER_BEGIN");
  screen.network.reboot();

  CHECK_EQ(
      screen.text(),
      R"([   0.000] card      CARD_MISSING: no SD card answers, so photos are not kept on one. If you
                     want it: FAT32, up to 32 GB, pushed in until it clicks. It is found
                     without a restart.
[   0.000] card      the SD card is there; 1 photo waits on it for the relay
[   0.000] photo 7   kept on the card as /pictures/e1/7.jpg
[   0.000] photo 7   not kept on a card
[   0.000] photo 7   waits on the card
[   0.000] card      CARD_FULL: the SD card is full, so no photo is kept on it. Delete files
                     from the card on a computer, or set KEEP_PHOTOS in Settings.h lower.
[   0.000] photo 7   LOST, POWER_CUT: the power went while the photo was written to the card.
                     Press again, and let the board run on for some seconds after a press.
[   0.000] relay     wants a photo: "Who is there?"
[   0.000] relay     wants a restart in 1.5 s
[   0.000] relay     NOT_KEPT: the board's own storage (NVS) did not keep it. It holds until
                     the next restart. Arduino IDE: Tools > Erase All Flash Before Sketch
                     Upload, then upload and set it again.
[   0.000] wifi      "Home", 192.168.1.77, -61 dBm
[   0.000] link      the relay broke the protocol: order: ANSWER_END before ANSWER_BEGIN
[   0.000] boot      restarting now
)");
}

TEST_CASE("settings are told once for each version") {
  Screen screen;
  screen.network.welcomed(welcome("A?"));
  screen.network.profile(welcome("A?").profile);
  CHECK_EQ(screen.text(), "[   0.000] link      the relay lets us in; a press asks: \"A?\"\n");
  ProfileData profile = welcome("B?").profile;
  profile.version = 4;
  screen.network.profile(profile);
  screen.network.profile(profile);
  CHECK_EQ(screen.text(), "[   0.000] relay     new settings, version 4; a press asks: \"B?\"\n");
}

TEST_CASE("memory and short writes are warned of once") {
  Screen screen;
  FlightRecord flight{90000, HeapWatch::ENOUGH_FOR_TLS, 0, 0, 0, 0, 15, 0, ResetReason::POWER_ON};
  screen.network.vitals(flight, false);
  CHECK_EQ(screen.text(), "");
  flight.largestBlock--;
  flight.writeStalls = 16;
  screen.network.vitals(flight, false);
  const std::string said = screen.unfolded();
  CHECK_NE(said.find("90000 bytes are free, and the largest block has 39999"), std::string::npos);
  CHECK_NE(said.find("HEAP_BROKEN_UP"), std::string::npos);
  CHECK_NE(said.find("16 writes were taken in part"), std::string::npos);
  CHECK_NE(said.find("WRITE_STALLS"), std::string::npos);
  flight.writeStalls = 31;
  screen.network.vitals(flight, false);
  CHECK_EQ(screen.text(), "");
  flight.writeStalls = 32;
  screen.network.vitals(flight, false);
  CHECK_NE(screen.text().find("32 writes"), std::string::npos);
}

TEST_CASE("the log is shown as far as there is room, and the rest later") {
  Screen screen(2048);
  for (int i = 0; i < 40; i++) {
    screen.network.report(LogLevel::WARN, "card", "line %d", i);
    screen.text();
  }
  screen.after(1000).network.showLog(screen.log);
  std::string shown;
  for (int i = 0; i < 100; i++) {
    screen.network.step();
    shown += screen.text();
  }
  CHECK_EQ(screen.networkLines.dropped(), 0);
  CHECK_EQ(shown.find("[   1.000] log       the last lines since boot:\n"
                      "[   1.000] log       0.000 WARN card: line 0\n"
                      "[   1.000] log       0.000 WARN card: line 1\n"),
           0);
  CHECK_NE(shown.find("card: line 39\n"), std::string::npos);
}

TEST_CASE("the longest log line is shown to its end") {
  Screen screen;
  const std::string line = std::string(LogSink::MAX_LINE - 1, 'x') + "y";
  screen.log.log(LogLevel::ERROR, 4294967295u, text(line.c_str()));
  screen.network.showLog(screen.log);
  screen.network.step();
  const std::string shown = screen.text();
  CHECK_EQ(std::count(shown.begin(), shown.end(), 'x'), LogSink::MAX_LINE - 1);
  CHECK_EQ(shown.substr(shown.size() - 2), "y\n");
}

}  // namespace camrelay
