// Responses and the greeting as bytes to send, by string append. Every function returns a whole
// frame, length header included (RFC 5734 §4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "frontends/epp/grammar/validate.h"

namespace stele::epp {

using grammar::Problem;

// RFC 5730 §3: the text of a result code.
std::string_view message_of(int code);

struct Trids {
  std::string_view client;  // empty: none was given, or none that could be given back
  std::string_view server;
};

// One result without details; `data` is the content of <resData>, empty: none.
std::string respond(int code, const Trids& trids, std::string_view data = {});
// One <result> per code, in order of first appearance, each problem an <extValue>.
// Precondition: not empty.
std::string respond(const std::vector<Problem>& problems, const Trids& trids);

std::string greet(std::string_view server_id, Instant now);

// "<domain:name>text</domain:name>", escaped.
void append_element(std::string& out, std::string_view tag, std::string_view text);

// A kind of reply's data: "<domain:creData xmlns:domain=…>" and its end.
void open_data(std::string& out, xml::Ns ns, std::string_view name);
void close_data(std::string& out, xml::Ns ns, std::string_view name);

}  // namespace stele::epp
