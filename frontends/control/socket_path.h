// Where the control socket of a data directory is. In the directory itself; where that path is too
// long for a socket address, in a directory of its own under the run directory, with the path noted
// in DIR/control.path.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace stele::control {

// Chooses the path for a server about to listen and notes it where it has to be noted. The caller
// holds the data directory's lock: what an earlier server left there is removed.
Result<std::string> choose_socket_path(const std::string& dir);
// Where a server of this directory would be listening.
std::string find_socket_path(const std::string& dir);
// After the server has stopped: takes the note and the directory made for the socket away.
void forget_socket_path(const std::string& dir);

}  // namespace stele::control
