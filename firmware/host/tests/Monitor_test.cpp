#include "Monitor.h"

#include <doctest/doctest.h>

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
  welcome.profile.quality = LoopMonitor::OWN_QUALITY;
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

}  // namespace camrelay
