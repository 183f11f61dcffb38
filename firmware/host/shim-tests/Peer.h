#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

/** A folder of its own for one run of the tests, with certificates that openssl has made. */
class Certificates {
 public:
  static const Certificates& get();
  /** The CA, in PEM. */
  const std::string& ca() const { return ca_; }
  const std::string& otherCa() const { return otherCa_; }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  const std::string& folder() const { return folder_; }

 private:
  Certificates();
  std::string folder_, ca_, otherCa_;
};

/** `openssl s_server` on a port of its own: what it receives can be read, and it says what it is
 * told. */
class Peer {
 public:
  /** @param certificate "camrelay", "expired" or "other-name" */
  explicit Peer(const std::string& certificate = "camrelay", std::vector<std::string> options = {});
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  uint16_t port() const { return port_; }
  void say(const std::string& text);
  /** Whether this comes, beside what the server says of itself; waits for some seconds. */
  bool hears(const std::string& text);
  /** Ends the server as it stands. */
  void kill();
  /** It does nothing more, until the end. */
  void freeze();

 private:
  bool readSome();

  pid_t process_ = -1;
  int in_ = -1, out_ = -1;
  uint16_t port_ = 0;
  std::string heard_;
};
