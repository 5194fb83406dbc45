// What a server must know to boot: where its data are, where it listens, what it logs. All else
// (zones, prices, registrars, settings) is in the journal. Read from a TOML file by steled; the
// sandbox fills it in itself.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/net/server.h"
#include "engine/runtime/log.h"
#include "frontends/cds/scanner.h"
#include "events/values/extension.h"
#include "events/values/registrar_access.h"
#include "frontends/epp/profile.h"
#include "frontends/epp/response/messages.h"
#include "tools/steled/zone_files.h"

namespace stele::server {

struct Endpoint {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
};
// "192.0.2.1:700", "[2001:db8::1]:700"
std::optional<Endpoint> parse_endpoint(std::string_view text);
std::string to_text(const Endpoint& endpoint);

struct EppListener {
  Endpoint listen;
  std::string certificate, key;  // PEM files
  CertificateMode client_certificate = CertificateMode::own;
  std::string client_ca;         // PEM file; required where certificates are to be issued
  std::vector<epp::Texts> languages;  // beside English
  epp::Profile profile = epp::find_profile("full").value();
  net::Limits limits;
};

struct WhoisListener {
  Endpoint listen;
  net::Limits limits;
};

struct XotListener {
  Endpoint listen;
  std::string certificate, key;  // PEM files
};

struct DnsListener {
  Endpoint listen;               // UDP and TCP
  std::optional<XotListener> xot;
  std::size_t transfers = 16;    // at once
  net::Limits limits;
};

using MetricsListener = Endpoint;

// RDAP, the WHOIS page, the availability check and the registrars' API, on one port. Without a certificate it is plain
// HTTP, for a proxy in front that does TLS.
struct HttpsListener {
  Endpoint listen;
  std::string certificate, key;  // PEM files
  std::string url;               // as clients reach it: "https://rdap.nic.example"; empty: by its port
  std::string terms;             // URL of the terms of service; empty: URL/whois/terms
  std::string whois_server;      // named in RDAP answers; empty: none
  bool rdap = true;
  bool whois = true;
  bool api = false;              // what a password alone opens is for the operator to say
  net::Limits limits;
};

struct Config {
  std::string data;
  std::string kek;                // empty: DIR/keys.kek
  std::optional<EppListener> epp;
  std::optional<WhoisListener> whois;
  std::optional<DnsListener> dns;
  std::optional<MetricsListener> metrics;
  std::optional<HttpsListener> https;
  ZoneFilesConfig zone_files;
  std::optional<cds::ScanOptions> cds;  // none: nobody is asked for CDS records
  std::string log_file;           // empty: stderr
  runtime::LogLevel log_level = runtime::LogLevel::info;
  runtime::LogRotation log_rotation;
  std::size_t threads = 2;        // of the network
  std::size_t mailbox = 4096;
  bool compression = true;
  std::uint64_t cache_bytes = 256ULL << 20;
  std::uint64_t least_free_bytes = 512ULL << 20;
};

net::Limits epp_limits();  // what holds when the file says nothing

// Unknown keys, wrong types and values out of range are faults that name file and line.
Result<Config> read_config(const std::string& path);

}  // namespace stele::server
