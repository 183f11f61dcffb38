#pragma once

#include "World.h"

namespace host {

/** While it lives, this thread allocates for another owner. Each shim call that allocates has one.
 */
class Inside {
 public:
  explicit Inside(Owner owner);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  Owner before_;
};

/** While it lives, a thread of the host runs code of the sketch. */
class AsSketch {
 public:
  AsSketch();
  ~AsSketch();
  AsSketch(const AsSketch&) = delete;
  AsSketch& operator=(const AsSketch&) = delete;

 private:
  Owner before_;
};

/** From now on allocations count. */
void countAllocations();

/** Makes the finding of a stack ready, as that allocates by itself the first time. */
void warmUpStacks();

}  // namespace host
