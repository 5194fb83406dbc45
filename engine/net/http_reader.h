// HttpReader: bytes of an HTTP/1.1 client to requests. Beast takes heads apart; bodies, every limit
// and what RFC 9112 wants refused beyond that are here. No I/O: one thread, one connection.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/net/http.h"

namespace stele::net {

class HttpReader {
 public:
  explicit HttpReader(const HttpLimits& limits);
  ~HttpReader();
  HttpReader(const HttpReader&) = delete;
  HttpReader& operator=(const HttpReader&) = delete;

  struct Step {
    enum class Kind {
      need_more,
      send_continue,  // once: the client waits for leave to send its body (RFC 9110 §10.1.1)
      whole,          // `request`, of the first `consumed` bytes
      bad,            // answer with `status` and close
    };
    Kind kind = Kind::need_more;
    std::size_t consumed = 0;  // also when more is needed: empty lines before a request
    unsigned status = 0;
    std::string_view why;
  };
  // `bytes`: all that has come and was not consumed. Those of one request are given again from its
  // first byte; how far they have been read is remembered.
  Step read(std::string_view bytes);
  // What the last `whole` was about.
  HttpRequest take();

 private:
  struct Parse;
  Step read_head(std::string_view bytes);
  Step read_body(std::string_view bytes);
  Step read_chunks(std::string_view bytes);
  const HttpLimits limits_;
  std::unique_ptr<Parse> parse_;
  HttpRequest request_;
};

}  // namespace stele::net
