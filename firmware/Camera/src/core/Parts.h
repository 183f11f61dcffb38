#pragma once

#include "Board.h"
#include "Camera.h"
#include "Clock.h"
#include "Console.h"
#include "Storage.h"
#include "TouchReader.h"
#include "Transport.h"

namespace camrelay {

/** The parts of a board, behind their interfaces. They live as long as the firmware. */
struct Parts {
  Board& board;
  Clock& clock;
  Transport& transport;
  Camera& camera;
  Memory& memory;
  Card& card;
  Console& console;
  TouchReader& touch;
};

}  // namespace camrelay
