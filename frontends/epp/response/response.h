// Responses and the greeting as bytes to send, by string append. Every function returns a whole
// frame, length header included (RFC 5734 §4).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "frontends/epp/grammar/validate.h"
#include "frontends/epp/response/messages.h"

namespace stele::epp {

using grammar::Problem;

// One element of <resData> or <extension>, complete with its namespace declaration.
struct Part {
  xml::Ns ns = xml::Ns::none;
  std::string xml;
  bool only_if_chosen = false;  // who did not choose it does not miss it (RFC 8748 §5.2)
};

// <msgQ>: what waits for the client (RFC 5730 §2.6). With a date and a text it is the answer to
// <poll op="req"/>; without them it says only that there is something, or what is left after an ack.
struct Queue {
  std::uint64_t count = 0;
  std::string id;
  std::optional<Instant> queued_at;
  std::string text;
};

// An answer to a command that was done, or a refusal that comes with more than its reason.
struct Reply {
  Reply() = default;
  Reply(Part object) : data(std::move(object)) {}  // NOLINT: the usual answer is one part
  explicit Reply(int result) : code(result) {}
  int code = 1000;
  std::string reason;            // empty: the code says it all
  Part data;                     // ns none: no <resData>
  std::vector<Part> extensions;  // each by its own namespace
  std::optional<Queue> queue;
};

struct Trids {
  std::string_view client;  // empty: none was given, or none that could be given back
  std::string_view server;
};

// Who reads the response: what the client chose at login.
struct Audience {
  xml::NsSet services;
  Language language = {};
};

// Parts of a namespace the client did not choose do not stand where it would have to understand
// them: with RFC 9038 they become <extValue> of the result, unless nobody misses them; otherwise they
// are left out.
std::string respond(const Reply& reply, const Trids& trids, const Audience& audience);
// One result without details or data.
std::string respond(int code, const Trids& trids, Language language = {});
// One <result> per code, in order of first appearance, each problem an <extValue>.
// Precondition: not empty.
std::string respond(const std::vector<Problem>& problems, const Trids& trids,
                    Language language = {});

// The first result's code in one of ours; 0: it has none (a greeting).
int code_of(std::string_view response);

// `further`: languages beside English.
std::string greet(std::string_view server_id, Instant now, const Profile& profile,
                  std::span<const Texts> further = {});

// "<domain:name>text</domain:name>", escaped.
void append_element(std::string& out, std::string_view tag, std::string_view text);

}  // namespace stele::epp
