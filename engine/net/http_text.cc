#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/net/http.h"

namespace stele::net {

namespace {

// "Sun, 01 Mar 2026 00:00:00 GMT" (RFC 9110 §5.6.7).
std::string http_date(Instant at) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(at.ms)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
  std::string out = kDays[std::chrono::weekday(day).c_encoding()];
  out += ", ";
  append_decimal(out, static_cast<unsigned>(date.day()), 2);
  out += ' ';
  out += kMonths[static_cast<unsigned>(date.month()) - 1];
  out += ' ';
  append_decimal(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
  out += ' ';
  append_decimal(out, static_cast<std::uint64_t>(seconds / 3600), 2);
  out += ':';
  append_decimal(out, static_cast<std::uint64_t>(seconds / 60 % 60), 2);
  out += ':';
  append_decimal(out, static_cast<std::uint64_t>(seconds % 60), 2);
  return out + " GMT";
}

bool is_control(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet < 0x20 || octet == 0x7f;
}

// A value with a line break in it would be headers, or an answer, of somebody else's.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  const std::size_t begin = out.size();
  out += value;
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_control, ' ');
  out += "\r\n";
}

// RFC 9110 §8.6, §15.3.5, §15.4.5.
bool may_have_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string_view http_reason(unsigned status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

std::string to_http_bytes(const HttpResponse& response, bool head_only, bool close, Instant date) {
  std::string out;
  out.reserve(256 + (head_only ? 0 : response.body.size()));
  out += "HTTP/1.1 ";
  append_decimal(out, response.status, 3);
  out += ' ';
  out += http_reason(response.status);
  out += "\r\n";
  if (date != Instant{}) append_header(out, "Date", http_date(date));
  if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
  for (const HttpHeader& header : response.headers) append_header(out, header.name, header.value);
  if (may_have_body(response.status)) {
    out += "Content-Length: ";
    append_decimal(out, response.body.size());
    out += "\r\n";
  }
  if (close) out += "Connection: close\r\n";
  out += "\r\n";
  if (!head_only && may_have_body(response.status)) out += response.body;
  return out;
}

std::string_view HttpRequest::header(std::string_view name) const {
  for (const HttpHeader& each : headers)
    if (each.name == name) return each.value;
  return {};
}

HttpAnswer::~HttpAnswer() {
  if (send_) send(HttpResponse{.status = 500, .content_type = {}, .headers = {}, .body = {}});
}

void HttpAnswer::send(HttpResponse response) {
  send([response = std::move(response)]() mutable { return std::move(response); });
}

void HttpAnswer::send(Make make) {
  if (auto send = std::exchange(send_, nullptr)) send(std::move(make));
}

}  // namespace stele::net
