#include "engine/net/http_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <exception>
#include <optional>
#include <utility>

namespace stele::net {
namespace http = boost::beast::http;
using Kind = HttpReader::Step::Kind;

namespace {

// Each byte of a body may come as a chunk of its own ("1\r\nx\r\n"): more than that is no body.
constexpr std::size_t kChunkFactor = 6;
constexpr std::size_t kChunkSpare = 1024;
constexpr std::size_t kLongestChunkLine = 1024;  // and of a trailer

HttpReader::Step bad(unsigned status, std::string_view why) { return {Kind::bad, 0, status, why}; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

HttpReader::Step refuse(const boost::system::error_code& error) {
  switch (static_cast<http::error>(error.value())) {
    case http::error::header_limit:
    case http::error::buffer_overflow: return bad(431, "the headers are too long");
    case http::error::bad_version: return bad(505, "only HTTP/1.0 and HTTP/1.1 are spoken");
    default: return bad(400, "not an HTTP request");
  }
}

bool is_known(http::verb verb) {
  switch (verb) {
    case http::verb::get:
    case http::verb::head:
    case http::verb::post:
    case http::verb::put:
    case http::verb::patch:
    case http::verb::delete_:
    case http::verb::options: return true;
    default: return false;
  }
}

// "http://host/path" is what a client says to a proxy; servers take it too (RFC 9112 §3.2.2).
std::optional<std::string> origin_form(std::string_view target, bool is_options) {
  if (target == "*") return is_options ? std::optional(std::string(target)) : std::nullopt;
  if (!target.starts_with('/')) {
    const std::string scheme = lower(target.substr(0, 8));
    const std::size_t from = scheme == "https://" ? 8 : scheme.starts_with("http://") ? 7 : 0;
    if (from == 0) return std::nullopt;
    const std::size_t path = target.find_first_of("/?", from);
    if (path == from) return std::nullopt;
    target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    if (target.starts_with('?')) return "/" + std::string(target);
  }
  // Fragments are a browser's own business.
  if (target.find('#') != std::string_view::npos) return std::nullopt;
  return std::string(target);
}

}  // namespace

struct HttpReader::Parse {
  http::request_parser<http::empty_body> parser;  // of the head
  std::size_t searched = 0;  // for the head's end, without finding it
  bool head_read = false;
  std::size_t head = 0;      // bytes of the head
  std::size_t done = 0;      // bytes of this request that have been read
  std::uint64_t length = 0;  // of the body, where it is said
  bool chunked = false;
  bool last_chunk = false;   // the trailer is being read
  bool continue_wanted = false;
};

HttpReader::HttpReader(const HttpLimits& limits) : limits_(limits) {}
HttpReader::~HttpReader() = default;

HttpRequest HttpReader::take() { return std::exchange(request_, {}); }

HttpReader::Step HttpReader::read(std::string_view bytes) {
  std::size_t blank = 0;
  if (!parse_) {
    while (bytes.substr(blank).starts_with("\r\n")) blank += 2;  // RFC 9112 §2.2
    bytes.remove_prefix(blank);
    if (bytes.empty() || bytes == "\r") return {Kind::need_more, blank};
    parse_ = std::make_unique<Parse>();
    parse_->parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes + 4));
    parse_->parser.body_limit(boost::none);
  }
  Step step;
  try {
    if (!parse_->head_read) step = read_head(bytes);
    if (parse_->head_read && step.kind == Kind::need_more) step = read_body(bytes);
  } catch (const std::exception&) {  // Beast's own: out of memory
    step = bad(503, "no memory for this request");
  }
  if (step.kind == Kind::whole || step.kind == Kind::bad) parse_.reset();
  // Consumed is a whole request or only what stood before it: a request keeps all its bytes until it
  // is whole, so that the time it may take counts from its first one.
  step.consumed += blank;
  return step;
}

HttpReader::Step HttpReader::read_head(std::string_view bytes) {
  const std::size_t line = bytes.find("\r\n");
  if (std::min(line, bytes.size()) > limits_.line_bytes) return bad(414, "the request line is too long");
  // Beast wants the head whole. TLS spoken to a plain port, or noise, is told at once all the same.
  const char first = bytes.front();
  if (!((first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z')))
    return bad(400, "not an HTTP request");
  const std::size_t from = parse_->searched < 3 ? 0 : parse_->searched - 3;
  const std::size_t end = bytes.find("\r\n\r\n", from);
  if (std::min(end, bytes.size()) > limits_.header_bytes) return bad(431, "the headers are too long");
  if (end == std::string_view::npos) {
    parse_->searched = bytes.size();
    return {};
  }
  boost::system::error_code error;
  auto& parser = parse_->parser;
  parse_->done = parser.put(boost::asio::buffer(bytes.data(), end + 4), error);
  if (error && !parser.is_header_done()) return refuse(error);
  parse_->head = parse_->done;
  parse_->head_read = true;

  const auto& message = parser.get();
  if (!is_known(message.method())) return bad(501, "this method is not known here");
  HttpRequest request;
  request.method = std::string(message.method_string());
  const auto target = origin_form({message.target().data(), message.target().size()},
                                  message.method() == http::verb::options);
  if (!target) return bad(400, "the request's target is not a path");
  request.target = *target;
  request.close = !message.keep_alive();
  std::size_t hosts = 0;
  for (const auto& field : message) {
    if (request.headers.size() == limits_.headers) return bad(431, "too many headers");
    request.headers.push_back({lower({field.name_string().data(), field.name_string().size()}),
                               std::string(field.value().data(), field.value().size())});
    if (request.headers.back().name == "host") ++hosts;
  }
  // RFC 9112 §3.2: 1.1 without exactly one Host is refused; two would let a cache and us disagree.
  if (hosts > 1 || (hosts == 0 && message.version() == 11)) return bad(400, "one Host header is wanted");
  if (!request.header("transfer-encoding").empty()) {
    if (!parser.chunked()) return bad(501, "only the transfer coding \"chunked\" is known");
    if (message.version() != 11) return bad(400, "chunked is of HTTP/1.1");
    if (lower(request.header("transfer-encoding")) != "chunked")
      return bad(501, "only the transfer coding \"chunked\" is known");
  }
  if (const auto length = parser.content_length(); length && *length > limits_.body_bytes)
    return bad(413, "the body is too long");
  if (const std::string expected = lower(request.header("expect")); !expected.empty()) {
    if (expected != "100-continue") return bad(417, "only 100-continue can be expected");
    parse_->continue_wanted = message.version() == 11;
  }
  request_ = std::move(request);
  parse_->chunked = parser.chunked();
  parse_->length = parser.content_length().value_or(0);
  return {};
}

// Chunks by ourselves: Beast 1.81 asserts on a last chunk that comes in pieces, and puts trailers
// among the headers, where they would pass for what was said before the body.
HttpReader::Step HttpReader::read_chunks(std::string_view bytes) {
  for (;;) {
    const std::string_view rest = bytes.substr(parse_->done);
    const std::size_t end = rest.find("\r\n");
    if (std::min(end, rest.size()) > kLongestChunkLine) return bad(400, "a chunk's line is too long");
    if (end == std::string_view::npos) return {};
    const std::string_view line = rest.substr(0, end);
    if (line.find('\n') != std::string_view::npos) return bad(400, "a bare line feed");
    if (parse_->last_chunk) {
      parse_->done += end + 2;
      if (line.empty()) return {Kind::whole, parse_->done};
      continue;
    }
    std::uint64_t size = 0;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const bool ends = stop == line.data() + line.size() || *stop == ';' || *stop == ' ' || *stop == '\t';
    if (error != std::errc() || !ends) return bad(400, "not a chunk");
    if (size > limits_.body_bytes - request_.body.size()) return bad(413, "the body is too long");
    if (size == 0) {
      parse_->last_chunk = true;
      parse_->done += end + 2;
      continue;
    }
    const std::string_view data = rest.substr(end + 2);
    if (data.size() < size + 2) return {};
    if (data.substr(size, 2) != "\r\n") return bad(400, "not a chunk");
    request_.body += data.substr(0, size);
    parse_->done += end + 2 + size + 2;
  }
}

HttpReader::Step HttpReader::read_body(std::string_view bytes) {
  Step step;
  if (parse_->chunked) {
    step = read_chunks(bytes);
    // The same verdict however the bytes were cut.
    const std::size_t sent = (step.kind == Kind::whole ? parse_->done : bytes.size()) - parse_->head;
    if (step.kind != Kind::bad && sent > limits_.body_bytes * kChunkFactor + kChunkSpare)
      return bad(413, "the body is too long");
  } else if (bytes.size() - parse_->head >= parse_->length) {
    request_.body = std::string(bytes.substr(parse_->head, parse_->length));
    step = {Kind::whole, parse_->head + parse_->length};
  }
  const bool nothing_yet = bytes.size() == parse_->head;
  if (step.kind == Kind::need_more && nothing_yet && std::exchange(parse_->continue_wanted, false))
    step.kind = Kind::send_continue;
  return step;
}

}  // namespace stele::net
