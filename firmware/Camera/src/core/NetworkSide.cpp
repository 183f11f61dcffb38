#include "NetworkSide.h"

#include <string.h>

#include "Crc32.h"
#include "Firmware.h"

namespace camrelay {

NetworkSide::NetworkSide(const Settings& settings, const Parts& parts, Slots& slots,
                         Exchange& exchange, LineRing& lines, LogFeed& loopLog, ProfileStore& store,
                         uint64_t epoch, const Buffers& buffers)
    : settings_(settings),
      parts_(parts),
      slots_(slots),
      exchange_(exchange),
      loopLog_(loopLog),
      store_(store),
      relayPort_(settings.relayPort),
      monitor_(parts.clock, lines, log_),
      outbox_(slots, parts.card, parts.clock, *this, settings),
      session_(sessionSettings(epoch), parts.clock, *this),
      link_(session_, parts.transport, parts.clock, *this, buffers.reader),
      profileDue_(false),
      reported_(false),
      profileUnkept_(false),
      keepProfileAt_(-KEEP_PROFILES * KEEP_PROFILE_EVERY_MILLIS),
      keepTokenAt_(0),
      network_(LinkFault::WIFI_JOINING),
      vitalsAt_(0),
      restartAt_(-1),
      confirmUntil_(-1) {
  log_.begin(buffers.log, LOG_BYTES);
  profile_.set(ProfileData{0, 0, ProfileData::OWN_QUALITY, false, Text{"", 0}, Text{"", 0}});
}

SessionSettings NetworkSide::sessionSettings(uint64_t epoch) {
  SessionSettings session = {};
  store_.flashed(sketch(), settings_.wifiName[0] != 0);
  session.device = settings_.device;
  const bool newer = store_.loadToken(&token_);
  session.token = newer ? token_.c_str() : settings_.token;
  session.otherToken = newer ? settings_.token : nullptr;
  session.firmware = Firmware::NAME;
  session.board = parts_.board.name();
  session.epoch = epoch;
  session.heartbeatSeconds = settings_.heartbeatSeconds;
  session.answerBuffer = ANSWER_BUFFER;
  session.charset = Charset::UTF_8;
  session.abilities = Ability::ALL;
  session.statusEveryMillis = STATUS_EVERY_MILLIS;
  return session;
}

/** What the maker can change in the sketch's settings, and on the serial monitor too. */
uint32_t NetworkSide::sketch() const {
  const char* const texts[] = {settings_.wifiName, settings_.wifiPassword, settings_.relayHost,
                               settings_.token};
  Crc32 crc;
  for (const char* each : texts) {
    crc.add(reinterpret_cast<const uint8_t*>(each), strlen(each) + 1);
  }
  crc.add(reinterpret_cast<const uint8_t*>(&settings_.relayPort), sizeof(settings_.relayPort));
  return crc.value();
}

bool NetworkSide::begin() {
  relayHost_.set(text(settings_.relayHost));
  store_.loadRelay(&relayHost_, &relayPort_);
  useRelay();
  useWifi();
  if (parts_.board.resetReason() == ResetReason::SOFTWARE) {
    session_.noRebootBefore(RESTART_EVERY_MILLIS);
  }
  if (store_.load(&profile_)) {
    session_.interval(profile_.intervalSeconds, parts_.clock.millis());
  }
  if (!outbox_.begin(parts_.board)) {
    return false;
  }
  outbox_.step(session_, false);  // looks for the card, for the banner
  return true;
}

void NetworkSide::useRelay() {
  parts_.transport.relay(relayHost_.c_str(), relayPort_);
  monitor_.relay(relayHost_.c_str(), relayPort_);
}

void NetworkSide::useWifi() {
  ProfileStore::WifiPassword password;
  if (!store_.loadWifi(&wifiName_, &password)) {
    wifiName_.set(text(settings_.wifiName));
    password.set(text(settings_.wifiPassword));
  }
  parts_.transport.wifi(wifiName_.c_str(), password.c_str());
}

void NetworkSide::report(BootReport* report) {
  report->cardPresent = parts_.card.present();
  report->cardFreeBytes = parts_.card.freeBytes();
  report->wifiName = wifiName_.c_str();
  report->relayHost = relayHost_.c_str();
  report->relayPort = relayPort_;
  reported_ = true;
}

uint32_t NetworkSide::step() {
  const int64_t now = parts_.clock.millis();
  if (restartAt_ >= 0 && now >= restartAt_) {
    restartAt_ = -1;
    parts_.transport.close();
    parts_.board.restart();
  }
  lookAtBoard(now);
  takeRequests();
  if (profileDue_) {
    handOverProfile();
  }
  if (profileUnkept_ && now >= keepProfileAt_) {
    keepProfile(now);
  }
  const bool worked = outbox_.step(session_, session_.open());
  session_.counts(outbox_.queued(), slots_.dropped());
  session_.safe(outbox_.safe());
  sendLog();
  monitor_.step();
  const uint32_t sleep = link_.step();
  lookAtNetwork();
  return worked ? 0 : sleep;
}

void NetworkSide::lookAtBoard(int64_t now) {
  if (now < vitalsAt_) {
    return;
  }
  vitalsAt_ = now + VITALS_EVERY_MILLIS;
  const FlightRecord flight = {parts_.board.freeHeap(),   parts_.board.largestBlock(),
                               parts_.board.freePsram(),  static_cast<uint32_t>(now / 1000),
                               Limits::UNKNOWN,           Limits::UNKNOWN,
                               session_.writeStalls(),    parts_.transport.rssi(),
                               parts_.board.resetReason()};
  session_.vitals(flight);
  monitor_.vitals(flight, link_.up());
}

void NetworkSide::lookAtNetwork() {
  const LinkFault network = parts_.transport.network();
  if (network == network_) {
    return;
  }
  network_ = network;
  char description[DESCRIPTION];
  parts_.transport.describe(description, sizeof(description));
  monitor_.network(network, description);
}

void NetworkSide::sendLog() {
  loopLog_.drain(log_);
  LoggedLine line;
  while (session_.open() && session_.logRoom() > 0 && log_.unsent(&line)) {
    session_.log(line.level, line.text.view(), line.uptimeMillis);
    log_.sent();
  }
}

// The link.

void NetworkSide::connecting(uint32_t attempt) {
  lookAtNetwork();  // which takes until the relay has answered else
  monitor_.connecting(attempt);
}

void NetworkSide::secured(uint32_t connectMillis, uint32_t handshakeMillis) {
  monitor_.secured(connectMillis, handshakeMillis);
  vitalsAt_ = 0;
  lookAtBoard(parts_.clock.millis());  // for the first STATUS
}

void NetworkSide::welcomed(const Welcome& welcome) {
  outbox_.relayTime(welcome.timeMillis);
  monitor_.welcomed(welcome);
}

void NetworkSide::refused(const Refused& refused) { monitor_.refused(refused); }

void NetworkSide::goodbye(const Goodbye& goodbye) { monitor_.goodbye(goodbye); }

void NetworkSide::relayMisbehaved(const char* detail) { monitor_.relayMisbehaved(detail); }

void NetworkSide::linkLost(const char* cause, LinkFault fault, int32_t number,
                           uint32_t returnInMillis) {
  monitor_.linkLost(cause, fault, number, returnInMillis);
}

// A capture on its way up.

void NetworkSide::begun(const Shot& shot) { monitor_.begun(shot); }

void NetworkSide::accepted(const CaptureId& capture, uint32_t offset) {
  monitor_.accepted(capture, offset);
}

void NetworkSide::sent(const CaptureId& capture, uint32_t millis) {
  monitor_.sent(capture, millis);
}

void NetworkSide::progress(const CaptureId& capture, uint32_t received, uint32_t size) {
  monitor_.progress(capture, received, size);
}

void NetworkSide::stored(const CaptureId& capture, uint32_t millis) {
  outbox_.stored(capture);
  monitor_.stored(capture, millis);
}

void NetworkSide::stage(const CaptureId& capture, const Stage& stage) {
  monitor_.stage(capture, stage);
}

void NetworkSide::deferred(const CaptureId& capture, const Deferred& deferred,
                           uint32_t retryInMillis) {
  monitor_.deferred(capture, deferred, retryInMillis);
}

bool NetworkSide::unreadable(const CaptureId& capture) { return outbox_.unreadable(capture); }

// Its end.

void NetworkSide::answerBegun(const CaptureId& capture) { monitor_.answerBegun(capture); }

void NetworkSide::answerRestarted(const CaptureId& capture, uint32_t generation) {
  monitor_.answerRestarted(capture, generation);
}

void NetworkSide::answerPiece(const CaptureId& capture, const Bytes& piece) {
  monitor_.answerPiece(capture, piece);
}

void NetworkSide::answered(const CaptureId& capture, const AnswerEnd& end) {
  outbox_.ended(capture);
  monitor_.answered(capture, end);
}

void NetworkSide::failed(const CaptureId& capture, const Failed& failed) {
  outbox_.ended(capture);
  monitor_.failed(capture, failed);
}

/** Nothing that the maker has to know. */
void NetworkSide::endRepeated(const CaptureId& capture) { outbox_.ended(capture); }

uint32_t NetworkSide::room() { return monitor_.room(); }

// What the operator wants.

void NetworkSide::profile(const ProfileData& profile) {
  const ProfileData now = profile_.data();
  if (profile.version == now.version && profile.intervalSeconds == now.intervalSeconds &&
      profile.quality == now.quality && profile.flash == now.flash &&
      profile.frameSize == now.frameSize && profile.question == now.question) {
    return;
  }
  profile_.set(profile);
  monitor_.profile(profile);
  handOverProfile();
  profileUnkept_ = true;
  const int64_t clock = parts_.clock.millis();
  if (clock >= keepProfileAt_) {
    keepProfile(clock);
  }
}

void NetworkSide::keepProfile(int64_t now) {
  profileUnkept_ = false;
  const int64_t rested = now - (KEEP_PROFILES - 1) * KEEP_PROFILE_EVERY_MILLIS;
  keepProfileAt_ = (keepProfileAt_ > rested ? keepProfileAt_ : rested) + KEEP_PROFILE_EVERY_MILLIS;
  tellKept(store_.keep(profile_.data()));
}

void NetworkSide::tellKept(bool kept) {
  if (!kept) {
    monitor_.report(LogLevel::WARN, "board", Diagnosis::of(Trouble::NOT_KEPT));
  }
}

void NetworkSide::handOverProfile() {
  Order* const order = exchange_.orders.reserve();
  profileDue_ = order == nullptr;
  if (profileDue_) {
    return;
  }
  order->kind = Order::Kind::PROFILE;
  order->version = profile_.version;
  order->intervalSeconds = profile_.intervalSeconds;
  order->quality = profile_.quality;
  order->flash = profile_.flash;
  order->frameSize.set(profile_.frameSize.view());
  order->question.set(profile_.question.view());
  exchange_.orders.push();
}

void NetworkSide::notice(const Notice& notice) { monitor_.notice(notice); }

void NetworkSide::photoWanted(Trigger trigger, const Text& question) {
  Order* const order = exchange_.orders.reserve();
  if (order == nullptr) {
    monitor_.report(LogLevel::WARN, "relay", "wanted a photo while others are being taken");
    return;
  }
  monitor_.photoWanted(trigger, question);
  order->kind = Order::Kind::PHOTO;
  order->trigger = trigger;
  order->question.set(question);
  exchange_.orders.push();
}

bool NetworkSide::keepToken(const Text& token) {
  const int64_t now = parts_.clock.millis();
  if (now < keepTokenAt_) {
    return false;
  }
  keepTokenAt_ = now + KEEP_TOKEN_EVERY_MILLIS;
  const bool kept = store_.keepToken(token);
  monitor_.token(kept);
  return kept;
}

void NetworkSide::rebootWanted(uint32_t delayMillis) { monitor_.rebootWanted(delayMillis); }

void NetworkSide::reboot() {
  if (restartAt_ < 0) {
    if (profileUnkept_) {
      keepProfile(parts_.clock.millis());
    }
    monitor_.reboot();
    restartAt_ = parts_.clock.millis() + LAST_WORDS_MILLIS;
  }
}

// The card.

void NetworkSide::photoKept(const CaptureId& capture, const char* path) {
  monitor_.photoKept(capture, path);
}

void NetworkSide::photoNotKept(const CaptureId& capture) { monitor_.photoNotKept(capture); }

void NetworkSide::cardMissing() { monitor_.cardMissing(!reported_); }

void NetworkSide::cardFull() { monitor_.cardFull(); }

void NetworkSide::cardBack(uint32_t waiting) { monitor_.cardBack(waiting); }

void NetworkSide::waitsOnCard(const CaptureId& capture) { monitor_.waitsOnCard(capture); }

void NetworkSide::lost(const CaptureId& capture, Loss loss) { monitor_.lost(capture, loss); }

}  // namespace camrelay
