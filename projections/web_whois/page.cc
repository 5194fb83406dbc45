#include "projections/web_whois/page.h"

#include <algorithm>

#include "engine/core/checks.h"
#include "projections/web_whois/fields.h"

namespace stele::web_whois {

namespace {

constexpr std::size_t kLongestQuery = 1024;

constexpr std::string_view kStyle = R"(:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,"Noto Sans","Noto Sans Arabic",sans-serif;margin:0;color:#1b1f24;background:#fff}
header,main,footer{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.2rem;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:1.25rem 0 .25rem}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end}
label{display:block;font-weight:600}.grow{flex:1 1 16rem}
input,select,button{font:inherit;padding:.45rem .6rem;border:1px solid #57606a;border-radius:.3rem;background:#fff;color:#1b1f24;box-sizing:border-box}
input{width:100%}button{background:#0a4f9e;color:#fff;border-color:#0a4f9e;cursor:pointer}
a{color:#0a4f9e}:focus-visible{outline:3px solid #b35900;outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1rem;margin:0}
dt{font-weight:600;color:#424a53}dd{margin:0;grid-column:2;overflow-wrap:anywhere;text-align:start}
.withheld{color:#57606a;font-style:italic}.message{border-inline-start:.3rem solid #b35900;padding:.5rem 1rem;background:#fff6e9;color:#1b1f24}
footer{border-top:1px solid #d0d7de;color:#424a53;font-size:.9rem}
@media(max-width:34rem){dl{grid-template-columns:1fr}dd{grid-column:1;margin-bottom:.4rem}}
@media(prefers-color-scheme:dark){body{background:#12161b;color:#e6edf3}dt,footer,.withheld{color:#b6c0ca}input,select{background:#1c2128;color:#e6edf3;border-color:#8b949e}a{color:#79b8ff}.message{background:#3a2a12;color:#f5e6d0}.skip:focus{background:#12161b}}
)";

struct Option {
  Subject subject;
  std::string_view label;
};
constexpr Option kOptions[] = {{Subject::any, "Anything"},
                               {Subject::domain, "Domain name"},
                               {Subject::nameserver, "Name server"},
                               {Subject::registrar, "Registrar"}};

// One page: what all of them have, and what `main` writes between.
template <class Main>
std::string document(const core::State& state, std::string_view title, Main main) {
  const auto settings = state.settings();
  std::string out;
  out.reserve(8192);
  out += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n<title>";
  out += escape_html(title);
  out += "</title>\n<link rel=\"stylesheet\" href=\"/whois/style.css\">\n</head>\n<body>\n"
         "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<h1>";
  out += escape_html(settings->server_id);
  out += " WHOIS</h1>\n</header>\n<main id=\"main\">\n";
  main(out);
  out += "</main>\n<footer>\n<p>As of <time datetime=\"" + to_text(state.now()) + "\">" +
         to_text(state.now()) + "</time>, position " + std::to_string(state.position().value) +
         ".</p>\n<p><a href=\"/whois/terms\">Terms of service</a> · "
         "<a href=\"https://icann.org/epp\">What a status means</a></p>\n</footer>\n</body>\n</html>\n";
  return out;
}

void write_form(std::string& out, Subject subject, std::string_view query) {
  out += "<form role=\"search\" method=\"get\" action=\"/whois\">\n"
         "<div class=\"grow\"><label for=\"q\">Name or registrar</label>\n"
         "<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" maxlength=\"253\" required "
         "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" value=\"";
  out += escape_html(query);
  out += "\"></div>\n<div><label for=\"type\">Look for</label>\n<select id=\"type\" name=\"type\">";
  for (const Option& option : kOptions) {
    out += "<option value=\"" + std::string(to_text(option.subject)) + "\"";
    if (option.subject == subject) out += " selected";
    out += ">" + std::string(option.label) + "</option>";
  }
  out += "</select></div>\n<div><button type=\"submit\">Search</button></div>\n</form>\n";
}

// Names of any direction stand apart from the words around them.
std::string isolated(std::string_view text) { return "<bdi>" + escape_html(text) + "</bdi>"; }

void write_message(std::string& out, std::string_view heading, const std::string& html) {
  out += "<section aria-labelledby=\"result\">\n<h2 id=\"result\">" + escape_html(heading) +
         "</h2>\n<p class=\"message\">" + html + "</p>\n</section>\n";
}

std::string explain(const rdds::DomainReply& reply) {
  const std::string name = isolated(reply.unicode_name.empty() ? reply.name : reply.unicode_name);
  switch (reply.why) {
    case rdds::NoDomain::not_a_name: return "This cannot be a domain name.";
    case rdds::NoDomain::not_here: return name + " lies in no zone of this registry.";
    case rdds::NoDomain::zone_itself: return name + " is a zone of this registry, not a name in it.";
    case rdds::NoDomain::too_deep:
      return name + " is below <a href=\"/whois?type=domain&amp;q=" + escape_html(reply.below) + "\">" +
             isolated(reply.below) + "</a>, which can be asked for.";
    case rdds::NoDomain::referred: return name + " is registered elsewhere.";
    case rdds::NoDomain::available: return name + " is not registered.";
    case rdds::NoDomain::reserved: return name + " is reserved by the registry.";
    case rdds::NoDomain::blocked: return name + " is blocked: it cannot be registered.";
    case rdds::NoDomain::not_allowed: return name + " is not a name its zone takes.";
    case rdds::NoDomain::not_open: return name + " is not registered: its zone is not open.";
  }
  return {};
}

Page found(const core::State& state, Subject subject, std::string_view query, std::string_view name,
           const std::string& fields) {
  return {200, document(state, std::string(name) + " – WHOIS", [&](std::string& out) {
            write_form(out, subject, query);
            out += "<section aria-labelledby=\"result\">\n<h2 id=\"result\">" + isolated(name) + "</h2>\n" +
                   fields + "</section>\n";
          })};
}

Page not_found(const core::State& state, Subject subject, std::string_view query, unsigned status,
               const std::string& html) {
  return {status, document(state, status == 400 ? "Not a name – WHOIS" : "Not found – WHOIS", [&](std::string& out) {
            write_form(out, subject, query);
            write_message(out, status == 400 ? "Not a name" : "Not found", html);
          })};
}

}  // namespace

std::string_view to_text(Subject subject) {
  switch (subject) {
    case Subject::any: return "any";
    case Subject::domain: return "domain";
    case Subject::nameserver: return "nameserver";
    case Subject::registrar: return "registrar";
  }
  return {};
}

Subject parse_subject(std::string_view text) {
  for (const Option& option : kOptions)
    if (to_text(option.subject) == text) return option.subject;
  return Subject::any;
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
  }
  return out;
}

std::string_view stylesheet() { return kStyle; }

Page whois_page(const core::State& state, const rdds::Viewer& viewer, Subject subject,
                std::string_view query) {
  if (query.empty())
    return {200, document(state, "WHOIS", [&](std::string& out) { write_form(out, subject, query); })};
  if (query.size() > kLongestQuery || !core::count_characters(query))
    return not_found(state, subject, {}, 400, "What you asked for is no text, or too long.");

  const bool any = subject == Subject::any;
  rdds::DomainReply reply;
  if (any || subject == Subject::domain) {
    reply = rdds::find_domain(state, viewer, query);
    if (reply.domain) {
      const auto& name = reply.domain->unicode_name.empty() ? reply.domain->name.text() : reply.domain->unicode_name;
      return found(state, subject, query, name, domain_fields(*reply.domain));
    }
  }
  if (any || subject == Subject::nameserver)
    if (const auto host = rdds::find_host(state, viewer, query))
      return found(state, subject, query, host->unicode_name.empty() ? host->name : host->unicode_name, host_fields(*host));
  if (any || subject == Subject::registrar)
    if (const auto registrar = rdds::find_registrar(state, viewer, query))
      return found(state, subject, query, registrar->name, registrar_fields(*registrar));
  if (subject == Subject::nameserver) return not_found(state, subject, query, 404, "No such name server is known here.");
  if (subject == Subject::registrar) return not_found(state, subject, query, 404, "No such registrar is known here.");
  if (reply.why != rdds::NoDomain::not_a_name) return not_found(state, subject, query, 404, explain(reply));
  if (any) return not_found(state, subject, query, 404, "Nothing by this name is known here.");
  return not_found(state, subject, query, 400, explain(reply));
}

Page terms_page(const core::State& state) {
  return {200, document(state, "Terms of service – WHOIS", [&](std::string& out) {
            const auto settings = state.settings();
            out += "<section aria-labelledby=\"terms\">\n<h2 id=\"terms\">Terms of service</h2>\n";
            std::string_view rest = settings->whois_notice;
            if (rest.empty()) rest = "What this registry holds is told as its policy allows, for lawful purposes.";
            while (!rest.empty()) {
              const std::size_t end = std::min(rest.find('\n'), rest.size());
              if (end > 0) out += "<p dir=\"auto\">" + escape_html(rest.substr(0, end)) + "</p>\n";
              rest.remove_prefix(std::min(end + 1, rest.size()));
            }
            out += "</section>\n";
          })};
}

Page refused_page(const core::State& state, unsigned status, std::string_view why) {
  return {status, document(state, "WHOIS", [&](std::string& out) {
            write_message(out, "Not answered", escape_html(why));
          })};
}

std::string_view availability(const core::State& state, std::string_view name) {
  const auto reply = rdds::find_domain(state, rdds::Viewer{}, name);
  if (reply.domain) return "registered";
  switch (reply.why) {
    case rdds::NoDomain::available: return "available";
    case rdds::NoDomain::reserved:
    case rdds::NoDomain::blocked: return "reserved";
    case rdds::NoDomain::referred:
    case rdds::NoDomain::not_open: return "unavailable";
    case rdds::NoDomain::not_a_name:
    case rdds::NoDomain::not_here:
    case rdds::NoDomain::zone_itself:
    case rdds::NoDomain::too_deep:
    case rdds::NoDomain::not_allowed: return "invalid";
  }
  return "invalid";
}

}  // namespace stele::web_whois
