// A registrar's EPP session without a network: the server's real session over a connection that is
// two strings and a queue of tasks. One frame out, one answer back.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/net/connection.h"

namespace stele::test {

class EppClient {
 public:
  EppClient(const net::SessionFactory& sessions, const Digest& fingerprint);
  ~EppClient();

  // Waits for the answer, for at most half a minute. The greeting has been read already.
  Result<std::string> exchange(std::string_view frame);

 private:
  class Wire;
  std::unique_ptr<Wire> wire_;
  std::unique_ptr<net::Session> session_;
};

}  // namespace stele::test
