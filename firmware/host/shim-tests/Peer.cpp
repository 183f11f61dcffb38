#include "Peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

constexpr int PATIENCE_MILLIS = 10000;

std::string fileText(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string leaf(const std::string& name, const std::string& san, const std::string& days) {
  return "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name +
         ".key -out " + name + ".csr -subj /CN=" + name + " && printf 'subjectAltName=DNS:" + san +
         "' > " + name + ".ext && openssl x509 -req -in " + name +
         ".csr -CA ca.pem -CAkey ca.key -days " + days + " -extfile " + name + ".ext -out " + name +
         ".pem";
}

std::string authority(const std::string& name) {
  return "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -keyout " +
         name + ".key -out " + name + ".pem -subj /CN=" + name;
}

}  // namespace

const Certificates& Certificates::get() {
  static const Certificates certificates;
  return certificates;
}

Certificates::Certificates() {
  char folder[] = "/tmp/shim-tests-XXXXXX";
  if (mkdtemp(folder) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  folder_ = folder;
  const std::string make = "cd " + folder_ + " && { " + authority("ca") + " && " +
                           authority("other") + " && " + leaf("camrelay", "camrelay", "30") +
                           " && " + leaf("other-name", "somebody", "30") + " && " +
                           leaf("expired", "camrelay", "-1") + "; } >log 2>&1";
  if (system(make.c_str()) != 0) {
    throw std::runtime_error("openssl could not make certificates: " + fileText(path("log")));
  }
  ca_ = fileText(path("ca.pem"));
  otherCa_ = fileText(path("other.pem"));
}

Peer::Peer(const std::string& certificate, std::vector<std::string> options) {
  const Certificates& certificates = Certificates::get();
  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipes");
  }
  std::vector<std::string> words = {"openssl", "s_server",
                                    "-accept", "127.0.0.1:0",
                                    "-cert",   certificates.path(certificate + ".pem"),
                                    "-key",    certificates.path(certificate + ".key")};
  words.insert(words.end(), options.begin(), options.end());
  process_ = fork();
  if (process_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    execvp("openssl", arguments.data());
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  in_ = in[1];
  out_ = out[0];
  const std::string mark = "ACCEPT 127.0.0.1:";
  if (hears(mark)) {
    const size_t at = heard_.find(mark) + mark.size();
    while (heard_.find('\n', at) == std::string::npos && readSome()) {
    }
    port_ = static_cast<uint16_t>(atoi(heard_.c_str() + at));
    heard_.clear();
  }
  if (port_ == 0) {
    throw std::runtime_error("openssl s_server does not say its port");
  }
}

Peer::~Peer() {
  kill();
  close(in_);
  close(out_);
}

void Peer::say(const std::string& text) {
  if (write(in_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("the peer does not listen");
  }
}

bool Peer::readSome() {
  pollfd readable{out_, POLLIN, 0};
  char bytes[65536];
  if (poll(&readable, 1, PATIENCE_MILLIS) != 1) {
    return false;
  }
  const ssize_t n = read(out_, bytes, sizeof(bytes));
  heard_.append(bytes, n > 0 ? static_cast<size_t>(n) : 0);
  return n > 0;
}

bool Peer::hears(const std::string& text) {
  while (heard_.find(text) == std::string::npos) {
    if (!readSome()) {
      return false;
    }
  }
  return true;
}

void Peer::kill() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }
}

void Peer::freeze() { ::kill(process_, SIGSTOP); }
