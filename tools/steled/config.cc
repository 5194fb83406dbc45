#define TOML_EXCEPTIONS 0
#include "tools/steled/config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <span>
#include <utility>

#include "engine/base/file.h"
#include "engine/net/http.h"
#include "frontends/dns/dns_server.h"
#include "frontends/whois/whois_server.h"
#include "tools/steled/texts.h"

namespace stele::server {

namespace {

constexpr std::size_t kMaxConfig = 1 << 20;
constexpr std::uint64_t kMebibyte = 1 << 20;
constexpr std::uint16_t kMetricsPort = 7705;  // as the sandbox has it

// One table of the file. Every key that is read is ticked off; finish() refuses what is left, so a
// misspelt limit is not silently the default.
class Section {
 public:
  Section(std::string file, std::string name, const toml::table* table, std::optional<Error>& problem)
      : file_(std::move(file)), name_(std::move(name)), table_(table), problem_(problem) {}

  bool given() const { return table_ != nullptr; }

  const toml::node* take(std::string_view key) {
    if (table_ == nullptr) return nullptr;
    known_.emplace_back(key);
    return table_->get(key);
  }

  void read(std::string_view key, std::string& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    if (const auto* text = node->as_string()) {
      out = text->get();
    } else {
      wrong(key, *node, "a string in quotes");
    }
  }

  void read(std::string_view key, bool& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    if (const auto* flag = node->as_boolean()) {
      out = flag->get();
    } else {
      wrong(key, *node, "true or false");
    }
  }

  template <std::unsigned_integral Int>
  void read(std::string_view key, Int& out, std::int64_t least, std::int64_t most,
            std::uint64_t unit = 1) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr || value->get() < least || value->get() > most) {
      wrong(key, *node, "a number from " + std::to_string(least) + " to " + std::to_string(most));
      return;
    }
    out = static_cast<Int>(static_cast<std::uint64_t>(value->get()) * unit);
  }

  void read(std::string_view key, std::vector<std::string>& out) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    const bool strings = list != nullptr && std::all_of(list->begin(), list->end(), [](const auto& e) {
                           return e.is_string();
                         });
    if (!strings) return wrong(key, *node, "a list of strings: [\"…\", \"…\"]");
    for (const toml::node& entry : *list) out.push_back(entry.as_string()->get());
  }

  void read_seconds(std::string_view key, std::chrono::milliseconds& out) {
    std::uint64_t seconds = static_cast<std::uint64_t>(out.count()) / 1000;
    read(key, seconds, 1, 86'400);
    out = std::chrono::seconds(seconds);
  }

  void read(std::string_view key, Endpoint& out) {
    std::string text;
    read(key, text);
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr || problem_) return;
    if (auto endpoint = parse_endpoint(text)) {
      out = *endpoint;
    } else {
      wrong(key, *node, "an address and port such as \"192.0.2.1:700\" or \"[2001:db8::1]:700\"");
    }
  }

  Section section(const std::string& key) {
    const toml::node* node = take(key);
    if (node != nullptr && !node->is_table()) wrong(key, *node, "a table: [" + key + "]");
    return Section(file_, path_of(key), node == nullptr ? nullptr : node->as_table(), problem_);
  }

  void wrong(std::string_view key, const toml::node& node, const std::string& wanted) {
    report(node.source(), path_of(key) + " must be " + wanted);
  }

  void missing(std::string_view key, const std::string& wanted) {
    if (problem_) return;
    report(table_ == nullptr ? toml::source_region{} : table_->source(),
           path_of(key) + " is missing: " + wanted);
  }

  void finish() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_)
      if (std::find(known_.begin(), known_.end(), key.str()) == known_.end())
        report(key.source(), path_of(key.str()) + " is not a setting; see steled --help");
  }

 private:
  std::string path_of(std::string_view key) const {
    return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
  }

  void report(const toml::source_region& where, const std::string& what) {
    if (problem_) return;
    const std::string line = where.begin.line > 0 ? ":" + std::to_string(where.begin.line) : "";
    problem_ = Error{Fault::invalid, file_ + line + ": " + what};
  }

  std::string file_;
  std::string name_;
  const toml::table* table_;
  std::optional<Error>& problem_;
  std::vector<std::string> known_;
};

void read_limits(Section& section, net::Limits& limits) {
  section.read("connections", limits.connections, 1, 1'000'000);
  section.read("connections_per_address", limits.connections_per_address, 1, 1'000'000);
  section.read_seconds("idle_seconds", limits.idle_timeout);
  section.read_seconds("request_seconds", limits.frame_timeout);
  section.read_seconds("send_seconds", limits.send_timeout);
}

void read_client_certificate(Section& section, EppListener& epp) {
  std::string mode;
  section.read("client_certificate", mode);
  section.read("client_ca", epp.client_ca);
  if (mode.empty()) return;
  if (const auto known = parse_certificate_mode(mode)) epp.client_certificate = *known;
  else
    section.wrong("client_certificate", *section.take("client_certificate"),
                  "\"own\" (bound by fingerprint), \"issued\" (by client_ca) or \"none\"");
  if (epp.client_certificate == CertificateMode::issued && epp.client_ca.empty())
    section.missing("client_ca", "who signs the registrars' certificates");
}

std::string join(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words)
    out += (out.empty() ? "\"" : ", \"") + std::string(word) + "\"";
  return out;
}

void read_profile(Section& section, epp::Profile& out) {
  std::string name;
  section.read("profile", name);
  if (!name.empty()) {
    if (auto known = epp::find_profile(name)) out = *std::move(known);
    else section.wrong("profile", *section.take("profile"), "one of " + join(epp::profile_names()));
  }
  section.read("auth_info_bits", out.auth_info_bits, 0, 256);
  for (const auto& [key, on] : {std::pair("with", true), std::pair("without", false)}) {
    std::vector<std::string> parts;
    section.read(key, parts);
    for (const std::string& part : parts)
      if (!epp::switch_part(out, part, on))
        section.wrong(key, *section.take(key),
                      "extensions, objects and tolerances that this server has "
                      "(docs/protocols/epp.md), not \"" + part + "\"");
  }
}

void read_languages(Section& section, std::vector<epp::Texts>& out) {
  std::vector<std::string> files;
  section.read("languages", files);
  for (const std::string& file : files) {
    auto texts = read_texts(file);
    if (!texts) {
      section.wrong("languages", *section.take("languages"),
                    "files with texts, and " + texts.error().what);
    } else if (epp::find_language(texts->tag, out)) {
      section.wrong("languages", *section.take("languages"),
                    "files of different languages, and " + file + " is a second one of " + texts->tag);
    } else {
      out.push_back(std::move(*texts));
    }
  }
}

void read_epp(Section section, std::optional<EppListener>& out) {
  if (!section.given()) return;
  EppListener epp;
  epp.limits = epp_limits();
  section.read("listen", epp.listen);
  if (section.take("listen") == nullptr) section.missing("listen", "address and port, such as \"0.0.0.0:700\"");
  section.read("certificate", epp.certificate);
  section.read("key", epp.key);
  if (epp.certificate.empty()) section.missing("certificate", "PEM file with certificate and chain");
  if (epp.key.empty()) section.missing("key", "PEM file with the private key");
  read_client_certificate(section, epp);
  read_profile(section, epp.profile);
  read_languages(section, epp.languages);
  read_limits(section, epp.limits);
  section.read_seconds("handshake_seconds", epp.limits.handshake_timeout);
  section.finish();
  out = std::move(epp);
}

void read_whois(Section section, std::optional<WhoisListener>& out) {
  if (!section.given()) return;
  WhoisListener whois;
  whois.limits = whois::WhoisOptions::default_limits();
  section.read("listen", whois.listen);
  if (section.take("listen") == nullptr) section.missing("listen", "address and port, such as \"0.0.0.0:43\"");
  read_limits(section, whois.limits);
  section.finish();
  out = std::move(whois);
}

void read_https(Section section, std::optional<HttpsListener>& out) {
  if (!section.given()) return;
  HttpsListener https;
  https.limits = net::HttpOptions::default_connections();
  section.read("listen", https.listen);
  if (section.take("listen") == nullptr) section.missing("listen", "address and port, such as \"0.0.0.0:443\"");
  section.read("certificate", https.certificate);
  section.read("key", https.key);
  if (https.certificate.empty() != https.key.empty())
    section.missing(https.key.empty() ? "key" : "certificate", "both, or neither behind a proxy that does TLS");
  section.read("url", https.url);
  if (const toml::node* node = section.take("url"); node != nullptr && !https.url.starts_with("https://") &&
                                                    !https.url.starts_with("http://"))
    section.wrong("url", *node, "what clients ask, such as \"https://rdap.nic.example\"");
  while (https.url.ends_with('/')) https.url.pop_back();
  section.read("terms", https.terms);
  section.read("whois_server", https.whois_server);
  section.read("rdap", https.rdap);
  section.read("whois", https.whois);
  section.read("api", https.api);
  read_limits(section, https.limits);
  section.read_seconds("handshake_seconds", https.limits.handshake_timeout);
  section.finish();
  out = std::move(https);
}

void read_xot(Section section, std::optional<XotListener>& out) {
  if (!section.given()) return;
  XotListener xot;
  section.read("listen", xot.listen);
  if (section.take("listen") == nullptr)
    section.missing("listen", "address and port, such as \"0.0.0.0:853\"");
  section.read("certificate", xot.certificate);
  section.read("key", xot.key);
  if (xot.certificate.empty()) section.missing("certificate", "PEM file with certificate and chain");
  if (xot.key.empty()) section.missing("key", "PEM file with the private key");
  section.finish();
  out = std::move(xot);
}

void read_dns(Section section, std::optional<DnsListener>& out) {
  if (!section.given()) return;
  DnsListener dns;
  dns.limits = dns::DnsOptions::default_limits();
  section.read("listen", dns.listen);
  if (section.take("listen") == nullptr)
    section.missing("listen", "address and port, such as \"192.0.2.1:53\"");
  section.read("transfers", dns.transfers, 1, 1024);
  read_xot(section.section("xot"), dns.xot);
  read_limits(section, dns.limits);
  section.finish();
  out = std::move(dns);
}

// The command is the operator's who writes this file: no account of the registry can change it.
void read_zone_files(Section section, ZoneFilesConfig& out) {
  section.read("directory", out.directory);
  section.read_seconds("every_seconds", out.every);
  section.read("hook", out.hook);
  if (out.directory.empty() && section.given())
    section.missing("directory", "where the master files of the zones are written");
  section.finish();
}

void read_cds(Section section, std::optional<cds::ScanOptions>& out) {
  if (!section.given()) return;
  cds::ScanOptions cds;
  std::vector<std::string> resolvers;
  section.read("resolvers", resolvers);
  for (const std::string& text : resolvers) {
    // A resolver is an address, with a port or without.
    const auto endpoint = parse_endpoint(text);
    const std::string address = endpoint ? endpoint->address : text;
    if (!parse_ip_address(address))
      section.wrong("resolvers", *section.take("resolvers"),
                    "addresses such as \"192.0.2.1\" or \"[2001:db8::1]:53\"");
    else
      cds.resolvers.push_back({address, endpoint ? endpoint->port : std::uint16_t{53}});
  }
  section.read("port", cds.port, 1, 65'535);
  section.read("private_addresses", cds.private_addresses);
  section.read("ipv6", cds.ipv6);
  section.read("parallel", cds.parallel, 1, 256);
  section.read("per_second", cds.pace.per_second, 1, 10'000);
  section.read("per_server", cds.pace.per_server, 1, 256);
  section.read_seconds("timeout_seconds", cds.timeout);
  section.finish();
  out = std::move(cds);
}

// Plain and without login: on this machine, unless somebody says otherwise.
void read_metrics(Section section, std::optional<MetricsListener>& out) {
  if (!section.given()) return;
  MetricsListener listen{"127.0.0.1", kMetricsPort};
  section.read("listen", listen);
  section.finish();
  out = std::move(listen);
}

void read_log(Section section, Config& config) {
  section.read("file", config.log_file);
  section.read("rotate_mib", config.log_rotation.most_bytes, 1, 1 << 20, kMebibyte);
  section.read("keep_files", config.log_rotation.kept, 1, 1000);
  std::string level = "info";
  section.read("level", level);
  if (level == "debug") {
    config.log_level = runtime::LogLevel::debug;
  } else if (level == "warning") {
    config.log_level = runtime::LogLevel::warning;
  } else if (level == "error") {
    config.log_level = runtime::LogLevel::error;
  } else if (level != "info") {
    section.wrong("level", *section.take("level"), "\"debug\", \"info\", \"warning\" or \"error\"");
  }
  section.finish();
}

void read_limits_of_process(Section section, Config& config) {
  section.read("network_threads", config.threads, 1, 256);
  section.read("waiting_commands", config.mailbox, 1, 1'000'000);
  section.read("cache_mib", config.cache_bytes, 1, 1 << 20, kMebibyte);
  section.read("least_free_mib", config.least_free_bytes, 0, 1 << 24, kMebibyte);
  section.finish();
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view address = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  } else if (address.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  Endpoint out{std::string(address), 0};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (error != std::errc{} || end != port.data() + port.size() || address.empty())
    return std::nullopt;
  return out;
}

std::string to_text(const Endpoint& endpoint) {
  const bool v6 = endpoint.address.find(':') != std::string::npos;
  return (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" + std::to_string(endpoint.port);
}

net::Limits epp_limits() {
  net::Limits limits;
  limits.idle_timeout = std::chrono::minutes(10);
  return limits;
}

Result<Config> read_config(const std::string& path) {
  const auto text = read_file(path, kMaxConfig);
  if (!text) return std::unexpected(text.error());
  const toml::parse_result parsed = toml::parse(*text);
  if (!parsed)
    return fail(Fault::invalid, path + ":" + std::to_string(parsed.error().source().begin.line) +
                                    ": " + std::string(parsed.error().description()));
  std::optional<Error> problem;
  Section root(path, "", &parsed.table(), problem);
  Config config;
  root.read("data", config.data);
  if (config.data.empty()) root.missing("data", "the data directory that `stele init` made");
  root.read("key_encryption_key", config.kek);
  root.read("compression", config.compression);
  read_epp(root.section("epp"), config.epp);
  read_whois(root.section("whois"), config.whois);
  read_zone_files(root.section("zone_files"), config.zone_files);
  read_dns(root.section("dns"), config.dns);
  read_cds(root.section("cds"), config.cds);
  read_metrics(root.section("metrics"), config.metrics);
  read_https(root.section("https"), config.https);
  read_log(root.section("log"), config);
  read_limits_of_process(root.section("limits"), config);
  root.finish();
  if (problem) return std::unexpected(*problem);
  return config;
}

}  // namespace stele::server
