#pragma once

#include <stdint.h>

#include "Exchange.h"
#include "Link.h"
#include "LogRing.h"
#include "LoopMonitor.h"
#include "Monitor.h"
#include "Outbox.h"
#include "Parts.h"
#include "ProfileStore.h"
#include "Session.h"
#include "Settings.h"
#include "Slots.h"

namespace camrelay {

/**
 * The way of a capture, from the slot that it was handed over in to the end of its answer: card,
 * session, link, and what the maker sees of them. Belongs to the network task.
 */
class NetworkSide : private SessionListener, private OutboxListener {
 public:
  /** Bytes of answers that may be under way: the relay waits for the monitor beyond it. */
  static constexpr uint32_t ANSWER_BUFFER = 4096;
  /** Bytes of the last log lines. */
  static constexpr uint32_t LOG_BYTES = 16384;
  static constexpr uint32_t STATUS_EVERY_MILLIS = 60 * 1000;
  /** How often the board's state is looked at. */
  static constexpr int64_t VITALS_EVERY_MILLIS = 2000;
  /** Within this time a second `reboot` restarts whatever is lost by it. */
  static constexpr int64_t CONFIRM_MILLIS = 30 * 1000;
  /** The last lines get this long to be printed before a restart. */
  static constexpr int64_t LAST_WORDS_MILLIS = 500;
  /** The memory wears out by writing: so many profiles are kept at once, then one each minute. */
  static constexpr int64_t KEEP_PROFILES = 4;
  static constexpr int64_t KEEP_PROFILE_EVERY_MILLIS = 60 * 1000;
  /** A token that comes sooner after another is not taken. */
  static constexpr int64_t KEEP_TOKEN_EVERY_MILLIS = 10 * 1000;
  /** After a restart that was asked for, the relay's next one waits until the board was of use. */
  static constexpr int64_t RESTART_EVERY_MILLIS = 60 * 1000;

  /** Memory that it works in, handed in at set-up. */
  struct Buffers {
    /** MessageReader::BUFFER bytes. */
    uint8_t* reader;
    /** LOG_BYTES. */
    char* log;
  };

  /** All live as long as this. `profiles` was loaded. */
  NetworkSide(const Settings& settings, const Parts& parts, Slots& slots, Exchange& exchange,
              LineRing& lines, LogFeed& loopLog, ProfileStore& profiles, uint64_t epoch,
              const Buffers& buffers);

  /** At set-up: relay, Wi-Fi, outbox. False: there is too little memory. */
  bool begin();
  /** At set-up: the profile that was kept; one that leaves all to the board if there was none. */
  ProfileData kept() const { return profile_.data(); }
  /** At set-up: fills in its part of the banner. Strings live as long as this. */
  void report(BootReport* report);

  /** @return milliseconds that the task may sleep */
  uint32_t step();

 private:
  /** Bytes of a line in which a part describes itself, with its end. */
  static constexpr size_t DESCRIPTION = 160;

  SessionSettings sessionSettings(uint64_t epoch);
  uint32_t sketch() const;
  void useRelay();
  void useWifi();
  void lookAtNetwork();
  void lookAtBoard(int64_t now);
  void sendLog();
  void takeRequests();
  void obey(const Request& request);
  void changeWifi(const Request& request);
  void changeRelay(const Request& request);
  void tellKept(bool kept);
  void tellStatus();
  void tellWifi();
  void tellCard();
  void tellRelay();
  void reconnect();
  void wantRestart();
  void keepProfile(int64_t now);
  void handOverProfile();

  // SessionListener.
  void connecting(uint32_t attempt) override;
  void secured(uint32_t connectMillis, uint32_t handshakeMillis) override;
  void welcomed(const Welcome& welcome) override;
  void refused(const Refused& refused) override;
  void goodbye(const Goodbye& goodbye) override;
  void relayMisbehaved(const char* detail) override;
  void linkLost(const char* cause, LinkFault fault, int32_t number,
                uint32_t returnInMillis) override;
  void begun(const Shot& shot) override;
  void accepted(const CaptureId& capture, uint32_t offset) override;
  void sent(const CaptureId& capture, uint32_t millis) override;
  void progress(const CaptureId& capture, uint32_t received, uint32_t size) override;
  void stored(const CaptureId& capture, uint32_t millis) override;
  void stage(const CaptureId& capture, const Stage& stage) override;
  void deferred(const CaptureId& capture, const Deferred& deferred,
                uint32_t retryInMillis) override;
  bool unreadable(const CaptureId& capture) override;
  void answerBegun(const CaptureId& capture) override;
  void answerRestarted(const CaptureId& capture, uint32_t generation) override;
  void answerPiece(const CaptureId& capture, const Bytes& piece) override;
  void answered(const CaptureId& capture, const AnswerEnd& end) override;
  void failed(const CaptureId& capture, const Failed& failed) override;
  void endRepeated(const CaptureId& capture) override;
  uint32_t room() override;
  void profile(const ProfileData& profile) override;
  void notice(const Notice& notice) override;
  void photoWanted(Trigger trigger, const Text& question) override;
  bool keepToken(const Text& token) override;
  void rebootWanted(uint32_t delayMillis) override;
  void reboot() override;

  // OutboxListener.
  void photoKept(const CaptureId& capture, const char* path) override;
  void photoNotKept(const CaptureId& capture) override;
  void cardMissing() override;
  void cardFull() override;
  void cardBack(uint32_t waiting) override;
  void waitsOnCard(const CaptureId& capture) override;
  void lost(const CaptureId& capture, Loss loss) override;

  const Settings& settings_;
  const Parts& parts_;
  Slots& slots_;
  Exchange& exchange_;
  LogFeed& loopLog_;
  ProfileStore& store_;

  /** What is in use; the texts of `relay` and `token` are those that monitor and session show. */
  ProfileStore::Profile profile_;
  ProfileStore::Host relayHost_;
  uint16_t relayPort_;
  ProfileStore::WifiName wifiName_;
  FixedText<Limits::MAX_TOKEN> token_;

  LogRing log_;
  Monitor monitor_;
  Outbox outbox_;
  Session session_;
  Link link_;

  /** The loop task has not been told of profile_ yet: its ring was full. */
  bool profileDue_;
  /** Whether the banner has its part: what comes later is told by lines of its own. */
  bool reported_;
  /** profile_ is not kept yet, for it came too soon after others. */
  bool profileUnkept_;
  /** When the memory may be written again. */
  int64_t keepProfileAt_;
  int64_t keepTokenAt_;
  LinkFault network_;
  int64_t vitalsAt_;
  /** When to restart; negative: not. */
  int64_t restartAt_;
  /** Until when a second `reboot` means it. */
  int64_t confirmUntil_;
};

}  // namespace camrelay
