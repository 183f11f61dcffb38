#pragma once

#include <stddef.h>
#include <stdint.h>

#include <vector>

namespace host {

/**
 * A sound baseline JPEG (YCbCr 4:2:2, as the OV2640 makes them) of random content.
 *
 * @param bytes about how large it shall be; at least about a bit and a half for each block
 * @param seed another picture for each
 */
std::vector<uint8_t> makeJpeg(uint16_t width, uint16_t height, size_t bytes, uint64_t seed);

/** Makes a picture another one, by a comment behind its start. */
void addComment(std::vector<uint8_t>* jpeg, uint64_t number);

}  // namespace host
