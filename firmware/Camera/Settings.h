// Your camera's settings. `camrelay device add NAME --sketch FOLDER` writes this file ready to use;
// then only the Wi-Fi is missing, and that can also be typed on the serial monitor:
//
//     wifi NAME PASSWORD
//
// What is typed there is kept on the board and comes before what stands here.
//
// This file holds the camera's secret token. Do not publish it.

// ---- Your Wi-Fi: 2.4 GHz, the board knows no other. Empty: typed on the serial monitor.

#define WIFI_NAME ""
#define WIFI_PASSWORD ""

// ---- Your relay. `device add --sketch` fills these in.

// Where it is: an address such as "192.168.1.20", or a name.
#define RELAY_HOST ""
#define RELAY_PORT 8443

// The name that the relay's certificate is checked for, wherever the relay is.
#define RELAY_NAME "camrelay"

// The certificate of the relay's own authority, by which the camera knows its relay.
#define RELAY_CA ""

// Who this camera is, and the secret that proves it.
#define DEVICE_NAME ""
#define DEVICE_TOKEN ""

// ---- Your board: XIAO_ESP32S3_SENSE, ESP32S3_EYE, FREENOVE_ESP32S3 or ESP32_CAM.

#define CAMERA_BOARD XIAO_ESP32S3_SENSE

// ---- The press.

// The pad's reading from which on it counts as touched. 0: measured at every start; do not touch
// the pad then. The command `touch` shows the readings.
#define TOUCH_THRESHOLD 0

// How long a touch must last to be a press, in milliseconds.
#define HOLD_MILLIS 500

// Another pin for the pad (a GPIO number). -1: the board's own, GPIO4 (D3) on the XIAO.
#define TOUCH_PIN -1

// ---- The SD card. It may be missing.

// How many photos are kept on it, in /pictures; the oldest go first. 0: none.
#define KEEP_PHOTOS 500

// Another chip select pin (a GPIO number). -1: the board's own, GPIO21 on the XIAO.
#define CARD_SELECT_PIN -1

// ---- Seldom changed.

// Photos that can wait in memory for the relay, 1 to 16, and the largest one in bytes. Each place
// takes so many bytes of PSRAM.
#define WAITING_PHOTOS 8
#define LARGEST_PHOTO 384000

// How soon a dead link is noticed, in seconds: after 2.5 times as many. 1 to 3600.
#define HEARTBEAT_SECONDS 30
