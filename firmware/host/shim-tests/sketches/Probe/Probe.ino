// A sketch for camera-host's own tests: it says what it sees, and does what is typed.

#include <Preferences.h>
#include <SD.h>
#include <SPI.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <esp_camera.h>
#include <esp_system.h>

static Preferences memory;
static WiFiClientSecure client;
static bool touched = false;
static void* volatile waste = NULL;

static void network(void*) {
  while (WiFi.status() != WL_CONNECTED) {
    vTaskDelay(pdMS_TO_TICKS(100));
  }
  Serial.println("wifi up");
  vTaskDelete(NULL);
}

static void takePhoto() {
  camera_fb_t* frame = esp_camera_fb_get();
  if (frame == NULL) {
    Serial.println("[   0.000] photo 1   DROPPED, no frame");
    return;
  }
  Serial.printf("frame of %u bytes\n", static_cast<unsigned>(frame->len));
  File file = SD.open("/photo.jpg", FILE_WRITE);
  if (file) {
    Serial.printf("kept %u\n", static_cast<unsigned>(file.write(frame->buf, frame->len)));
    file.close();
  }
  esp_camera_fb_return(frame);
  Serial.println("[   0.000] photo 1   ANSWERED after 1 ms");
}

void setup() {
  Serial.begin(115200);
  memory.begin("probe");
  const uint32_t boots = memory.getUInt("boots") + 1;
  memory.putUInt("boots", boots);
  Serial.printf("boot %u, reason %d\n", static_cast<unsigned>(boots), esp_reset_reason());
  camera_config_t config = {};
  config.pin_xclk = 10;
  config.pin_sccb_sda = 40;
  config.pin_sccb_scl = 39;
  config.pin_d0 = 15;
  config.pin_d7 = 48;
  config.pin_vsync = 38;
  config.pin_href = 47;
  config.pin_pclk = 13;
  config.pixel_format = PIXFORMAT_JPEG;
  config.frame_size = FRAMESIZE_UXGA;
  config.jpeg_quality = 12;
  config.fb_count = 2;
  config.grab_mode = CAMERA_GRAB_LATEST;
  Serial.printf("camera 0x%x\n", esp_camera_init(&config));
  Serial.println(SD.begin(21) ? "card in" : "card out");
  WiFi.mode(WIFI_STA);
  WiFi.begin("home", "secret");
  xTaskCreatePinnedToCore(network, "network", 8192, NULL, 1, NULL, 1);
}

void loop() {
  const bool now = touchRead(T4) > 25000;
  if (now && !touched) {
    takePhoto();
  }
  touched = now;
  switch (Serial.read()) {
    case 'r':
      ESP.restart();
    case 'h':
      waste = malloc(10);
      Serial.println("allocated");
      break;
    case 's':
      client.stop();
      client.stop();
      break;
    default:
      break;
  }
  delay(10);
}
