// Tasks as threads, the watchdog, and the little of FreeRTOS that the sketch uses.

#include "freertos/FreeRTOS.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "Heap.h"
#include "World.h"
#include "esp_task_wdt.h"
#include "freertos/semphr.h"
#include "freertos/task.h"

struct tskTaskControlBlock {
  char name[17] = "loopTask";
  TaskFunction_t code = nullptr;
  void* parameters = nullptr;
  std::mutex mutex;
  std::condition_variable notified;
  uint32_t notifications = 0;
  // Watched by the watchdog; when it was fed last, in ms since the start.
  std::atomic<bool> watched{false};
  std::atomic<int64_t> fedAt{0};
};

struct QueueDefinition {
  std::timed_mutex mutex;
};

namespace {

constexpr int TASKS = 8;

tskTaskControlBlock tasks[TASKS];
std::atomic<int> taskCount{1};  // the first is the loop task's
thread_local TaskHandle_t current = &tasks[0];

std::chrono::nanoseconds wall(TickType_t ticks) {
  return std::chrono::nanoseconds(static_cast<int64_t>(ticks * 1e6 / host::settings.speed));
}

void* run(void* task) {
  current = static_cast<TaskHandle_t>(task);
  pthread_setname_np(pthread_self(), current->name);
  host::AsSketch sketch;
  current->code(current->parameters);
  host::abuse("task %s returned; a task ends with vTaskDelete(NULL)", current->name);
}

// The watchdog.
constexpr int64_t LEAST_WALL_MILLIS = 10000;
std::atomic<int64_t> watchdogMillis{5000};

void watchTasks() {
  for (;;) {
    host::Inside inside(host::Owner::HOST);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    // A busy machine is no hanging task: it has some seconds of the wall's clock too.
    const int64_t allowed = std::max(
        watchdogMillis.load(), static_cast<int64_t>(LEAST_WALL_MILLIS * host::settings.speed));
    for (tskTaskControlBlock& task : tasks) {
      if (task.watched && host::bootMillis() - task.fedAt > allowed) {
        host::abuse("the watchdog bit: task %s has not fed it for %lld ms", task.name,
                    static_cast<long long>(host::bootMillis() - task.fedAt));
      }
    }
  }
}

void watch(TaskHandle_t task) {
  static std::once_flag once;
  std::call_once(once, [] { std::thread(watchTasks).detach(); });
  task->fedAt = host::bootMillis();
  task->watched = true;
}

TaskHandle_t named(TaskHandle_t task) { return task == nullptr ? current : task; }

}  // namespace

BaseType_t xTaskCreatePinnedToCore(TaskFunction_t code, const char* name, uint32_t stack,
                                   void* parameters, UBaseType_t priority, TaskHandle_t* task,
                                   BaseType_t) {
  if (stack < 1024 || priority >= configMAX_PRIORITIES) {
    host::abuse("task %s with a stack of %u bytes (bytes, not words) and priority %u", name, stack,
                priority);
  }
  const int index = taskCount.fetch_add(1);
  if (index >= TASKS) {
    host::abuse("more than %d tasks", TASKS);
  }
  tskTaskControlBlock& made = tasks[index];
  strncpy(made.name, name, sizeof(made.name) - 1);
  made.name[strnlen(name, 15)] = 0;
  made.code = code;
  made.parameters = parameters;
  if (task != nullptr) {
    *task = &made;
  }
  pthread_t thread;
  if (pthread_create(&thread, nullptr, run, &made) != 0) {
    return pdFAIL;
  }
  pthread_detach(thread);
  return pdPASS;
}

BaseType_t xTaskCreate(TaskFunction_t code, const char* name, uint32_t stack, void* parameters,
                       UBaseType_t priority, TaskHandle_t* task) {
  return xTaskCreatePinnedToCore(code, name, stack, parameters, priority, task, tskNO_AFFINITY);
}

TaskHandle_t xTaskCreateStaticPinnedToCore(TaskFunction_t code, const char* name, uint32_t stack,
                                           void* parameters, UBaseType_t priority, StackType_t*,
                                           StaticTask_t*, BaseType_t core) {
  TaskHandle_t task = nullptr;
  xTaskCreatePinnedToCore(code, name, stack, parameters, priority, &task, core);
  return task;
}

void vTaskDelete(TaskHandle_t task) {
  if (task != nullptr && task != current) {
    host::abuse("vTaskDelete of another task is not shimmed");
  }
  current->watched = false;
  pthread_exit(nullptr);
}

void vTaskDelay(TickType_t ticks) {
  if (ticks == 0) {
    sched_yield();
  }
  host::pause(ticks);
}

BaseType_t xTaskDelayUntil(TickType_t* wokeAt, TickType_t ticks) {
  *wokeAt += ticks;
  const int32_t left = static_cast<int32_t>(*wokeAt - xTaskGetTickCount());
  host::pause(left);
  return left > 0 ? pdTRUE : pdFALSE;
}

void vTaskDelayUntil(TickType_t* wokeAt, TickType_t ticks) { xTaskDelayUntil(wokeAt, ticks); }

TickType_t xTaskGetTickCount() { return static_cast<TickType_t>(host::bootMillis()); }

TaskHandle_t xTaskGetCurrentTaskHandle() { return current; }

const char* pcTaskGetName(TaskHandle_t task) { return named(task)->name; }

UBaseType_t uxTaskGetStackHighWaterMark(TaskHandle_t) {
  host::abuse(
      "uxTaskGetStackHighWaterMark is not shimmed: a Linux stack says nothing of a board's");
}

uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks) {
  std::unique_lock<std::mutex> lock(current->mutex);
  const TaskHandle_t task = current;
  const auto there = [task] { return task->notifications > 0; };
  if (ticks == portMAX_DELAY) {
    task->notified.wait(lock, there);
  } else {
    task->notified.wait_for(lock, wall(ticks), there);
  }
  const uint32_t count = task->notifications;
  task->notifications = clear != pdFALSE || count == 0 ? 0 : count - 1;
  return count;
}

BaseType_t xTaskNotifyGive(TaskHandle_t task) {
  {
    std::lock_guard<std::mutex> lock(task->mutex);
    task->notifications++;
  }
  task->notified.notify_one();
  return pdPASS;
}

BaseType_t xPortGetCoreID() { return 1; }

void taskYIELD() { sched_yield(); }

SemaphoreHandle_t xSemaphoreCreateMutex() { return new QueueDefinition; }

SemaphoreHandle_t xSemaphoreCreateBinary() {
  host::abuse("xSemaphoreCreateBinary is not shimmed; a task is woken by xTaskNotifyGive");
}

BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks) {
  if (ticks == portMAX_DELAY) {
    semaphore->mutex.lock();
    return pdTRUE;
  }
  return semaphore->mutex.try_lock_for(wall(ticks)) ? pdTRUE : pdFALSE;
}

BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore) {
  semaphore->mutex.unlock();
  return pdTRUE;
}

void vSemaphoreDelete(SemaphoreHandle_t semaphore) { delete semaphore; }

esp_err_t esp_task_wdt_init(const esp_task_wdt_config_t*) {
  return ESP_ERR_INVALID_STATE;  // it runs already; esp_task_wdt_reconfigure is what works
}

esp_err_t esp_task_wdt_reconfigure(const esp_task_wdt_config_t* config) {
  watchdogMillis = config->timeout_ms;
  return ESP_OK;
}

esp_err_t esp_task_wdt_add(TaskHandle_t task) {
  watch(named(task));
  return ESP_OK;
}

esp_err_t esp_task_wdt_delete(TaskHandle_t task) {
  named(task)->watched = false;
  return ESP_OK;
}

esp_err_t esp_task_wdt_reset() {
  if (!current->watched) {
    return ESP_ERR_NOT_FOUND;
  }
  current->fedAt = host::bootMillis();
  return ESP_OK;
}

esp_err_t esp_task_wdt_status(TaskHandle_t task) {
  return named(task)->watched ? ESP_OK : ESP_ERR_NOT_FOUND;
}
