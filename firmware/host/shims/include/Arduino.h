#pragma once

// Arduino-ESP32 core 3.0.4 for the XIAO ESP32S3, as far as the sketch uses it. What is not here
// does not compile.

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>

#include "Client.h"
#include "Esp.h"
#include "HWCDC.h"
#include "IPAddress.h"
#include "Print.h"
#include "Stream.h"
#include "WString.h"
#include "esp_arduino_version.h"
#include "esp_err.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sdkconfig.h"

#ifndef ARDUINO
#define ARDUINO 10812
#endif
#define ARDUINO_ARCH_ESP32 1
#define ESP32 1
#define ARDUINO_XIAO_ESP32S3 1
#define ARDUINO_BOARD "XIAO_ESP32S3"
#define ARDUINO_USB_MODE 1
#define ARDUINO_USB_CDC_ON_BOOT 1
#define ARDUINO_RUNNING_CORE 1
#define BOARD_HAS_PSRAM 1

#define LOW 0x0
#define HIGH 0x1
#define INPUT 0x01
#define OUTPUT 0x03
#define PULLUP 0x04
#define INPUT_PULLUP 0x05
#define DISABLED 0x00
#define DEFAULT 1
#define LED_BUILTIN 21
#define PROGMEM
#define PSTR(text) (text)
#define IRAM_ATTR
#define RTC_DATA_ATTR
#define ARDUINO_ISR_ATTR

typedef bool boolean;
typedef uint8_t byte;
typedef uint32_t touch_value_t;

static const uint8_t SS = 44;
static const uint8_t MOSI = 9;
static const uint8_t MISO = 8;
static const uint8_t SCK = 7;
static const uint8_t T4 = 4;

using std::max;
using std::min;

unsigned long millis();
unsigned long micros();
void delay(uint32_t millis);
void delayMicroseconds(uint32_t micros);
void yield();

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t value);
int digitalRead(uint8_t pin);
touch_value_t touchRead(uint8_t pin);

bool psramFound();
bool psramInit();
void* ps_malloc(size_t size);
void* ps_calloc(size_t count, size_t size);

long random(long below);
long random(long least, long below);
void randomSeed(unsigned long seed);

void enableLoopWDT();
void disableLoopWDT();
void feedLoopWDT();

// The stack of loop() is the host's own.
#define SET_LOOP_TASK_STACK_SIZE(size) static_assert((size) > 0, "a stack")

#define log_v(...) ((void)0)
#define log_d(...) ((void)0)
#define log_i(...) ((void)0)
#define log_w(...) ((void)0)
#define log_e(...) ((void)0)

void setup();
void loop();
