#pragma once

#include <stddef.h>

#include <functional>

/** A board that has started, joined the Wi-Fi, and has nothing wrong with it. */
class Started {
 public:
  Started();
};

/** Whether this, done in a process of its own, ends by the shims' abort. */
bool aborts(const std::function<void()>& what);
