#include "Board.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../shims/Script.h"
#include "../shims/World.h"
#include "Peer.h"
#include "WiFi.h"

Started::Started() {
  static const bool once = [] {
    host::settings.state = Certificates::get().folder();
    host::settings.speed = 20;
    host::settings.quiet = true;
    mkdir((host::settings.state + "/card").c_str(), 0755);
    host::begin(false);
    WiFi.begin("home", "secret");
    return true;
  }();
  REQUIRE(once);
  REQUIRE(host::command("faults off"));
  REQUIRE(host::command("heap normal"));
  for (int i = 0; i < 1000 && WiFi.status() != WL_CONNECTED; i++) {
    delay(100);
  }
  REQUIRE(WiFi.status() == WL_CONNECTED);
}

bool aborts(const std::function<void()>& what) {
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGABRT, SIG_DFL);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    what();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
