#include "Heap.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mutex>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

namespace host {
namespace {

// What a thread does before it runs the sketch is the host's.
thread_local Owner owner = Owner::HOST;
std::atomic<bool> counting{false};

/** The names of the functions that are under way, the innermost first, without the allocator's. */
void nameStack(char* into, size_t room) {
  void* frames[24];
  const int count = backtrace(frames, 24);
  size_t used = 0;
  into[0] = 0;
  for (int i = 0; i < count && used < room; i++) {
    Dl_info info;
    if (dladdr(frames[i], &info) == 0 || info.dli_sname == nullptr ||
        strstr(info.dli_sname, "alloc") != nullptr || strncmp(info.dli_sname, "_Znw", 4) == 0) {
      continue;
    }
    int status = -1;
    char* plain = abi::__cxa_demangle(info.dli_sname, nullptr, nullptr, &status);
    const char* name = status == 0 ? plain : info.dli_sname;
    const int n = snprintf(into + used, room - used, "%s%.120s", used == 0 ? "" : " < ", name);
    used += n > 0 ? static_cast<size_t>(n) : 0;
    free(plain);
  }
}

/** Where our own code has allocated: each place once, as far as there is room. */
void keepStack() {
  constexpr uint32_t MOST = sizeof(world->stack) / sizeof(world->stack)[0];
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  if (world->stacks >= MOST) {
    return;
  }
  char* into = world->stack[world->stacks];
  nameStack(into, sizeof(world->stack)[0]);
  for (uint32_t i = 0; i < world->stacks; i++) {
    if (strcmp(world->stack[i], into) == 0) {
      return;
    }
  }
  world->stacks++;
}

void allocated() {
  if (!counting.load(std::memory_order_relaxed) || owner == Owner::HOST) {
    return;
  }
  world->allocations[static_cast<size_t>(owner)].fetch_add(1, std::memory_order_relaxed);
  if (owner == Owner::OURS) {
    Inside inside(Owner::HOST);
    keepStack();
  }
}

}  // namespace

Inside::Inside(Owner next) : before_(owner) {
  if (owner != Owner::HOST) {
    owner = next;
  }
}

Inside::~Inside() { owner = before_; }

AsSketch::AsSketch() : before_(owner) { owner = Owner::OURS; }

AsSketch::~AsSketch() { owner = before_; }

void countAllocations() { counting = true; }

void warmUpStacks() {
  void* frames[4];
  backtrace(frames, 4);
}

}  // namespace host

#ifdef WITH_ASAN

extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, size_t),
                                                         void (*)(const volatile void*));

extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }

namespace {
struct Hooks {
  Hooks() {
    __sanitizer_install_malloc_and_free_hooks(
        [](const volatile void*, size_t) { host::allocated(); }, [](const volatile void*) {});
  }
} hooks;
}  // namespace

#else

// In place of the C library's, for the whole process; the C library keeps its own under other
// names.
extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);

void* malloc(size_t size) {
  host::allocated();
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  host::allocated();
  return __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
  host::allocated();
  return __libc_realloc(memory, size);
}

void free(void* memory) { __libc_free(memory); }

void* memalign(size_t alignment, size_t size) {
  host::allocated();
  return __libc_memalign(alignment, size);
}

void* aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, size_t alignment, size_t size) {
  *memory = memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}
}

#endif
