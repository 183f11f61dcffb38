#pragma once

namespace camrelay {

class Firmware;

/** The task that all of the network and the card belong to. */
class NetworkTask {
 public:
  explicit NetworkTask(Firmware& firmware) : firmware_(firmware) {}

  /** At the end of setup(). @return false if there is no memory for its stack */
  bool start();

 private:
  static void run(void* task);

  Firmware& firmware_;
};

}  // namespace camrelay
