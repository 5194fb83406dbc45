// Responses by string append: xmlTextWriter was measured at forty times the cost.
#include "frontends/epp/response.h"

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "frontends/epp/xml/fragment.h"

namespace stele::epp {
namespace {

constexpr std::string_view kBegin =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"
    "<epp xmlns=\"urn:ietf:params:xml:ns:epp-1.0\">";

std::string begin() {
  std::string out;
  out.reserve(1024);
  out.append(4, '\0');
  out += kBegin;
  return out;
}

// Ends the document and writes its length, which counts the header itself.
std::string finish(std::string out) {
  out += "</epp>";
  std::string header;
  put_big_endian(header, static_cast<std::uint32_t>(out.size()));
  out.replace(0, header.size(), header);
  return out;
}

void open_result(std::string& out, int code) {
  out += "<result code=\"";
  out += std::to_string(code);
  out += "\"><msg>";
  out += message_of(code);
  out += "</msg>";
}

void append_trids(std::string& out, const Trids& trids) {
  out += "<trID>";
  if (!trids.client.empty()) append_element(out, "clTRID", trids.client);
  append_element(out, "svTRID", trids.server);
  out += "</trID></response>";
}

void append_detail(std::string& out, const Problem& problem) {
  // <value> must hold an element; where there is none to show, <epp/> stands for the frame.
  out += "<extValue><value>";
  out += problem.value.empty() ? "<epp/>" : problem.value;
  out += "</value>";
  append_element(out, "reason", problem.reason);
  out += "</extValue>";
}

}  // namespace

std::string_view message_of(int code) {
  switch (code) {
    case 1000: return "Command completed successfully";
    case 1001: return "Command completed successfully; action pending";
    case 1300: return "Command completed successfully; no messages";
    case 1301: return "Command completed successfully; ack to dequeue";
    case 1500: return "Command completed successfully; ending session";
    case 2000: return "Unknown command";
    case 2001: return "Command syntax error";
    case 2002: return "Command use error";
    case 2003: return "Required parameter missing";
    case 2004: return "Parameter value range error";
    case 2005: return "Parameter value syntax error";
    case 2100: return "Unimplemented protocol version";
    case 2101: return "Unimplemented command";
    case 2102: return "Unimplemented option";
    case 2103: return "Unimplemented extension";
    case 2104: return "Billing failure";
    case 2105: return "Object is not eligible for renewal";
    case 2106: return "Object is not eligible for transfer";
    case 2200: return "Authentication error";
    case 2201: return "Authorization error";
    case 2202: return "Invalid authorization information";
    case 2300: return "Object pending transfer";
    case 2301: return "Object not pending transfer";
    case 2302: return "Object exists";
    case 2303: return "Object does not exist";
    case 2304: return "Object status prohibits operation";
    case 2305: return "Object association prohibits operation";
    case 2306: return "Parameter value policy error";
    case 2307: return "Unimplemented object service";
    case 2308: return "Data management policy violation";
    case 2400: return "Command failed";
    case 2500: return "Command failed; server closing connection";
    case 2501: return "Authentication error; server closing connection";
    case 2502: return "Session limit exceeded; server closing connection";
  }
  CHECK(false, "not a result code of RFC 5730");
}

void append_element(std::string& out, std::string_view tag, std::string_view text) {
  out += '<';
  out += tag;
  out += '>';
  xml::append_escaped(out, text);
  out += "</";
  out += tag;
  out += '>';
}

void open_data(std::string& out, xml::Ns ns, std::string_view name) {
  const std::string_view prefix = xml::prefix_of(ns);
  out += '<';
  out += prefix;
  out += ':';
  out += name;
  out += " xmlns:";
  out += prefix;
  out += "=\"";
  out += xml::uri_of(ns);
  out += "\">";
}

void close_data(std::string& out, xml::Ns ns, std::string_view name) {
  out += "</";
  out += xml::prefix_of(ns);
  out += ':';
  out += name;
  out += '>';
}

std::string respond(int code, const Trids& trids, std::string_view data) {
  std::string out = begin();
  out += "<response>";
  open_result(out, code);
  out += "</result>";
  if (!data.empty()) {
    out += "<resData>";
    out += data;
    out += "</resData>";
  }
  append_trids(out, trids);
  return finish(std::move(out));
}

std::string respond(const std::vector<Problem>& problems, const Trids& trids) {
  CHECK(!problems.empty(), "a refusal has a reason");
  std::string out = begin();
  out += "<response>";
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const int code = problems[i].code;
    bool told = false;
    for (std::size_t k = 0; k < i; ++k) told = told || problems[k].code == code;
    if (told) continue;
    open_result(out, code);
    for (std::size_t k = i; k < problems.size(); ++k)
      if (problems[k].code == code) append_detail(out, problems[k]);
    out += "</result>";
  }
  append_trids(out, trids);
  return finish(std::move(out));
}

std::string greet(std::string_view server_id, Instant now) {
  std::string out = begin();
  out += "<greeting>";
  append_element(out, "svID", server_id);
  append_element(out, "svDate", to_text(now));
  out += "<svcMenu><version>1.0</version><lang>en</lang>";
  for (const xml::Ns ns : {xml::Ns::domain, xml::Ns::host, xml::Ns::contact})
    append_element(out, "objURI", xml::uri_of(ns));
  out += "</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>"
         "<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp>"
         "</greeting>";
  return finish(std::move(out));
}

}  // namespace stele::epp
