// What goes over the control socket: frames of four bytes length (big-endian) and JSON.
//
//   client                         server
//   {"do", "arguments"}      ──►
//                            ◄──   {"part": text}      0..n times, each answered by
//   {"next": true}           ──►                       (so that a large answer costs one part)
//                            ◄──   {"ok", "problem", "data"}
//
// JSON stays inside this folder; `data` of a reply is handed on as text.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "engine/base/result.h"

namespace stele::control {

constexpr std::size_t kMaxFrame = 16 << 20;  // the list of trademark claims is some megabytes

struct Request {
  std::string what;  // "command", "head", "zone.export" …: see operations.h
  std::map<std::string, std::string> arguments;
  bool operator==(const Request&) const = default;
};

struct Part {
  std::string text;
  bool operator==(const Part&) const = default;
};

struct Next {
  bool operator==(const Next&) const = default;
};

struct Reply {
  bool ok = false;
  std::string problem;      // for the operator, one line; empty when ok
  std::string data = "{}";  // a JSON object
  bool operator==(const Reply&) const = default;
};

// "" where it is not given.
std::string argument(const Request& request, const std::string& name);
Reply refused(std::string problem);

using Message = std::variant<Request, Part, Next, Reply>;

std::string encode_frame(const Message& message);
// The frame at the front of `bytes` and its length; length 0 when it is not complete yet.
// Fault::too_large or Fault::invalid for what can never become a frame.
struct Decoded {
  Message message;
  std::size_t length = 0;
};
Result<Decoded> decode_frame(std::string_view bytes);

// Takes the next part of an answer; a fault ends the operation.
using PartSink = std::function<Done(std::string_view text)>;

}  // namespace stele::control
