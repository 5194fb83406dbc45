#include "tools/stele/ote_accounts.h"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/base/bytes.h"
#include "engine/base/clock.h"
#include "engine/base/file.h"
#include "engine/net/certificate.h"
#include "tools/stele/cli.h"
#include "tools/stele/password.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

constexpr int kDays = 3650;  // a sandbox that stops after a year because of a certificate helps nobody

std::string accounts_path(const std::string& dir) { return dir + "/ote.json"; }

// Paths are not stored, so that a sandbox may be moved.
OteAccounts with_paths(const std::string& dir, OteAccounts accounts) {
  const std::string tls = std::filesystem::absolute(dir).lexically_normal().string() + "/tls/";
  accounts.ca = tls + "ca.pem";
  accounts.server_certificate = tls + "server.pem";
  accounts.server_key = tls + "server.key";
  accounts.tsig_key = tls + "tsig.key";
  for (OteRegistrar& registrar : accounts.registrars) {
    registrar.certificate = tls + registrar.id + ".pem";
    registrar.key = tls + registrar.id + ".key";
  }
  return accounts;
}

Done write_identity(const net::Identity& identity, const std::string& certificate,
                    const std::string& key) {
  if (Done done = write_file_durably(certificate, identity.certificate_pem); !done) return done;
  return write_file_durably(key, identity.key_pem);
}

Done make_certificates(const std::string& dir, const OteAccounts& accounts, net::KeyKind keys) {
  const std::string tls = dir + "/tls";
  if (::mkdir(tls.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(Fault::io, "cannot make " + tls + ": " + std::strerror(errno));
  const Instant now = SystemClock().now();
  const auto ca = net::make_ca("Stele sandbox CA", kDays, now, keys);
  if (!ca) return std::unexpected(ca.error());
  if (Done done = write_identity(*ca, accounts.ca, tls + "/ca.key"); !done) return done;
  const auto server = net::issue_certificate(*ca,
                                             {.common_name = "localhost",
                                              .names = {"localhost", "127.0.0.1", "::1"},
                                              .use = net::CertificateUse::server,
                                              .days = kDays,
                                              .key = keys},
                                             now);
  if (!server) return std::unexpected(server.error());
  if (Done done = write_identity(*server, accounts.server_certificate, accounts.server_key); !done)
    return done;
  for (const OteRegistrar& registrar : accounts.registrars) {
    const auto client = net::issue_certificate(*ca,
                                               {.common_name = registrar.id,
                                                .names = {},
                                                .use = net::CertificateUse::client,
                                                .days = kDays,
                                                .key = keys},
                                               now);
    if (!client) return std::unexpected(client.error());
    if (Done done = write_identity(*client, registrar.certificate, registrar.key); !done)
      return done;
  }
  return {};
}

std::string make_tsig_secret(Random& random) {
  std::string secret(32, '\0');
  random.fill({reinterpret_cast<unsigned char*>(secret.data()), secret.size()});
  return to_base64(secret);
}

Done write_tsig_key(const OteAccounts& accounts) {
  return write_file_durably(accounts.tsig_key, std::string("key \"") + kOteTsigKey +
                                                   "\" {\n    algorithm hmac-sha256;\n    secret \"" +
                                                   accounts.tsig_secret + "\";\n};\n");
}

Result<OteAccounts> read_accounts(const std::string& dir) {
  const std::string path = accounts_path(dir);
  const auto text = read_file(path, 1 << 20);
  if (!text) return std::unexpected(text.error());
  const auto object = parse_object(*text, path);
  if (!object) return std::unexpected(object.error());
  const auto string_at = [](const json::value* value) {
    return value != nullptr && value->is_string() ? std::string(json::string_view(value->get_string()))
                                                  : std::string();
  };
  OteAccounts accounts;
  accounts.administrator = string_at(object->if_contains("administrator"));
  accounts.administrator_password = string_at(object->if_contains("administrator_password"));
  accounts.tsig_secret = string_at(object->if_contains("tsig_secret"));
  if (const json::value* list = object->if_contains("registrars"); list && list->is_array()) {
    for (const json::value& entry : list->get_array()) {
      if (!entry.is_object()) continue;
      const json::object& one = entry.get_object();
      accounts.registrars.push_back(
          {string_at(one.if_contains("id")), string_at(one.if_contains("password")), {}, {}});
    }
  }
  if (accounts.administrator.empty() || accounts.registrars.empty())
    return fail(Fault::invalid, path + " is not what a sandbox wrote; restore it, or start a new "
                                       "sandbox in another directory");
  return with_paths(dir, std::move(accounts));
}

}  // namespace

bool has_ote_accounts(const std::string& dir) { return file_exists(accounts_path(dir)); }

Result<OteAccounts> open_ote_accounts(const std::string& dir, net::KeyKind keys, Random& random) {
  if (has_ote_accounts(dir)) return read_accounts(dir);
  OteAccounts accounts;
  accounts.administrator = "admin";
  accounts.administrator_password = make_password(random);
  json::array registrars;
  for (const char* id : {"reg-a", "reg-b", "reg-c"}) {
    accounts.registrars.push_back({id, make_password(random), {}, {}});
    registrars.push_back({{"id", id}, {"password", accounts.registrars.back().password}});
  }
  accounts = with_paths(dir, std::move(accounts));
  accounts.tsig_secret = make_tsig_secret(random);
  if (Done made = make_certificates(dir, accounts, keys); !made) return std::unexpected(made.error());
  if (Done made = write_tsig_key(accounts); !made) return std::unexpected(made.error());
  // Last: with it, everything else is there.
  const json::object stored{{"administrator", accounts.administrator},
                            {"administrator_password", accounts.administrator_password},
                            {"tsig_secret", accounts.tsig_secret},
                            {"registrars", std::move(registrars)}};
  if (Done done = write_file_durably(accounts_path(dir), json::serialize(stored) + "\n"); !done)
    return std::unexpected(done.error());
  return accounts;
}

}  // namespace stele::cli
