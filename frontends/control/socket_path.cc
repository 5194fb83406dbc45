#include "frontends/control/socket_path.h"

#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/base/file.h"

namespace stele::control {

namespace {

std::string note_path(const std::string& dir) { return dir + "/control.path"; }

bool fits(const std::string& path) { return path.size() < sizeof(sockaddr_un{}.sun_path); }

std::string run_directory() {
  const char* of_user = ::getenv("XDG_RUNTIME_DIR");
  if (of_user != nullptr && ::access(of_user, W_OK) == 0) return of_user;
  if (::access("/run", W_OK) == 0) return "/run";
  return "/tmp";
}

}  // namespace

Result<std::string> choose_socket_path(const std::string& dir) {
  forget_socket_path(dir);
  std::string path = dir + "/control.sock";
  if (fits(path)) return path;
  // Its own directory of mode 0700, so that nobody else can put a socket there first.
  std::string own = run_directory() + "/stele-XXXXXX";
  if (::mkdtemp(own.data()) == nullptr)
    return fail(Fault::io, "cannot make " + own + " for the control socket: " +
                               std::strerror(errno));
  path = own + "/control.sock";
  if (auto noted = write_file_durably(note_path(dir), path); !noted)
    return std::unexpected(noted.error());
  return path;
}

std::string find_socket_path(const std::string& dir) {
  std::string path = dir + "/control.sock";
  if (fits(path)) return path;
  const auto noted = read_file(note_path(dir), 4096);
  return noted ? *noted : path;
}

void forget_socket_path(const std::string& dir) {
  const auto noted = read_file(note_path(dir), 4096);
  if (!noted) return;
  ::unlink(noted->c_str());
  ::rmdir(std::filesystem::path(*noted).parent_path().c_str());
  ::unlink(note_path(dir).c_str());
}

}  // namespace stele::control
