#include "Diagnosis.h"

namespace camrelay {

namespace {

/** What the TLS library (mbedTLS) means by its numbers. */
struct TlsNumber {
  int32_t number;
  const char* meaning;
};

const TlsNumber TLS_NUMBERS[] = {
    {-0x0042, "no socket was left"},
    {-0x0044, "the relay could not be reached"},
    {-0x004C, "the connection died while it was read from"},
    {-0x004E, "the connection died while it was written to"},
    {-0x0050, "the other side reset the connection"},
    {-0x0052, "the relay's name is not known to the network"},
    {-0x2180, "a certificate cannot be read, most likely the CA in the sketch"},
    {-0x2700, "the relay's certificate was not accepted"},
    {-0x2780, "a certificate cannot be read, most likely the CA in the sketch"},
    {-0x6800, "the other side did not answer in time"},
    {-0x6880, "the connection does not take what is written"},
    {-0x6900, "the connection gives nothing to read"},
    {-0x6C00, "the TLS library has an error of its own"},
    {-0x7200, "what came is no TLS"},
    {-0x7280, "the other side closed the connection in the middle of the handshake"},
    {-0x7680, "the sketch holds no CA"},
    {-0x7700, "the handshake went on in an unexpected way"},
    {-0x7780, "the other side ended the handshake with an alert"},
    {-0x7880, "the other side closed the connection in order"},
    {-0x7F00, "there was no memory for the buffers of TLS"},
};

const char* const CA_CURE =
    "Run `camrelay device add NAME --replace --sketch DIR --force` and flash what it writes: it "
    "holds this relay's CA.";

Diagnosis ofWifi(LinkFault fault) {
  switch (fault) {
    case LinkFault::WIFI_NOT_SET:
      return {"WIFI_NOT_SET", "the camera does not know your Wi-Fi yet",
              "Type: wifi NAME PASSWORD (with quotes around a name that has blanks)."};
    case LinkFault::WIFI_JOINING:
      return {"WIFI_JOINING", "the camera is still joining the Wi-Fi",
              "Wait some seconds. If it stays, go closer to the router."};
    case LinkFault::WIFI_NOT_FOUND:
      return {
          "WIFI_NOT_FOUND", "no Wi-Fi of that name is heard",
          "Check the name (upper and lower case count), that it is a 2.4 GHz Wi-Fi, and that the "
          "antenna is plugged in; `wifi` shows the name that is used."};
    case LinkFault::WIFI_PASSWORD:
      return {"WIFI_PASSWORD", "the Wi-Fi does not take the password",
              "Type it once more: wifi NAME PASSWORD."};
    case LinkFault::WIFI_NO_ADDRESS:
      return {"WIFI_NO_ADDRESS", "the Wi-Fi is joined, and the router gives no address",
              "Start the router anew, or see whether its DHCP has addresses left."};
    default:
      return {"WIFI_LOST", "the Wi-Fi was there and is gone",
              "The camera joins again by itself, and photos wait. If it does not, go closer to the "
              "router."};
  }
}

Diagnosis ofRelay(LinkFault fault) {
  switch (fault) {
    case LinkFault::RELAY_NOT_SET:
      return {
          "RELAY_NOT_SET", "the sketch holds no relay, device name, token or CA",
          "Run `camrelay device add NAME --sketch DIR` on the relay and flash the folder that it "
          "writes."};
    case LinkFault::RELAY_NAME:
      return {"RELAY_NAME", "the network does not know the relay's name",
              "Type `relay` to see it, and `relay ADDRESS PORT` with the relay's address in its "
              "place."};
    case LinkFault::RELAY_REFUSED:
      return {"RELAY_REFUSED", "nobody listens on the relay's address and port",
              "Start the relay (`camrelay serve`), and compare its port with what `relay` shows."};
    default:
      return {"RELAY_TIMEOUT", "nothing at the relay's address answers",
              "Check the address with `relay`, that relay and camera are in one network (no guest "
              "Wi-Fi), and the relay's firewall."};
  }
}

Diagnosis ofTlsFault(LinkFault fault, int32_t number) {
  const char* meaning = Diagnosis::ofTls(number);
  switch (fault) {
    case LinkFault::TLS_MEMORY:
      return {
          "TLS_MEMORY", "no two unbroken blocks of 17 KB of memory are free for TLS",
          "Type `heap`; switch PSRAM on (Arduino IDE: Tools > PSRAM > OPI PSRAM), take out what "
          "you have added to the sketch, and type `reboot`."};
    case LinkFault::TLS_CERTIFICATE:
      return {
          "TLS_CERTIFICATE",
          "the relay's certificate is not signed by the CA in the sketch, or is for another name",
          CA_CURE};
    case LinkFault::TLS_ALERT:
      return {
          "TLS_ALERT", "the other side ended the handshake: no common TLS version or cipher",
          "The board speaks TLS 1.2. Let nothing that wants 1.3 alone (a proxy, a tunnel) stand "
          "between camera and relay, and check host and port with `relay`."};
    case LinkFault::TLS_NOT_SPOKEN:
      return {
          "TLS_NOT_SPOKEN", "what answers there does not speak TLS",
          "It is another program's port, such as the relay's console: compare what `relay` shows "
          "with the port that `camrelay serve` names."};
    case LinkFault::TLS_TIMEOUT:
      return {"TLS_TIMEOUT", "the handshake was not over in 15 s",
              "Is the Wi-Fi weak (`status` shows it), or is the relay's machine overloaded?"};
    default:
      return {"TLS_OTHER", meaning != nullptr ? meaning : "the TLS library has failed",
              "Look up the number in docs/firmware/messages.md; the camera tries again by itself."};
  }
}

}  // namespace

Diagnosis Diagnosis::of(LinkFault fault, int32_t number) {
  switch (fault) {
    case LinkFault::NONE:
      return {"NONE", "the link was closed", ""};
    case LinkFault::WIFI_NOT_SET:
    case LinkFault::WIFI_JOINING:
    case LinkFault::WIFI_NOT_FOUND:
    case LinkFault::WIFI_PASSWORD:
    case LinkFault::WIFI_NO_ADDRESS:
    case LinkFault::WIFI_LOST:
      return ofWifi(fault);
    case LinkFault::RELAY_NOT_SET:
    case LinkFault::RELAY_NAME:
    case LinkFault::RELAY_REFUSED:
    case LinkFault::RELAY_TIMEOUT:
      return ofRelay(fault);
    case LinkFault::TLS_MEMORY:
    case LinkFault::TLS_CERTIFICATE:
    case LinkFault::TLS_ALERT:
    case LinkFault::TLS_NOT_SPOKEN:
    case LinkFault::TLS_TIMEOUT:
    case LinkFault::TLS_OTHER:
      return ofTlsFault(fault, number);
    case LinkFault::CONNECTION_LOST:
      break;
  }
  const char* meaning = ofTls(number);
  return {"CONNECTION_LOST", meaning != nullptr ? meaning : "the connection broke",
          "The camera comes back by itself, and photos wait."};
}

Diagnosis Diagnosis::of(CameraFault fault) {
  switch (fault) {
    case CameraFault::NONE:
      break;
    case CameraFault::NO_PSRAM:
      return {"NO_PSRAM", "PSRAM is off, so that photos are small, and wait one at a time",
              "Arduino IDE: Tools > PSRAM > OPI PSRAM, then upload again; arduino-cli: the board "
              "is esp32:esp32:XIAO_ESP32S3:PSRAM=opi."};
    case CameraFault::NOT_FOUND:
      return {"NOT_FOUND", "no camera sensor answers",
              "Take the power off and press the camera's flat cable into its connector until it "
              "clicks; check CAMERA_BOARD in Settings.h."};
    case CameraFault::NO_FRAME:
      return {"NO_FRAME", "the camera gave no photo within 4 s",
              "Press again. If it stays, type `reboot`; then check cable and supply, and take a "
              "smaller frame size."};
    case CameraFault::STALE:
      return {"STALE", "the camera gave only photos from before the press",
              "Press again. If it stays, type `reboot`."};
    case CameraFault::BROKEN:
      return {
          "BROKEN", "the photo has no end: it did not fit the camera's buffer",
          "Press again; if it stays, let the relay's profile take a higher quality number (12 or "
          "more) or a smaller frame size."};
    case CameraFault::TOO_LARGE:
      return {"TOO_LARGE", "the photo is larger than a place in memory for photos that wait",
              "Set LARGEST_PHOTO in Settings.h higher, or let the relay's profile take a higher "
              "quality number (12 or more) or a smaller frame size."};
  }
  return {"NONE", "the camera is well", ""};
}

Diagnosis Diagnosis::of(Loss loss) {
  switch (loss) {
    case Loss::UNREADABLE:
      return {"UNREADABLE", "the photo cannot be read from the card any more",
              "Press again. Was the card pulled out? Else try another one."};
    case Loss::RECORD_BROKEN:
      return {"RECORD_BROKEN", "what the camera had written about the photo cannot be read",
              "Press again. If it comes back, check the card on a computer, or try another one."};
    case Loss::POWER_CUT:
      break;
  }
  return {"POWER_CUT", "the power went while the photo was written to the card",
          "Press again, and let the board run on for some seconds after a press."};
}

Diagnosis Diagnosis::of(Trouble trouble) {
  switch (trouble) {
    case Trouble::CARD_MISSING:
      return {
          "CARD_MISSING", "no SD card answers, so photos are not kept on one",
          "If you want it: FAT32, up to 32 GB, pushed in until it clicks. It is found without a "
          "restart."};
    case Trouble::CARD_FULL:
      return {"CARD_FULL", "the SD card is full, so no photo is kept on it",
              "Delete files from the card on a computer, or set KEEP_PHOTOS in Settings.h lower."};
    case Trouble::HEAP_BROKEN_UP:
      return {
          "HEAP_BROKEN_UP", "the memory is broken up: the next TLS session may find no block",
          "Switch PSRAM on if it is off, take out what you have added to the sketch (String, other "
          "TLS clients), and type `reboot`."};
    case Trouble::HEAP_SHRINKING:
      return {"HEAP_SHRINKING", "something takes memory and does not give it back",
              "Take out what you have added to the sketch; send the lines of `heap` and `log` with "
              "your report. `reboot` helps for a while."};
    case Trouble::WRITE_STALLS:
      return {
          "WRITE_STALLS", "the connection often takes only a part of what is written",
          "Nothing is lost, the rest is written again. Photos are slow: go closer to the router."};
    case Trouble::OUTBOX_FULL:
      return {"OUTBOX_FULL", "as many photos wait for the relay as there is room for",
              "Press again when the link is back. An SD card makes room for more, and so does a "
              "higher WAITING_PHOTOS in Settings.h."};
    case Trouble::NOT_KEPT:
      return {"NOT_KEPT", "the board's own storage (NVS) did not keep it",
              "It holds until the next restart. Arduino IDE: Tools > Erase All Flash Before Sketch "
              "Upload, then upload and set it again."};
    case Trouble::FRAME_SIZE_REFUSED:
      return {"FRAME_SIZE_REFUSED", "this board has no such frame size, so the one before stays",
              "Set the device's frame size on the relay to UXGA or smaller."};
    case Trouble::NO_MEMORY:
      break;
  }
  return {"NO_MEMORY", "there is too little memory to start",
          "Switch PSRAM on (Arduino IDE: Tools > PSRAM > OPI PSRAM), or set WAITING_PHOTOS and "
          "LARGEST_PHOTO in Settings.h lower."};
}

const char* Diagnosis::ofTls(int32_t number) {
  for (const TlsNumber& one : TLS_NUMBERS) {
    if (one.number == number) {
      return one.meaning;
    }
  }
  return nullptr;
}

}  // namespace camrelay
