#include "Wire.h"

#include <errno.h>
#include <fcntl.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace host {
namespace {

std::atomic<Wire*> openWire{nullptr};

/** Keeps a connection that the other side takes for alive. */
void keepGhost(int socket) {
  // It survives the restart of the board too, as the other side would not notice that either.
  fcntl(socket, F_SETFD, 0);
  const uint32_t index = world->nextGhost.fetch_add(1) % (sizeof(world->ghosts) / sizeof(int32_t));
  const int before = world->ghosts[index].exchange(socket + 1);
  if (before > 0) {
    ::close(before - 1);
  }
}

/** Bytes that may still go before the cut; the counter holds them + 1. */
size_t beforeCut(const std::atomic<int64_t>& counter, size_t size) {
  const int64_t left = counter.load();
  return left == 0 ? size : std::min(size, static_cast<size_t>(left - 1));
}

/** @return true if the cut is now */
bool passed(std::atomic<int64_t>& counter, size_t size) {
  if (counter == 0) {
    return false;
  }
  const int64_t left = counter -= static_cast<int64_t>(size);
  if (left > 1) {
    return false;
  }
  counter = 0;
  return true;
}

int wallMillis(int64_t millis) {
  return std::max(1, static_cast<int>(static_cast<double>(millis) / settings.speed));
}

}  // namespace

std::string Wire::routed(const std::string& host, uint16_t port) {
  const std::string wanted = host + ":" + std::to_string(port);
  for (const HostSettings::Route& route : settings.routes) {
    if (route.from == "*" || route.from == wanted || route.from == "*:" + std::to_string(port)) {
      return route.to;
    }
  }
  return wanted;
}

Wire* Wire::of(int socket) {
  Wire* wire = openWire;
  return wire != nullptr && wire->socket_ == socket ? wire : nullptr;
}

void Wire::abandon() {
  const Wire* wire = openWire;
  if (wire != nullptr && (wire->state_ == State::UP || wire->state_ == State::SILENT)) {
    keepGhost(wire->socket_);
  }
}

int Wire::open(const std::string& host, uint16_t port, int64_t timeoutMillis) {
  if (world->refuse.on()) {
    return ECONNREFUSED;
  }
  if (world->deaf.on() || world->wifiOff.on() || world->stall.on()) {
    pause(timeoutMillis);
    return ETIMEDOUT;
  }
  const std::string target = routed(host, port);
  const size_t colon = target.rfind(':');
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (colon == std::string::npos ||
      getaddrinfo(target.substr(0, colon).c_str(), target.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    return EHOSTUNREACH;
  }
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int error = 0;
  if (::connect(socket, found->ai_addr, found->ai_addrlen) != 0) {
    error = errno;
    pollfd writable{socket, POLLOUT, 0};
    if (error == EINPROGRESS && poll(&writable, 1, wallMillis(timeoutMillis)) == 1) {
      socklen_t size = sizeof(error);
      getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    } else if (error == EINPROGRESS) {
      error = ETIMEDOUT;
    }
  }
  freeaddrinfo(found);
  if (error != 0) {
    ::close(socket);
    return error;
  }
  int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  socket_ = socket;
  state_ = State::UP;
  queued_ = 0;
  paidAt_ = runMillis();
  world->cutNow = false;
  openWire = this;
  return 0;
}

bool Wire::stalled() const {
  return state_ == State::SILENT || world->wifiOff.on() || world->stall.on();
}

void Wire::breakNow(Cut how) {
  say("the link is cut (%s)", how == Cut::RST ? "rst" : how == Cut::FIN ? "fin" : "silent");
  world->cutNow = false;
  if (how == Cut::SILENT) {
    state_ = State::SILENT;
    return;
  }
  queued_ = 0;
  state_ = how == Cut::RST ? State::RST : State::FIN;
  // The descriptor stays ours until close(); the other side hears of it now.
  if (how == Cut::RST) {
    linger abort{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &abort, sizeof(abort));
    const int dead = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    dup3(dead, socket_, O_CLOEXEC);
    ::close(dead);
  } else {
    ::shutdown(socket_, SHUT_RDWR);
  }
}

/** Does what the script has asked for since the last call. */
void Wire::obey() {
  if (state_ == State::UP && world->cutNow) {
    breakNow(static_cast<Cut>(world->cutKind.load()));
  }
}

/** Bytes that a slow link lets through now. */
size_t Wire::allowance(int64_t* tokens) {
  const int64_t rate = world->slowLink.on() ? world->bytesASecond.load() : 0;
  const int64_t now = runMillis();
  if (rate <= 0) {
    paidAt_ = now;
    upTokens_ = downTokens_ = 0;
    return SIZE_MAX;
  }
  const int64_t earned = (now - paidAt_) * rate / 1000;
  if (earned > 0) {
    paidAt_ = now;
    upTokens_ = std::min(upTokens_ + earned, std::max<int64_t>(rate / 4, 1));
    downTokens_ = std::min(downTokens_ + earned, std::max<int64_t>(rate / 4, 1));
  }
  return static_cast<size_t>(*tokens);
}

/** @return how many bytes have left; -1: the other side is gone */
int Wire::sendQueued() {
  const size_t size = std::min({queued_, allowance(&upTokens_), beforeCut(world->cutUp, queued_)});
  if (size > 0) {
    const ssize_t sent = ::send(socket_, queue_, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
      return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    }
    queued_ -= static_cast<size_t>(sent);
    memmove(queue_, queue_ + sent, queued_);
    upTokens_ -= sent;
    world->bytesUp += static_cast<uint64_t>(sent);
    if (passed(world->cutUp, static_cast<size_t>(sent))) {
      breakNow(static_cast<Cut>(world->cutKind.load()));
    }
    return static_cast<int>(sent);
  }
  return 0;
}

/** Lets what was queued leave. */
void Wire::pump() {
  obey();
  while (state_ == State::UP && queued_ > 0 && !stalled()) {
    const int sent = sendQueued();
    if (sent < 0) {
      state_ = State::RST;
      queued_ = 0;
    } else if (sent == 0) {
      break;
    }
  }
}

int Wire::send(void* wire, const unsigned char* bytes, size_t size) {
  Wire* self = static_cast<Wire*>(wire);
  self->pump();
  if (self->state_ == State::RST) {
    return MBEDTLS_ERR_NET_CONN_RESET;
  }
  const size_t taken = std::min(size, SEND_BUFFER - self->queued_);
  if (taken == 0) {
    return MBEDTLS_ERR_SSL_WANT_WRITE;
  }
  memcpy(self->queue_ + self->queued_, bytes, taken);
  self->queued_ += taken;
  if (self->state_ == State::FIN) {
    // The first packet after a FIN is answered by a reset.
    self->state_ = State::RST;
  }
  self->pump();
  return static_cast<int>(taken);
}

int Wire::receive(void* wire, unsigned char* into, size_t room) {
  Wire* self = static_cast<Wire*>(wire);
  self->pump();
  if (self->state_ == State::RST) {
    return MBEDTLS_ERR_NET_CONN_RESET;
  }
  if (self->state_ == State::FIN) {
    return 0;
  }
  if (self->stalled()) {
    return MBEDTLS_ERR_SSL_WANT_READ;
  }
  const size_t most =
      std::min({room, self->allowance(&self->downTokens_), beforeCut(world->cutDown, room)});
  if (most == 0) {
    return MBEDTLS_ERR_SSL_WANT_READ;
  }
  const ssize_t n = ::recv(self->socket_, into, most, MSG_DONTWAIT);
  if (n < 0) {
    return errno == EAGAIN || errno == EWOULDBLOCK ? MBEDTLS_ERR_SSL_WANT_READ
                                                   : MBEDTLS_ERR_NET_CONN_RESET;
  }
  self->downTokens_ -= n;
  world->bytesDown += static_cast<uint64_t>(n);
  if (passed(world->cutDown, static_cast<size_t>(n))) {
    self->breakNow(static_cast<Cut>(world->cutKind.load()));
  }
  return static_cast<int>(n);
}

ssize_t Wire::peek(void* into, size_t room) {
  pump();
  if (state_ == State::FIN) {
    return 0;
  }
  if (state_ == State::RST) {
    errno = ECONNRESET;
    return -1;
  }
  if (stalled()) {
    errno = EWOULDBLOCK;
    return -1;
  }
  return ::recv(socket_, into, room, MSG_PEEK | MSG_DONTWAIT);
}

void Wire::close() {
  if (socket_ < 0) {
    return;
  }
  if (state_ == State::UP && !stalled()) {
    pump();
  }
  openWire = nullptr;
  if (state_ == State::SILENT || (state_ == State::UP && stalled())) {
    keepGhost(socket_);
  } else {
    ::close(socket_);
  }
  socket_ = -1;
  queued_ = 0;
}

}  // namespace host
