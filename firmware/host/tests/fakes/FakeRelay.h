#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "../MessageOf.h"
#include "MessageReader.h"
#include "MessageWriter.h"
#include "Transport.h"

namespace camrelay {

/** A relay that is always at home, at the other end of a transport: stores, and answers "a gate".
 */
class FakeRelay : public Transport {
 public:
  struct Photo {
    CaptureBegin begin;
    std::string question;
    std::string frame;
  };

  FakeRelay() : buffer_(MessageReader::BUFFER), reader_(Sender::DEVICE, buffer_.data()) {}

  LinkFault network() override { return wifiFault; }

  Opened open() override {
    opens++;
    if (openFault != LinkFault::NONE) {
      return Opened{openFault, 0, 0, 0};
    }
    isOpen = true;
    reader_.reset();
    down_.clear();
    return Opened{LinkFault::NONE, 0, 3, 40};
  }

  size_t write(const uint8_t* bytes, size_t size) override {
    if (!isOpen) {
      return 0;
    }
    const uint8_t* at = bytes;
    size_t left = size;
    Message message;
    while (reader_.read(&at, &left, &message) == MessageReader::Result::MESSAGE) {
      hear(message);
    }
    return size;
  }

  int32_t read(uint8_t* into, size_t room) override {
    if (!isOpen) {
      return -1;
    }
    size_t size = 0;
    for (; size < room && !down_.empty(); size++) {
      into[size] = down_.front();
      down_.pop_front();
    }
    return static_cast<int32_t>(size);
  }

  void close() override { isOpen = false; }
  int8_t rssi() override { return -60; }
  void wifi(const char* name, const char* password) override {
    wifiName = name;
    wifiPassword = password;
  }
  void relay(const char* itsHost, uint16_t itsPort) override {
    host = itsHost;
    port = itsPort;
  }
  void describe(char* into, size_t room) override { snprintf(into, room, "a network"); }

  /** Sends a message to the camera. */
  void say(const Message& message) {
    std::vector<uint8_t> bytes(MessageReader::BUFFER);
    const size_t size = MessageWriter::write(message, bytes.data(), bytes.size());
    down_.insert(down_.end(), bytes.begin(), bytes.begin() + static_cast<long>(size));
  }

  LinkFault wifiFault = LinkFault::NONE;
  LinkFault openFault = LinkFault::NONE;
  bool isOpen = false;
  /** Answers what it has stored. */
  bool answers = true;
  int opens = 0;
  std::string wifiName, wifiPassword, host;
  uint16_t port = 0;
  ProfileData profile = {1, 0, ProfileData::OWN_QUALITY, false, Text{"", 0}, Text{"", 0}};

  std::vector<std::string> tokens;
  std::vector<Photo> photos;
  std::vector<Ask> asks;
  std::vector<std::string> logLines;
  std::vector<Status> statuses;

 private:
  void hear(const Message& message) {
    switch (message.type) {
      case MessageType::HELLO:
        tokens.emplace_back(message.hello.token.data, message.hello.token.size);
        welcome(message.hello);
        break;
      case MessageType::CAPTURE_BEGIN: {
        const Text& question = message.captureBegin.question;
        photos.push_back({message.captureBegin, std::string(question.data, question.size), ""});
        byHandle_[message.handle] = photos.size() - 1;
        say(messageOf(MessageType::CAPTURE_ACCEPT, message.handle));
        break;
      }
      case MessageType::CAPTURE_DATA: {
        const Bytes& bytes = message.captureData.bytes;
        photos[byHandle_[message.handle]].frame.append(reinterpret_cast<const char*>(bytes.data),
                                                       bytes.size);
        break;
      }
      case MessageType::CAPTURE_END:
        store(message.handle, photos[byHandle_[message.handle]].begin.id);
        break;
      case MessageType::ASK:
        asks.push_back(message.ask);
        store(message.handle, message.ask.id);
        break;
      case MessageType::LOG:
        logLines.emplace_back(message.log.text.data, message.log.text.size);
        break;
      case MessageType::STATUS:
        statuses.push_back(message.status);
        break;
      default:
        break;
    }
  }

  void welcome(const Hello& hello) {
    Message message = messageOf(MessageType::WELCOME);
    message.welcome =
        Welcome{1700000000000, hello.heartbeat, hello.answerBuffer, 400000, 1, 4, profile};
    say(message);
  }

  void store(uint32_t handle, const CaptureId& id) {
    Message stored = messageOf(MessageType::CAPTURE_STORED, handle);
    stored.captureStored.promise = Promise::THIS_DISK;
    say(stored);
    if (!answers) {
      return;
    }
    Message begin = messageOf(MessageType::ANSWER_BEGIN, handle);
    begin.answerBegin.id = id;
    say(begin);
    static const char ANSWER[] = "a gate";
    Message text = messageOf(MessageType::ANSWER_TEXT, handle);
    text.answerText = AnswerText{1, 0, Bytes{reinterpret_cast<const uint8_t*>(ANSWER), 6}};
    say(text);
    Message end = messageOf(MessageType::ANSWER_END, handle);
    end.answerEnd = AnswerEnd{AnswerStatus::COMPLETE, 1, 6, 100, 2, 900};
    say(end);
  }

  std::vector<uint8_t> buffer_;
  MessageReader reader_;
  std::deque<uint8_t> down_;
  std::map<uint32_t, size_t> byHandle_;
};

}  // namespace camrelay
