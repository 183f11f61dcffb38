// What a NetworkSide does with the maker's requests.

#include <inttypes.h>

#include "NetworkSide.h"

namespace camrelay {

namespace {

/** Behind what was typed, where it outlives a restart. */
const char* const KEPT = "; kept on the board";

}  // namespace

void NetworkSide::takeRequests() {
  while (Request* const request = exchange_.requests.front()) {
    obey(*request);
    request->password.clear();
    exchange_.requests.pop();
  }
}

void NetworkSide::obey(const Request& request) {
  switch (request.kind) {
    case Request::Kind::STATUS:
      tellStatus();
      return;
    case Request::Kind::PHOTOS:
      tellCard();
      return;
    case Request::Kind::LOG:
      monitor_.showLog(log_);
      return;
    case Request::Kind::WIFI:
      changeWifi(request);
      return;
    case Request::Kind::SHOW_WIFI:
      tellWifi();
      return;
    case Request::Kind::RELAY:
      changeRelay(request);
      return;
    case Request::Kind::SHOW_RELAY:
      tellRelay();
      return;
    case Request::Kind::RECONNECT:
      reconnect();
      return;
    case Request::Kind::REBOOT:
      wantRestart();
      return;
  }
}

void NetworkSide::changeWifi(const Request& request) {
  const bool kept = store_.keepWifi(request.name.view(), request.password.view());
  wifiName_.set(request.name.view());
  parts_.transport.wifi(wifiName_.c_str(), request.password.c_str());
  monitor_.report(LogLevel::INFO, "wifi", "joins \"%s\" from now on%s", wifiName_.c_str(),
                  kept ? KEPT : "");
  tellKept(kept);
}

void NetworkSide::changeRelay(const Request& request) {
  relayHost_.set(request.name.view());
  relayPort_ = request.port == 0 ? relayPort_ : request.port;
  const bool kept = store_.keepRelay(relayHost_.view(), relayPort_);
  useRelay();
  monitor_.report(LogLevel::INFO, "relay", "is at %s port %u from now on%s", relayHost_.c_str(),
                  static_cast<unsigned>(relayPort_), kept ? KEPT : "");
  tellKept(kept);
  session_.elsewhere();
}

void NetworkSide::tellStatus() {
  tellWifi();
  tellRelay();
  tellCard();
}

void NetworkSide::tellWifi() {
  char line[DESCRIPTION];
  parts_.transport.describe(line, sizeof(line));
  monitor_.say("wifi", text(line));
}

void NetworkSide::tellCard() {
  char line[DESCRIPTION];
  outbox_.describe(line, sizeof(line));
  monitor_.say("card", text(line));
}

void NetworkSide::tellRelay() {
  monitor_.say("relay", "%s port %u, %s", relayHost_.c_str(), static_cast<unsigned>(relayPort_),
               session_.open() ? "connected" : "no link");
}

void NetworkSide::reconnect() {
  session_.reconnect();
  const int64_t wait = session_.connectAt() - parts_.clock.millis();
  if (!link_.up() && wait > 0) {
    monitor_.say("link", "the relay has named a time to come back, in %" PRId64 " s; not before",
                 (wait + 999) / 1000);
  }
}

void NetworkSide::wantRestart() {
  const int64_t now = parts_.clock.millis();
  if (!outbox_.safe() && now >= confirmUntil_) {
    confirmUntil_ = now + CONFIRM_MILLIS;
    monitor_.say("board",
                 "%u photos wait in memory and would be lost; type `reboot` again within %d s to "
                 "restart all the same",
                 static_cast<unsigned>(outbox_.queued()), static_cast<int>(CONFIRM_MILLIS / 1000));
    return;
  }
  reboot();
}

}  // namespace camrelay
