#pragma once

#include <stdint.h>

typedef enum {
  OV7725_PID = 0x77,
  OV2640_PID = 0x26,
  OV3660_PID = 0x3660,
  OV5640_PID = 0x5640,
} camera_pid_t;

typedef enum {
  PIXFORMAT_RGB565,
  PIXFORMAT_YUV422,
  PIXFORMAT_YUV420,
  PIXFORMAT_GRAYSCALE,
  PIXFORMAT_JPEG,
} pixformat_t;

// Numbered as in core 3.0.4; newer drivers have put others between them.
typedef enum {
  FRAMESIZE_96X96,
  FRAMESIZE_QQVGA,
  FRAMESIZE_QCIF,
  FRAMESIZE_HQVGA,
  FRAMESIZE_240X240,
  FRAMESIZE_QVGA,
  FRAMESIZE_CIF,
  FRAMESIZE_HVGA,
  FRAMESIZE_VGA,
  FRAMESIZE_SVGA,
  FRAMESIZE_XGA,
  FRAMESIZE_HD,
  FRAMESIZE_SXGA,
  FRAMESIZE_UXGA,
  FRAMESIZE_FHD,
  FRAMESIZE_P_HD,
  FRAMESIZE_P_3MP,
  FRAMESIZE_QXGA,
  FRAMESIZE_QHD,
  FRAMESIZE_WQXGA,
  FRAMESIZE_P_FHD,
  FRAMESIZE_QSXGA,
  FRAMESIZE_INVALID
} framesize_t;

typedef struct {
  uint16_t width;
  uint16_t height;
} resolution_info_t;

extern const resolution_info_t resolution[];

typedef struct {
  uint8_t MIDH;
  uint8_t MIDL;
  uint16_t PID;
  uint8_t VER;
} sensor_id_t;

typedef struct {
  const char* name;
  camera_pid_t pid;
  framesize_t max_size;
  bool support_jpeg;
} camera_sensor_info_t;

typedef struct {
  framesize_t framesize;
  uint8_t quality;
  int8_t brightness;
  int8_t contrast;
  int8_t saturation;
  uint8_t hmirror;
  uint8_t vflip;
} camera_status_t;

typedef struct _sensor sensor_t;
struct _sensor {
  sensor_id_t id;
  uint8_t slv_addr;
  pixformat_t pixformat;
  camera_status_t status;
  int xclk_freq_hz;

  int (*set_framesize)(sensor_t* sensor, framesize_t framesize);
  int (*set_quality)(sensor_t* sensor, int quality);
  int (*set_contrast)(sensor_t* sensor, int level);
  int (*set_brightness)(sensor_t* sensor, int level);
  int (*set_saturation)(sensor_t* sensor, int level);
  int (*set_hmirror)(sensor_t* sensor, int enable);
  int (*set_vflip)(sensor_t* sensor, int enable);
};

camera_sensor_info_t* esp_camera_sensor_get_info(sensor_id_t* id);
