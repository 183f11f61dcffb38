#pragma once

#include <string>
#include <vector>

#include "SessionListener.h"

namespace camrelay {
namespace script {

/** One thing that a listener was told. */
struct Heard {
  std::string what;
  /** The capture's number; 0 where it is about none. */
  uint32_t capture = 0;
  /** A count, an offset, a time or a code: whatever the call has. */
  int64_t number = 0;
  std::string text;
};

/** Takes down all that a session tells. */
class Recorder : public SessionListener {
 public:
  void connecting(uint32_t attempt) override { tell("connecting", 0, attempt); }
  void secured(uint32_t, uint32_t handshakeMillis) override { tell("secured", 0, handshakeMillis); }
  void welcomed(const Welcome& welcome) override { tell("welcomed", 0, welcome.answerBuffer); }
  void refused(const Refused& refused) override {
    tell("refused", 0, static_cast<int64_t>(refused.code), refused.hint);
  }
  void goodbye(const Goodbye& goodbye) override {
    tell("goodbye", 0, static_cast<int64_t>(goodbye.code), goodbye.hint);
  }
  void relayMisbehaved(const char* detail) override {
    tell("relayMisbehaved", 0, 0, camrelay::text(detail));
  }
  void linkLost(const char* cause, LinkFault fault, int32_t number,
                uint32_t returnInMillis) override {
    lostFault = fault;
    lostNumber = number;
    tell("linkLost", 0, returnInMillis, camrelay::text(cause == nullptr ? "" : cause));
  }

  void begun(const Shot& shot) override { tell("begun", shot.id.number, shot.size); }
  void accepted(const CaptureId& capture, uint32_t offset) override {
    tell("accepted", capture.number, offset);
  }
  void sent(const CaptureId& capture, uint32_t millis) override {
    tell("sent", capture.number, millis);
  }
  void progress(const CaptureId& capture, uint32_t received, uint32_t) override {
    tell("progress", capture.number, received);
  }
  void stored(const CaptureId& capture, uint32_t millis) override {
    tell("stored", capture.number, millis);
  }
  void stage(const CaptureId& capture, const Stage& stage) override {
    tell("stage", capture.number, static_cast<int64_t>(stage.stage), stage.detail);
  }
  void deferred(const CaptureId& capture, const Deferred&, uint32_t retryInMillis) override {
    tell("deferred", capture.number, retryInMillis);
  }
  bool unreadable(const CaptureId& capture) override {
    tell("unreadable", capture.number, 0);
    return !keepsUnreadable;
  }

  void answerBegun(const CaptureId& capture) override { tell("answerBegun", capture.number, 0); }
  void answerRestarted(const CaptureId& capture, uint32_t generation) override {
    tell("answerRestarted", capture.number, generation);
  }
  void answerPiece(const CaptureId& capture, const Bytes& piece) override {
    std::string text(reinterpret_cast<const char*>(piece.data), piece.size);
    events.push_back(Heard{"answerPiece", capture.number, piece.size, text});
  }
  void answered(const CaptureId& capture, const AnswerEnd& end) override {
    tell("answered", capture.number, end.length);
  }
  void failed(const CaptureId& capture, const Failed& failed) override {
    tell("failed", capture.number, static_cast<int64_t>(failed.code), failed.hint);
  }
  void endRepeated(const CaptureId& capture) override { tell("endRepeated", capture.number, 0); }
  uint32_t room() override { return answerRoom; }

  void profile(const ProfileData& profile) override {
    tell("profile", 0, profile.version, profile.question);
  }
  void notice(const Notice& notice) override { tell("notice", 0, 0, notice.text); }
  void photoWanted(Trigger trigger, const Text& question) override {
    tell("photoWanted", 0, static_cast<int64_t>(trigger), question);
  }
  bool keepToken(const Text& token) override {
    tell("keepToken", 0, 0, token);
    return storageWorks;
  }
  void rebootWanted(uint32_t delayMillis) override { tell("rebootWanted", 0, delayMillis); }
  void reboot() override { tell("reboot", 0, 0); }

  std::vector<Heard> of(const std::string& what) const {
    std::vector<Heard> some;
    for (const Heard& one : events) {
      if (one.what == what) {
        some.push_back(one);
      }
    }
    return some;
  }
  size_t count(const std::string& what) const { return of(what).size(); }

  std::vector<Heard> events;
  uint32_t answerRoom = 1u << 20;
  bool storageWorks = true;
  /** What is unreadable may be offered again. */
  bool keepsUnreadable = false;
  LinkFault lostFault = LinkFault::NONE;
  int32_t lostNumber = 0;

 private:
  void tell(const char* what, uint32_t capture, int64_t number, const Text& text = Text{"", 0}) {
    events.push_back(Heard{what, capture, number, std::string(text.data, text.size)});
  }
};

}  // namespace script
}  // namespace camrelay
