#include "LoopSide.h"

#include <string.h>

#include "Crc32.h"
#include "Firmware.h"

namespace camrelay {

namespace {

/** A button bounces, and nobody leans on one by chance. */
constexpr uint16_t BUTTON_HOLD_MILLIS = 60;

/** Whether the next frame may be a good one. */
bool mayPass(CameraFault fault) {
  return fault != CameraFault::NONE && fault != CameraFault::NOT_FOUND;
}

Touch touchOf(const Settings& settings, TouchReader& reader) {
  const uint16_t hold = reader.button() ? BUTTON_HOLD_MILLIS : settings.holdMillis;
  return Touch(settings.touchThreshold, hold, reader.falls(), reader.button());
}

}  // namespace

LoopSide::LoopSide(const Settings& settings, const Parts& parts, Slots& slots, Exchange& exchange,
                   LineRing& lines, LineRing& networkLines, LogSink& log)
    : settings_(settings),
      parts_(parts),
      slots_(slots),
      exchange_(exchange),
      touch_(touchOf(settings, parts.touch)),
      monitor_(parts.clock, lines, log),
      printer_(parts.console, lines, networkLines),
      last_(),
      anyPhoto_(false),
      flash_(false),
      calibrationTold_(false),
      touchAt_(0) {}

void LoopSide::begin() {
  if (!numbers_.begin(parts_.memory, parts_.clock)) {
    monitor_.report(LogLevel::ERROR, "board", Diagnosis::of(Trouble::NOT_KEPT));
  }
}

void LoopSide::use(const ProfileData& profile) {
  flash_ = profile.flash;
  if (parts_.camera.ready() && !parts_.camera.apply(profile.frameSize, profile.quality)) {
    monitor_.frameSizeRefused(profile.frameSize);
  }
}

void LoopSide::tellBoot(BootReport* report) {
  Board& board = parts_.board;
  report->firmware = Firmware::NAME;
  report->board = board.name();
  report->device = settings_.device;
  report->reset = board.resetReason();
  report->freeHeap = board.freeHeap();
  report->largestBlock = board.largestBlock();
  report->freePsram = board.freePsram();
  report->sensor = parts_.camera.sensor();
  report->button = parts_.touch.button();
  report->touchThreshold = touch_.calibrated() ? touch_.threshold() : 0;
  report->touchBaseline = touch_.calibrated() ? touch_.baseline() : 0;
  monitor_.boot(*report);
  printer_.step();
}

void LoopSide::noMemory() {
  monitor_.report(LogLevel::ERROR, "board", Diagnosis::of(Trouble::NO_MEMORY));
  printer_.step();
}

uint32_t LoopSide::step() {
  const int64_t now = parts_.clock.millis();
  if (now >= touchAt_) {
    touchAt_ = now + TOUCH_EVERY_MILLIS;
    pollTouch(now);
  }
  readConsole();
  takeOrder();
  return printer_.step() ? 0 : TURN_MILLIS;
}

void LoopSide::pollTouch(int64_t now) {
  const uint32_t reading = parts_.touch.read();
  const bool pressed = touch_.poll(reading, now);
  if (!calibrationTold_ && touch_.calibrated() && !parts_.touch.button()) {
    calibrationTold_ = true;
    monitor_.touchCalibrated(touch_.threshold(), touch_.baseline());
  }
  if (touch_.stuck()) {
    calibrationTold_ = false;
    monitor_.touchStuck(parts_.touch.button());
  }
  if (pressed) {
    const Trigger trigger = parts_.touch.button() ? Trigger::BUTTON : Trigger::TOUCH;
    monitor_.touched(reading, trigger);
    printer_.step();  // at once, however long the photo takes
    shoot(trigger, Text{"", 0}, now);
  }
}

void LoopSide::readConsole() {
  for (uint16_t i = 0; i < CHARACTERS_A_TURN; i++) {
    const int typed = parts_.console.read();
    if (typed < 0) {
      return;
    }
    Command command;
    if (commands_.add(static_cast<char>(typed), &command)) {
      obey(command);
      commands_.clear();  // a password may be in it
      return;             // a pasted list of commands must not keep a touch waiting
    }
  }
}

void LoopSide::obey(const Command& command) {
  switch (command.kind) {
    case CommandKind::HELP:
      monitor_.help();
      return;
    case CommandKind::SNAP:
      shoot(Trigger::SERIAL_LINE, command.question, parts_.clock.millis());
      return;
    case CommandKind::ASK:
      ask(command);
      return;
    case CommandKind::STATUS:
      tellStatus();
      request(Request::Kind::STATUS, command);
      return;
    case CommandKind::HEAP:
      monitor_.heap(FlightRecord{
          parts_.board.freeHeap(), parts_.board.largestBlock(), parts_.board.freePsram(),
          static_cast<uint32_t>(parts_.clock.millis() / 1000), Limits::UNKNOWN, Limits::UNKNOWN,
          Limits::UNKNOWN, 0, parts_.board.resetReason()});
      return;
    case CommandKind::WIFI:
      request(command.given ? Request::Kind::WIFI : Request::Kind::SHOW_WIFI, command);
      return;
    case CommandKind::RELAY:
      request(command.given ? Request::Kind::RELAY : Request::Kind::SHOW_RELAY, command);
      return;
    case CommandKind::TOUCH: {
      char line[Touch::DESCRIPTION];
      touch_.describe(line, sizeof(line));
      monitor_.say("touch", text(line));
      return;
    }
    case CommandKind::PHOTOS:
      request(Request::Kind::PHOTOS, command);
      return;
    case CommandKind::LOG:
      request(Request::Kind::LOG, command);
      return;
    case CommandKind::RECONNECT:
      request(Request::Kind::RECONNECT, command);
      return;
    case CommandKind::REBOOT:
      request(Request::Kind::REBOOT, command);
      return;
    case CommandKind::WRONG:
      monitor_.wrongCommand(command.trouble);
      return;
  }
}

void LoopSide::request(Request::Kind kind, const Command& command) {
  Request* const request = exchange_.requests.reserve();
  if (request == nullptr) {
    monitor_.say("board", "busy connecting; try again in some seconds");
    return;
  }
  request->kind = kind;
  request->name.set(kind == Request::Kind::RELAY ? command.host : command.name);
  request->password.set(command.password);
  request->port = command.port;
  exchange_.requests.push();
}

/** One a turn: a relay that wants photos without end must not keep a touch or a line waiting. */
void LoopSide::takeOrder() {
  Order* const order = exchange_.orders.front();
  if (order == nullptr) {
    return;
  }
  switch (order->kind) {
    case Order::Kind::PHOTO:
      monitor_.photoOrdered(order->trigger);
      shoot(order->trigger, order->question.view(), parts_.clock.millis());
      break;
    case Order::Kind::PROFILE: {
      const ProfileData profile = {order->version, order->intervalSeconds,  order->quality,
                                   order->flash,   order->frameSize.view(), order->question.view()};
      use(profile);
      monitor_.profileApplied(profile);
      break;
    }
  }
  exchange_.orders.pop();
}

void LoopSide::shoot(Trigger trigger, const Text& question, int64_t since) {
  Slot* const slot = slots_.reserve();
  if (slot == nullptr) {
    slots_.drop();
    monitor_.dropped(slots_.dropped());
    return;
  }
  if (flash_) {
    parts_.camera.flash(true);
  }
  CameraFault fault = fill(slot, trigger, question, since);
  for (uint8_t tries = 1; tries < TRIES && mayPass(fault); tries++) {
    monitor_.triesAgain(fault);
    printer_.step();
    fault = fill(slot, trigger, question, since);
  }
  parts_.camera.flash(false);
  if (fault != CameraFault::NONE) {
    monitor_.cameraFault(fault);
    slots_.giveBack(slot);
    return;
  }
  slots_.handOver(slot);
}

CameraFault LoopSide::fill(Slot* slot, Trigger trigger, const Text& question, int64_t since) {
  Frame frame;
  CameraFault fault = parts_.camera.take(since, &frame);
  if (fault == CameraFault::NONE && frame.size > slot->capacity) {
    fault = CameraFault::TOO_LARGE;
    parts_.camera.giveBack();
  }
  if (fault != CameraFault::NONE) {
    return fault;
  }
  memcpy(slot->bytes, frame.bytes, frame.size);
  parts_.camera.giveBack();
  slot->question.set(question);
  Shot& shot = slot->shot;
  shot.id = numbers_.next();
  shot.size = frame.size;
  shot.crc = Crc32::of(slot->bytes, frame.size);
  shot.takenAt = frame.takenAt;
  shot.takenAtKnown = true;
  shot.width = frame.width;
  shot.height = frame.height;
  shot.trigger = trigger;
  shot.urgency = trigger == Trigger::TIMER ? Urgency::LOW_ : Urgency::NORMAL;
  last_ = shot.id;
  anyPhoto_ = true;
  monitor_.photoTaken(shot.id, frame, static_cast<uint32_t>(parts_.clock.millis() - since),
                      question);
  return CameraFault::NONE;
}

void LoopSide::ask(const Command& command) {
  if (!anyPhoto_ && command.photo == 0) {
    monitor_.say("board",
                 "there is no photo since the board started; take one with `snap`, or name "
                 "an earlier one: ask NUMBER QUESTION");
    return;
  }
  Slot* const slot = slots_.reserveQuestion();
  if (slot == nullptr) {
    monitor_.say("board", "%u questions wait already; ask again when one is answered",
                 static_cast<unsigned>(Slots::QUESTIONS));
    return;
  }
  slot->question.set(command.question);
  Shot& shot = slot->shot;
  shot.id = numbers_.next();
  shot.parent = command.photo == 0 ? last_ : CaptureId{numbers_.epoch(), command.photo};
  shot.size = 0;
  shot.takenAt = parts_.clock.millis();
  shot.takenAtKnown = true;
  shot.trigger = Trigger::SERIAL_LINE;
  monitor_.questionTaken(shot.id, shot.parent, command.question);
  slots_.handOver(slot);
}

void LoopSide::tellStatus() {
  const int64_t seconds = parts_.clock.millis() / 1000;
  monitor_.say("board", "%s, %s, up %ld h %02d min, started by %s", parts_.board.name(),
               settings_.device, static_cast<long>(seconds / 3600),
               static_cast<int>(seconds / 60 % 60), word(parts_.board.resetReason()));
  monitor_.say("board", "%u of %u places for photos are free; %lu presses were lost",
               static_cast<unsigned>(slots_.unused()), static_cast<unsigned>(slots_.count()),
               static_cast<unsigned long>(slots_.dropped()));
}

}  // namespace camrelay
