#pragma once

namespace camrelay {

/** The names under which values lie in the Memory, each with its one owner. At most 15 characters.
 */
namespace Keys {

/** Numbers: epoch and the first number that is not reserved. */
constexpr const char* IDENTITY = "identity";

/** ProfileStore: what the relay has set. */
constexpr const char* PROFILE = "profile";

/** ProfileStore: what the maker has typed, or the relay has sent, in place of the settings. */
constexpr const char* WIFI = "wifi";
constexpr const char* RELAY = "relay";
constexpr const char* TOKEN = "token";

/** ProfileStore: a checksum of the settings that the sketch was flashed with. */
constexpr const char* SKETCH = "sketch";

}  // namespace Keys
}  // namespace camrelay
