#pragma once

#include "freertos/FreeRTOS.h"

struct tskTaskControlBlock;
typedef struct tskTaskControlBlock* TaskHandle_t;
typedef void (*TaskFunction_t)(void*);

/** Memory for a task that needs none of the heap. */
typedef struct {
  void* handle;
  uint8_t rest[336];
} StaticTask_t;

BaseType_t xTaskCreatePinnedToCore(TaskFunction_t code, const char* name, uint32_t stack,
                                   void* parameters, UBaseType_t priority, TaskHandle_t* task,
                                   BaseType_t core);
BaseType_t xTaskCreate(TaskFunction_t code, const char* name, uint32_t stack, void* parameters,
                       UBaseType_t priority, TaskHandle_t* task);
TaskHandle_t xTaskCreateStaticPinnedToCore(TaskFunction_t code, const char* name, uint32_t stack,
                                           void* parameters, UBaseType_t priority,
                                           StackType_t* stackMemory, StaticTask_t* taskMemory,
                                           BaseType_t core);
void vTaskDelete(TaskHandle_t task);
void vTaskDelay(TickType_t ticks);
BaseType_t xTaskDelayUntil(TickType_t* wokeAt, TickType_t ticks);
void vTaskDelayUntil(TickType_t* wokeAt, TickType_t ticks);
TickType_t xTaskGetTickCount();
TaskHandle_t xTaskGetCurrentTaskHandle();
const char* pcTaskGetName(TaskHandle_t task);
UBaseType_t uxTaskGetStackHighWaterMark(TaskHandle_t task);
uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks);
BaseType_t xTaskNotifyGive(TaskHandle_t task);
BaseType_t xPortGetCoreID();
void taskYIELD();
