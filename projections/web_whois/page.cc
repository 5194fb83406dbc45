#include "projections/web_whois/page.h"

#include <algorithm>

#include "engine/core/checks.h"
#include "projections/web_whois/fields.h"

namespace stele::web_whois {

namespace {

constexpr std::size_t kLongestQuery = 1024;

constexpr std::string_view kStyle = R"(:root{color-scheme:light dark;--page:#f3f5f7;--card:#fff;--ink:#1b1f24;--soft:#4b5560;--line:#d8dee4;--edge:#6b7681;--accent:#0a4f9e;--on-accent:#fff;--focus:#b35900;--note:#fff5e6}
@media(prefers-color-scheme:dark){:root{--page:#0f1419;--card:#191f26;--ink:#e6edf3;--soft:#b3bdc7;--line:#313a44;--edge:#8b949e;--accent:#7db9ff;--on-accent:#0b1520;--focus:#ffb454;--note:#32260f}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,"Noto Sans","Noto Sans Arabic","DejaVu Sans",sans-serif;margin:0;color:var(--ink);background:var(--page)}
header{background:var(--card);border-bottom:1px solid var(--line)}
h1,main,footer{max-width:48rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem}h2{font-size:1.3rem;margin:0 0 1rem;width:fit-content;max-width:100%;overflow-wrap:anywhere}h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
form,section{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:1.25rem;margin:.5rem 0 1.25rem}
form{display:flex;flex-wrap:wrap;gap:1rem;align-items:end}
label{display:block;font-weight:600;margin-bottom:.25rem}.grow{flex:1 1 15rem}
input,select,button{font:inherit;height:2.75rem;padding:0 .75rem;border:1px solid var(--edge);border-radius:.35rem;background:var(--card);color:var(--ink)}
input{width:100%}button{background:var(--accent);color:var(--on-accent);border-color:var(--accent);font-weight:600;padding:0 1.5rem;cursor:pointer}
.hint{flex-basis:100%;margin:-.25rem 0 0;color:var(--soft);font-size:.9rem}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--focus);outline-offset:2px}h2:focus-visible{outline:0;box-shadow:0 3px 0 var(--focus)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
dl{display:grid;grid-template-columns:minmax(9rem,13rem) 1fr;margin:0}
dt,dt+dd{border-top:1px solid var(--line);padding-top:.4rem}dt,dd{padding-bottom:.4rem}
dt{color:var(--soft);padding-inline-end:1rem}dd{margin:0;grid-column:2;overflow-wrap:anywhere;text-align:left}
dd+dd{margin-top:-.4rem}
.withheld{color:var(--soft);font-style:italic}
.message{border-inline-start:.3rem solid var(--focus);padding:.75rem 1rem;margin:0;background:var(--note);overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.9rem}footer p{margin:.25rem 0}
@media(max-width:34rem){form>div{flex:1 1 100%}select,button{width:100%}dl{grid-template-columns:1fr}dd{grid-column:1}dt{padding-bottom:0}dt+dd{border-top:0;padding-top:0}}
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
  out += "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"robots\" content=\"noindex\">\n<title>";
  out += escape_html(title);
  out += "</title>\n<link rel=\"stylesheet\" href=\"/whois/style.css\">\n</head>\n<body>\n"
         "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n<h1>";
  out += escape_html(settings->server_id);
  out += " WHOIS</h1>\n</header>\n<main id=\"main\">\n";
  main(out);
  out += "</main>\n<footer>\n<p>As of " + time_element(state.now()) + ", journal position " +
         std::to_string(state.position().value) +
         ".</p>\n<p><a href=\"/whois/terms\">Terms of service</a> · "
         "<a href=\"https://icann.org/epp\">What a status means</a></p>\n</footer>\n</body>\n</html>\n";
  return out;
}

// The answer is a new page; its heading is the link's target, so that the focus stands there and is read out.
void write_form(std::string& out, Subject subject, std::string_view query) {
  out += "<form role=\"search\" method=\"get\" action=\"/whois#result\">\n"
         "<div class=\"grow\"><label for=\"q\">Name or registrar</label>\n"
         "<input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" maxlength=\"253\" required "
         "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" aria-describedby=\"hint\" value=\"";
  out += escape_html(query);
  out += "\"></div>\n<div><label for=\"type\">Look for</label>\n<select id=\"type\" name=\"type\">";
  for (const Option& option : kOptions) {
    out += "<option value=\"" + std::string(to_text(option.subject)) + "\"";
    if (option.subject == subject) out += " selected";
    out += ">" + std::string(option.label) + "</option>";
  }
  out += "</select></div>\n<div><button type=\"submit\">Search</button></div>\n"
         "<p class=\"hint\" id=\"hint\">For example <code>shop.example</code> or <code>ns1.shop.example</code>; "
         "names in any script, or in their <code>xn--</code> form.</p>\n</form>\n";
}

std::string heading(const std::string& html) {
  return "<section aria-labelledby=\"result\">\n<h2 id=\"result\" tabindex=\"-1\">" + html + "</h2>\n";
}

void write_message(std::string& out, std::string_view title, const std::string& html) {
  out += heading(escape_html(title)) + "<p class=\"message\">" + html + "</p>\n</section>\n";
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
            out += heading(isolated(name)) + fields + "</section>\n";
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

std::string isolated(std::string_view text) { return "<bdi>" + escape_html(text) + "</bdi>"; }

std::string time_element(Instant at) {
  const std::string text = to_text(at);  // 2026-03-01T09:30:00.000Z
  return "<time datetime=\"" + text + "\">" + text.substr(0, 10) + " " + text.substr(11, 8) + " UTC</time>";
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
  return {status, document(state, "Not answered – WHOIS", [&](std::string& out) {
            write_form(out, Subject::any, {});
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
