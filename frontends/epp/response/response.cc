// Responses by string append: xmlTextWriter was measured at forty times the cost.
#include "frontends/epp/response/response.h"

#include <charconv>
#include <utility>

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

void open_result(std::string& out, int code, Language language) {
  out += "<result code=\"";
  out += std::to_string(code);
  out += "\"><msg";
  if (!language.is_english()) {
    out += " lang=\"";
    out += language.tag();
    out += '"';
  }
  out += '>';
  xml::append_escaped(out, language.message(code));
  out += "</msg>";
}

void append_trids(std::string& out, const Trids& trids) {
  out += "<trID>";
  if (!trids.client.empty()) append_element(out, "clTRID", trids.client);
  append_element(out, "svTRID", trids.server);
  out += "</trID></response>";
}

void append_detail(std::string& out, std::string_view value, std::string_view reason) {
  // <value> must hold an element; where there is none to show, <epp/> stands for the frame.
  out += "<extValue><value>";
  out += value.empty() ? "<epp/>" : value;
  out += "</value>";
  append_element(out, "reason", reason);
  out += "</extValue>";
}

void append_queue(std::string& out, const Queue& queue) {
  out += "<msgQ count=\"";
  out += std::to_string(queue.count);
  out += "\" id=\"";
  xml::append_escaped(out, queue.id);
  if (!queue.queued_at) {
    out += "\"/>";
    return;
  }
  out += "\">";
  append_element(out, "qDate", to_text(*queue.queued_at));
  append_element(out, "msg", queue.text);
  out += "</msgQ>";
}

}  // namespace

void append_element(std::string& out, std::string_view tag, std::string_view text) {
  out += '<';
  out += tag;
  out += '>';
  xml::append_escaped(out, text);
  out += "</";
  out += tag;
  out += '>';
}

std::string respond(const Reply& reply, const Trids& trids, const Audience& audience) {
  const auto chosen = [&](const Part& part) { return audience.services.has(part.ns); };
  const bool told_apart = audience.services.has(xml::Ns::unhandled_namespaces);
  std::string out = begin();
  out += "<response>";
  open_result(out, reply.code, audience.language);
  if (!reply.reason.empty()) append_detail(out, "", reply.reason);
  const auto unhandled = [&](const Part& part) {
    if (part.ns == xml::Ns::none || chosen(part) || !told_apart || part.only_if_chosen) return;
    append_detail(out, part.xml, std::string(xml::uri_of(part.ns)) + " not in login services");
  };
  unhandled(reply.data);
  for (const Part& part : reply.extensions) unhandled(part);
  out += "</result>";
  if (reply.queue) append_queue(out, *reply.queue);
  if (chosen(reply.data)) {
    out += "<resData>";
    out += reply.data.xml;
    out += "</resData>";
  }
  bool open = false;
  for (const Part& part : reply.extensions) {
    if (!chosen(part)) continue;
    if (!std::exchange(open, true)) out += "<extension>";
    out += part.xml;
  }
  if (open) out += "</extension>";
  append_trids(out, trids);
  return finish(std::move(out));
}

std::string respond(int code, const Trids& trids, Language language) {
  return respond(Reply(code), trids, {{}, language});
}

std::string respond(const std::vector<Problem>& problems, const Trids& trids, Language language) {
  CHECK(!problems.empty(), "a refusal has a reason");
  std::string out = begin();
  out += "<response>";
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const int code = problems[i].code;
    bool told = false;
    for (std::size_t k = 0; k < i; ++k) told = told || problems[k].code == code;
    if (told) continue;
    open_result(out, code, language);
    for (std::size_t k = i; k < problems.size(); ++k)
      if (problems[k].code == code) append_detail(out, problems[k].value, problems[k].reason);
    out += "</result>";
  }
  append_trids(out, trids);
  return finish(std::move(out));
}

int code_of(std::string_view response) {
  constexpr std::string_view kBefore = "<result code=\"";
  const std::size_t at = response.find(kBefore);
  int code = 0;
  if (at != std::string_view::npos) {
    const std::string_view digits = response.substr(at + kBefore.size(), 4);
    std::from_chars(digits.data(), digits.data() + digits.size(), code);
  }
  return code;
}

std::string greet(std::string_view server_id, Instant now, const Profile& profile,
                  std::span<const Texts> further) {
  std::string out = begin();
  out += "<greeting>";
  append_element(out, "svID", server_id);
  append_element(out, "svDate", to_text(now));
  out += "<svcMenu><version>1.0</version>";
  append_element(out, "lang", Language().tag());
  for (const Texts& texts : further) append_element(out, "lang", texts.tag);
  append_element(out, "objURI", xml::kDomainUri);
  if (profile.hosts) append_element(out, "objURI", xml::kHostUri);
  if (profile.contacts) append_element(out, "objURI", xml::kContactUri);
  std::string extensions;
  for (const Extension extension : profile.extensions.list()) {
    const bool object = is_object_mapping(extension);
    append_element(object ? out : extensions, object ? "objURI" : "extURI", uri_of(extension));
  }
  if (!extensions.empty()) out += "<svcExtension>" + extensions + "</svcExtension>";
  out += "</svcMenu><dcp><access><all/></access><statement><purpose><admin/><prov/></purpose>"
         "<recipient><ours/><public/></recipient><retention><stated/></retention></statement></dcp>"
         "</greeting>";
  return finish(std::move(out));
}

}  // namespace stele::epp
