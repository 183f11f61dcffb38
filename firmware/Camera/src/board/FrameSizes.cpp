#include "FrameSizes.h"

namespace camrelay {

namespace {

const FrameSize SIZES[] = {
    {"QQVGA", FRAMESIZE_QQVGA, 160, 120}, {"QCIF", FRAMESIZE_QCIF, 176, 144},
    {"HQVGA", FRAMESIZE_HQVGA, 240, 176}, {"240X240", FRAMESIZE_240X240, 240, 240},
    {"QVGA", FRAMESIZE_QVGA, 320, 240},   {"CIF", FRAMESIZE_CIF, 400, 296},
    {"HVGA", FRAMESIZE_HVGA, 480, 320},   {"VGA", FRAMESIZE_VGA, 640, 480},
    {"SVGA", FRAMESIZE_SVGA, 800, 600},   {"XGA", FRAMESIZE_XGA, 1024, 768},
    {"HD", FRAMESIZE_HD, 1280, 720},      {"SXGA", FRAMESIZE_SXGA, 1280, 1024},
    {"UXGA", FRAMESIZE_UXGA, 1600, 1200},
};

}  // namespace

const FrameSize* FrameSize::of(const Text& name) {
  for (const FrameSize& size : SIZES) {
    if (text(size.name) == name) {
      return &size;
    }
  }
  return nullptr;
}

}  // namespace camrelay
