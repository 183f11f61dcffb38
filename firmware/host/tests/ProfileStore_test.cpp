#include "ProfileStore.h"

#include <doctest/doctest.h>

#include <string>

#include "Keys.h"
#include "fakes/FakeMemory.h"

using namespace camrelay;

namespace {

const ProfileData PROFILE = {7, 3600, 12, true, text("SVGA"), text("Is the gate open?")};

}  // namespace

TEST_CASE("a profile comes back as it was kept") {
  FakeMemory memory;
  ProfileStore store(memory);
  ProfileStore::Profile profile;
  CHECK_FALSE(store.load(&profile));
  REQUIRE(store.keep(PROFILE));
  REQUIRE(store.load(&profile));
  CHECK(profile.version == 7);
  CHECK(profile.intervalSeconds == 3600);
  CHECK(profile.quality == 12);
  CHECK(profile.flash);
  CHECK(profile.data().frameSize == text("SVGA"));
  CHECK(profile.data().question == text("Is the gate open?"));
}

TEST_CASE("what is the same already is not written again: flash wears out") {
  FakeMemory memory;
  ProfileStore store(memory);
  REQUIRE(store.keep(PROFILE));
  const int writes = memory.writes;
  REQUIRE(store.keep(PROFILE));
  CHECK(memory.writes == writes);
}

TEST_CASE("a question of the greatest length is kept, and a longer one is refused") {
  FakeMemory memory;
  ProfileStore store(memory);
  ProfileData profile = PROFILE;
  const std::string longest(Limits::MAX_QUESTION, 'q');
  profile.question = text(longest.c_str());
  REQUIRE(store.keep(profile));
  ProfileStore::Profile kept;
  REQUIRE(store.load(&kept));
  CHECK(kept.question.size() == Limits::MAX_QUESTION);

  const std::string longer = longest + "q";
  profile.question = text(longer.c_str());
  CHECK_FALSE(store.keep(profile));
}

TEST_CASE("a value that was damaged counts as none") {
  FakeMemory memory;
  ProfileStore store(memory);
  REQUIRE(store.keep(PROFILE));
  REQUIRE(store.keepWifi(text("home"), text("password")));
  for (auto& value : memory.values) {
    value.second[0] ^= 1;
  }
  ProfileStore::Profile profile;
  CHECK_FALSE(store.load(&profile));
  ProfileStore::WifiName name;
  ProfileStore::WifiPassword password;
  CHECK_FALSE(store.loadWifi(&name, &password));
}

TEST_CASE("a memory that cannot be written is told") {
  FakeMemory memory;
  memory.broken = true;
  ProfileStore store(memory);
  CHECK_FALSE(store.keep(PROFILE));
  CHECK_FALSE(store.keepWifi(text("home"), text("password")));
  CHECK_FALSE(store.keepRelay(text("10.0.0.2"), 8443));
  CHECK_FALSE(store.keepToken(text("token")));
  CHECK_FALSE(store.flashed(1, true));
}

TEST_CASE(
    "what was typed outlives a start, and goes when other settings are flashed in its place") {
  FakeMemory memory;
  ProfileStore store(memory);
  REQUIRE(store.flashed(1, true));
  REQUIRE(store.keepWifi(text("home"), text("")));
  REQUIRE(store.keepRelay(text("10.0.0.2"), 9443));
  REQUIRE(store.keepToken(text("second")));
  REQUIRE(store.keep(PROFILE));

  REQUIRE(store.flashed(1, true));
  ProfileStore::WifiName name;
  ProfileStore::WifiPassword password;
  ProfileStore::Host host;
  FixedText<Limits::MAX_TOKEN> token;
  uint16_t port = 0;
  REQUIRE(store.loadWifi(&name, &password));
  CHECK(name.view() == text("home"));
  CHECK(password.empty());
  REQUIRE(store.loadRelay(&host, &port));
  CHECK(host.view() == text("10.0.0.2"));
  CHECK(port == 9443);
  REQUIRE(store.loadToken(&token));
  CHECK(token.view() == text("second"));

  REQUIRE(store.flashed(2, false));
  CHECK(store.loadWifi(&name, &password));
  CHECK_FALSE(store.loadRelay(&host, &port));
  CHECK_FALSE(store.loadToken(&token));
  REQUIRE(store.keepRelay(text("10.0.0.2"), 9443));
  REQUIRE(store.flashed(3, true));
  CHECK_FALSE(store.loadWifi(&name, &password));
  CHECK_FALSE(store.loadRelay(&host, &port));
  CHECK_FALSE(store.loadToken(&token));
  ProfileStore::Profile profile;
  CHECK(store.load(&profile));  // that is the relay's, and not the sketch's
}
