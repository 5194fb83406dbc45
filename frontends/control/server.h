// The control socket: how `stele` reaches a running server. Whoever may open the socket (mode 0600:
// the server's own user) is registry staff.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "engine/net/server.h"
#include "frontends/control/operations.h"

namespace stele::control {

class Workers;

// Owned by the composition root; stops before the gateway and the reactor do. An operation may take
// long (an export), so each runs on a thread of its own, never on the reactor.
class ControlServer {
 public:
  static Result<std::unique_ptr<ControlServer>> listen(net::Reactor& reactor, Operations& operations,
                                                       const std::string& dir,
                                                       net::OnEvent on_event);
  ~ControlServer();  // stop()
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  const std::string& path() const { return path_; }
  // Operations under way are answered; walks over the journal and exports are cut off.
  void stop();

 private:
  ControlServer(std::string dir, std::string path);
  std::string dir_;
  std::string path_;
  std::shared_ptr<Workers> workers_;
  std::unique_ptr<net::Server> server_;
};

}  // namespace stele::control
