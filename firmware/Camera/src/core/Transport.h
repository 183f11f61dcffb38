#pragma once

#include <stddef.h>
#include <stdint.h>

namespace camrelay {

/** Why there is no link. Each has a cause and a cure in the maker's words, see Diagnosis. */
enum class LinkFault : uint8_t {
  NONE,
  /** Nobody has typed a Wi-Fi name yet. */
  WIFI_NOT_SET,
  /** It is joining, and nothing has failed so far. */
  WIFI_JOINING,
  /** No access point with that name is heard. */
  WIFI_NOT_FOUND,
  /** The access point does not take the password. */
  WIFI_PASSWORD,
  /** Joined, and no address came from the router. */
  WIFI_NO_ADDRESS,
  /** Was up, and is lost. */
  WIFI_LOST,
  /** The sketch holds no relay, device, token or CA: it did not come from `device add --sketch`. */
  RELAY_NOT_SET,
  /** The relay's name is not known to the network. */
  RELAY_NAME,
  /** Nobody listens on that address and port. */
  RELAY_REFUSED,
  /** No answer from that address. */
  RELAY_TIMEOUT,
  /** Too little unbroken internal memory for a TLS session. */
  TLS_MEMORY,
  /** Another CA than the sketch's has signed the certificate, or for another name. */
  TLS_CERTIFICATE,
  /** The other side ended the handshake: no common version or cipher, or it is no relay. */
  TLS_ALERT,
  /** What answers does not speak TLS. */
  TLS_NOT_SPOKEN,
  /** The handshake took longer than its bound. */
  TLS_TIMEOUT,
  /** Any other error of the TLS library; the number says which. */
  TLS_OTHER,
  /** The connection broke. */
  CONNECTION_LOST,
};

/**
 * Wi-Fi and one TLS connection over it. Belongs to the network task: no call comes from another
 * one.
 */
class Transport {
 public:
  /** Bytes of a Wi-Fi's name. */
  static constexpr uint16_t MAX_WIFI_NAME = 32;
  /** Bytes of its password: 8 to 63 characters, or the 64 digits of a key. */
  static constexpr uint16_t MAX_WIFI_PASSWORD = 64;
  /** Bytes of a DNS name or an address. */
  static constexpr uint16_t MAX_HOST = 253;

  /** How open() went. */
  struct Opened {
    /** NONE: the link is up. */
    LinkFault fault;
    /** The TLS library's or the network's own number, negative; 0 where there is none. */
    int32_t number;
    uint32_t connectMillis;
    uint32_t handshakeMillis;
  };

  virtual ~Transport() = default;

  /**
   * Joins the Wi-Fi where it is not joined and keeps at it. Never waits; is called often.
   *
   * @return NONE while there is an address
   */
  virtual LinkFault network() = 0;

  /**
   * Connects, and checks the relay's certificate. Waits up to the bounds of the settings (10 s for
   * TCP and 15 s for the handshake). An open connection is closed before.
   */
  virtual Opened open() = 0;

  /**
   * Writes some of the bytes; may take less than it is given, and may wait for seconds.
   *
   * @param size 1 or more
   * @return how many were taken; 0: the connection is over
   */
  virtual size_t write(const uint8_t* bytes, size_t size) = 0;

  /**
   * Reads what has come, without waiting.
   *
   * @return how many bytes; 0: none for now; negative: the connection is over
   */
  virtual int32_t read(uint8_t* into, size_t room) = 0;

  /** Ends the connection, where there is one. May be called again. */
  virtual void close() = 0;

  /** Signal strength in dBm, -127 to -1; 0: not known. */
  virtual int8_t rssi() = 0;

  /**
   * The Wi-Fi's name and password from now on; joins anew where they have changed. Copied, and cut
   * at their bounds.
   */
  virtual void wifi(const char* name, const char* password) = 0;

  /** Where the relay is from the next open() on. Copied, and cut at MAX_HOST. */
  virtual void relay(const char* host, uint16_t port) = 0;

  /** One line about the network for the maker: name, address, signal. 0-ended. */
  virtual void describe(char* into, size_t room) = 0;
};

}  // namespace camrelay
