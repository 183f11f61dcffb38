#pragma once

#include <algorithm>

#include "Rules.h"
#include "Session.h"
#include "SessionListener.h"
#include "fakes/FakeClock.h"

namespace camrelay {
namespace fuzz {

/** A capture that the session has in hand: its memory is gone as soon as it is not any more. */
struct Held : FrameSource {
  bool read(uint32_t offset, uint8_t* into, uint32_t size) override {
    require(offset <= content->size && size <= content->size - offset,
            "nothing is read beyond the frame");
    require(size > 0, "nothing is read in vain");
    if (broken) {
      return false;
    }
    for (uint32_t i = 0; i < size; i++) {
      into[i] = content->at(offset + i);
    }
    return true;
  }

  std::shared_ptr<Content> content;
  std::unique_ptr<char[]> question;
  uint32_t questionSize = 0;
  bool broken = false;
};

/** All that is told of a session, and what must hold of it. */
class Camera : public SessionListener {
 public:
  /** Bytes of answer that the monitor can hold at its best. */
  static constexpr uint32_t MONITOR = 1500;

  explicit Camera(FakeClock& clock) : clock_(clock) {}

  /** Offers the session a capture. */
  void offer(Session& session, const Shot& drawn, uint32_t size, uint32_t seed,
             uint32_t questionSize) {
    const Key id = key(drawn.id);
    if (contents.count(id) > 0 && held.count(id) == 0) {
      size = contents[id]->size;  // the same capture is the same frame
    }
    Shot shot = drawn;
    std::unique_ptr<Held> one(new Held());
    one->content = std::make_shared<Content>();
    one->content->size = size;
    one->content->seed = seed;
    one->questionSize = questionSize;
    one->question.reset(new char[questionSize]);
    std::fill_n(one->question.get(), questionSize, seed % 9 == 0 ? '\xff' : 'q');
    shot.question = Text{one->question.get(), static_cast<uint16_t>(questionSize)};
    shot.frame = seed % 5 == 4 ? nullptr : one.get();
    shot.size = shot.frame == nullptr ? 0 : size;
    shot.crc = one->content->crc();
    const bool hasRoom = session.room() > 0 && held.count(id) == 0;
    require(session.take(shot) == hasRoom, "a capture is taken if there is room for it");
    if (hasRoom) {
      contents[id] = one->content;
      held[id] = std::move(one);
    }
    require(session.room() == Session::UPLOADS - held.size(), "as many are in hand as were taken");
  }

  void connecting(uint32_t) override {}
  void secured(uint32_t, uint32_t) override {}
  void welcomed(const Welcome& welcome) override { maxInFlight_ = welcome.maxInFlight; }
  void refused(const Refused& refused) override { named(refused.retryAfterMillis); }
  void goodbye(const Goodbye& goodbye) override { named(goodbye.returnAfterMillis); }
  void relayMisbehaved(const char* detail) override {
    require(detail != nullptr && *detail != 0, "it is said what is wrong");
  }
  void linkLost(const char*, LinkFault, int32_t, uint32_t) override { unfinished_.clear(); }

  void begun(const Shot& shot) override {
    requireHeld(shot.id);
    unfinished_.insert(key(shot.id));
    require(unfinished_.size() <= maxInFlight_, "no more are unfinished than the relay takes");
  }
  void accepted(const CaptureId& capture, uint32_t) override { requireHeld(capture); }
  void sent(const CaptureId& capture, uint32_t) override { requireHeld(capture); }
  void progress(const CaptureId& capture, uint32_t, uint32_t) override { requireHeld(capture); }
  void stored(const CaptureId& capture, uint32_t) override {
    requireHeld(capture);
    release(capture);
  }
  void stage(const CaptureId&, const Stage&) override {}
  void deferred(const CaptureId& capture, const Deferred&, uint32_t) override {
    requireHeld(capture);
    unfinished_.erase(key(capture));
  }
  bool unreadable(const CaptureId& capture) override {
    requireHeld(capture);
    const Held& lost = *held[key(capture)];
    require(lost.broken || lost.questionSize > Limits::MAX_QUESTION,
            "no capture is given up that could be sent");
    const bool gone = capture.number % 2 == 0;
    if (gone && std::find(ends_.begin(), ends_.end(), key(capture)) == ends_.end()) {
      ended(capture);
    }
    release(capture);
    return gone;
  }

  void answerBegun(const CaptureId&) override {}
  void answerRestarted(const CaptureId&, uint32_t) override {}
  void answerPiece(const CaptureId&, const Bytes& piece) override {
    require(piece.size <= room(), "no more of an answer comes than the monitor can show");
    shown_ += piece.size;
  }
  void answered(const CaptureId& capture, const AnswerEnd&) override {
    ended(capture);
    release(capture);
  }
  void failed(const CaptureId& capture, const Failed&) override {
    ended(capture);
    release(capture);
  }
  void endRepeated(const CaptureId& capture) override { release(capture); }
  uint32_t room() override { return MONITOR - shown_; }

  void profile(const ProfileData&) override {}
  void notice(const Notice&) override {}
  void photoWanted(Trigger, const Text&) override {}
  bool keepToken(const Text& token) override { return token.data[0] % 2 == 0; }
  void rebootWanted(uint32_t) override {}
  void reboot() override {}

  /** The monitor has printed some. */
  void print(uint32_t most) { shown_ -= std::min(shown_, most); }

  /** The relay must not be called before this. */
  int64_t notBefore() const { return notBefore_; }

  /** What is in hand, by identity. */
  std::map<Key, std::unique_ptr<Held>> held;
  /** Of every capture that ever was. */
  std::map<Key, std::shared_ptr<Content>> contents;

 private:
  void requireHeld(const CaptureId& capture) const {
    require(held.count(key(capture)) > 0, "what is told of an upload is of one in hand");
  }

  void release(const CaptureId& capture) {
    unfinished_.erase(key(capture));
    held.erase(key(capture));
  }

  void ended(const CaptureId& capture) {
    require(std::find(ends_.begin(), ends_.end(), key(capture)) == ends_.end(),
            "an end is told once");
    ends_.push_back(key(capture));
    if (ends_.size() > KnownEnds::MAX) {
      ends_.pop_front();
    }
  }

  void named(uint32_t millis) { notBefore_ = clock_.now + millis; }

  FakeClock& clock_;
  uint32_t maxInFlight_ = 0;
  std::set<Key> unfinished_;
  /** The last ones that were told. */
  std::deque<Key> ends_;
  uint32_t shown_ = 0;
  int64_t notBefore_ = 0;
};

}  // namespace fuzz
}  // namespace camrelay
