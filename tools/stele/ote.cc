// stele ote: a whole registry on 127.0.0.1 for a registrar's developer to test a client against.
// A directory goes on from where it was; at its first start zones, registrars, credit and
// certificates are made.
#include <filesystem>

#include "engine/base/file.h"
#include "engine/crypto/password.h"
#include "engine/net/certificate.h"
#include "engine/runtime/data_directory.h"
#include "events/values/contact_model.h"
#include "frontends/dns/dns_server.h"
#include "frontends/whois/whois_server.h"
#include "events/journal/genesis.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
#include "tools/stele/ote_accounts.h"
#include "tools/stele/ote_profile.h"
#include "tools/stele/tables/arabic.h"
#include "tools/steled/server.h"
#include "tools/steled/signals.h"

namespace stele::cli {

namespace json = boost::json;

namespace {

constexpr const char* kOrigin = "sandbox.stele/journal";
constexpr Position kFounded{2};  // after genesis and repository
constexpr const char* kAddress = "127.0.0.1";
constexpr Currency kEuro{{'E', 'U', 'R'}};
constexpr Amount kCredit{1'000'000'000LL * 10'000};
constexpr Amount kRestore{40 * 10'000};
constexpr std::uint32_t kSessions = 1000;
constexpr std::uint32_t kCommands = 1'000'000;     // a second
constexpr std::uint32_t kFailures = 1000;
constexpr std::uint32_t kChecks = 1'000'000'000;  // names a minute
constexpr std::uint64_t kLeastFreeBytes = 64ULL << 20;

struct OteZone {
  const char* name;
  Amount price;
  const char* lifecycle;
  const char* records;
  bool arabic = false;  // takes the Arabic table, and its registrars activate variants
};
// The upper zone delegates the lower one by its own header: both are served by the same hosts.
constexpr OteZone kZones[] = {
    {"example", Amount{10 * 10'000}, "gtld",
     "ns1.nic A 192.0.2.1\nns1.nic AAAA 2001:db8::1\nns2.nic A 192.0.2.2\nns2.nic AAAA 2001:db8::2\n"
     "com NS ns1.nic.example.\ncom NS ns2.nic.example.\n"},
    {"com.example", Amount{20 * 10'000}, "cctld", ""},
    {"xn--mgbh0fb", Amount{10 * 10'000}, "gtld", "", true},  // مثال, "example"
};

struct OteOptions {
  std::uint16_t port_base = 7700;
  std::string ready_file;
  std::string compression = "on";
  std::string profile = "full";
  std::string contacts = "thick";
  std::string hosts = "objects";
  std::string dnssec = "ds";
  std::string keys = "ecdsa";
  std::vector<std::string> without;
};

// Hands commands to the registry until one is refused; what is there already is left as it is.
class Furnishing {
 public:
  Furnishing(gateway::Gateway& gateway, const OteAccounts& accounts, const OteOptions& wanted,
             Random& random)
      : gateway_(gateway), accounts_(accounts), wanted_(wanted), random_(random) {}

  Done run() {
    make_administrator();
    load_table();
    for (const OteZone& zone : kZones) make_zone(zone);
    for (const OteZone& zone : kZones) make_distribution(zone);
    for (const OteRegistrar& registrar : accounts_.registrars) make_registrar(registrar);
    return done_;
  }

 private:
  void execute(core::Command command) {
    if (!done_) return;
    core::Request request;
    request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, accounts_.administrator};
    request.source = events::Source::command_line;
    request.reason = "sandbox";
    request.command = std::move(command);
    const runtime::Outcome outcome = gateway_.execute(std::move(request));
    if (const auto* rejections = outcome.rejections())
      done_ = fail(Fault::invalid, control::to_text(*rejections));
  }

  std::string hashed(const std::string& password) {
    auto hash = crypto::hash_password(password, random_);
    if (hash) return std::move(*hash);
    stop(hash.error());
    return {};
  }

  // The settings first: where the administrator is, they are too. The password is in ote.json before,
  // so a start that was cut off loses none.
  void make_administrator() {
    if (gateway_.state()->find_administrator(accounts_.administrator)) return;
    core::ChangeSettings settings;
    settings.server_id = "Stele sandbox";
    settings.whois_notice = "This is a sandbox: its names exist nowhere else.";
    settings.sessions_per_registrar = kSessions;
    // A sandbox is for load tests too.
    settings.commands_per_second = settings.changes_per_second = kCommands;
    settings.checks_per_minute = kChecks;
    // And for test suites, which fail on purpose.
    settings.login_failures = settings.auth_info_failures = kFailures;
    execute(std::move(settings));
    execute(core::CreateAdministrator{accounts_.administrator,
                                      hashed(accounts_.administrator_password), false});
  }

  void load_table() {
    if (gateway_.state()->find_idn_table_number(RepositoryId(1), kArabicTableId)) return;
    core::LoadIdnTable table;
    table.id = kArabicTableId;
    table.text = kArabicTable;
    execute(std::move(table));
  }

  void make_zone(const OteZone& wanted) {
    if (gateway_.state()->find_zone(wanted.name)) return;
    core::CreateZone zone;
    zone.name = DomainName::trusted(wanted.name);
    zone.policy.prices = {{PricedOperation::create, {kEuro, wanted.price}},
                          {PricedOperation::renew, {kEuro, wanted.price}},
                          {PricedOperation::transfer, {kEuro, wanted.price}},
                          {PricedOperation::restore, {kEuro, kRestore}}};
    zone.policy.lifecycle = find_lifecycle(wanted.lifecycle);
    zone.policy.contact_model = parse_contact_model(wanted_.contacts).value();
    zone.policy.host_objects = wanted_.hosts == "objects";
    zone.policy.dnssec_model = parse_dnssec_model(wanted_.dnssec).value();
    zone.policy.variant_activation = wanted.arabic;
    zone.policy.disclosure.profile = DisclosureProfile::icann_2024;
    zone.policy.disclosure.searches = {DirectorySearch::domains, DirectorySearch::nameservers,
                                       DirectorySearch::entities};
    zone.header.primary = "ns1.nic.example";
    zone.header.responsible = "hostmaster.nic.example";
    zone.header.name_servers = {"ns1.nic.example", "ns2.nic.example"};
    zone.header.records = wanted.records;
    execute(std::move(zone));
    if (wanted.arabic)
      execute(core::ChangeZoneTables{DomainName::trusted(wanted.name), {{kArabicTableId, 0}}});
    reserve_names(wanted.name);
  }

  // Those that ICANN's registry agreement keeps for the registry's own use (Specification 5 §3.2).
  void reserve_names(const char* zone) {
    core::ListNames names{.zone = DomainName::trusted(zone), .listed_as = ListedAs::reserved};
    names.labels = {"nic", "rdds", "whois", "www"};
    names.note = "for the registry's own use";
    execute(std::move(names));
  }

  // Whoever sits on this machine and has the sandbox's key may fetch its zones.
  void make_distribution(const OteZone& wanted) {
    const auto zone = gateway_.state()->find_zone(wanted.name);
    const auto secret = parse_base64(accounts_.tsig_secret);
    if (!zone || !zone->distribution.keys.empty() || !secret || secret->empty()) return;
    execute(core::SetTsigKey{zone->name, kOteTsigKey, TsigAlgorithm::hmac_sha256, {*secret}});
    const Secondary here{.name = "this-machine",
                         .contact = {},
                         .addresses = {{*parse_ip_address("127.0.0.1"), 0}, {*parse_ip_address("::1"), 0}},
                         .key = kOteTsigKey,
                         .xot = false,
                         .notify = false};
    execute(core::ChangeSecondaries{zone->name, {here}, {}, {}});
  }

  void make_registrar(const OteRegistrar& wanted) {
    const auto certificate = read_file(wanted.certificate, 1 << 20);
    if (!certificate) return stop(certificate.error());
    const auto fingerprint = net::certificate_fingerprint(*certificate);
    if (!fingerprint) return stop(fingerprint.error());
    if (!gateway_.state()->find_registrar(wanted.id)) {
      core::CreateRegistrar registrar;
      registrar.id = wanted.id;
      registrar.name = "Sandbox Registrar " + wanted.id.substr(4);
      registrar.url = "https://" + wanted.id + ".example";
      registrar.directory = {.iana_id = 9995 + static_cast<std::uint32_t>(wanted.id.back() - 'a'),
                             .whois_server = "whois." + wanted.id + ".example",
                             .rdap_url = "https://rdap." + wanted.id + ".example/",
                             .abuse_email = "abuse@" + wanted.id + ".example",
                             .abuse_phone = "+1.7035555555"};
      // ICANN's response profile wants a registrar's address, phone and e-mail (3.1).
      ContactData office;
      office.international = PostalInfo{.name = "Front Desk",
                                        .organisation = registrar.name,
                                        .streets = {"1 Sandbox Street"},
                                        .city = "Testville",
                                        .state_or_province = {},
                                        .postal_code = "10000",
                                        .country = "CZ"};
      office.voice = {"+420.222745111", {}};
      office.email = "office@" + wanted.id + ".example";
      registrar.contact = std::move(office);
      registrar.password_hash = hashed(wanted.password);
      registrar.fingerprints = {to_hex(view(*fingerprint))};
      for (const OteZone& zone : kZones) registrar.zones.emplace_back(zone.name);
      registrar.currency = kEuro;
      execute(std::move(registrar));
    }
    const auto state = gateway_.state();
    const auto made = state->find_registrar(wanted.id);
    if (done_ && made && state->balance(made->number) == Amount{} &&
        made->updated_at == Instant{})
      execute(core::CreditAccount{wanted.id, {kEuro, kCredit}, "play money"});
  }

  void stop(const Error& error) {
    if (done_) done_ = std::unexpected(error);
  }

  gateway::Gateway& gateway_;
  const OteAccounts& accounts_;
  const OteOptions& wanted_;
  Random& random_;
  Done done_;
};

epp::Profile wanted_profile(const OteOptions& wanted) {
  epp::Profile profile = epp::find_profile(wanted.profile).value();
  for (const std::string& part : wanted.without) epp::switch_part(profile, part, false);
  if (wanted.contacts == "minimal") profile.contacts = false;
  if (wanted.hosts == "attributes") profile.hosts = false;
  return profile;
}

// 0 is any free port.
std::uint16_t nth_port(std::uint16_t base, int n) {
  return base == 0 ? base : static_cast<std::uint16_t>(base + n);
}

server::Config make_config(const Context& context, const OteOptions& wanted,
                           const OteAccounts& accounts) {
  server::Config config;
  config.data = context.data;
  config.kek = context.kek;
  config.compression = wanted.compression == "on";
  config.least_free_bytes = kLeastFreeBytes;
  server::EppListener epp;
  epp.listen = {kAddress, wanted.port_base};
  epp.certificate = accounts.server_certificate;
  epp.key = accounts.server_key;
  epp.limits = server::epp_limits();
  epp.profile = wanted_profile(wanted);
  config.epp = std::move(epp);
  server::WhoisListener whois;
  whois.listen = {kAddress, nth_port(wanted.port_base, 1)};
  whois.limits = whois::WhoisOptions::default_limits();
  config.whois = std::move(whois);
  server::HttpsListener https;
  https.listen = {kAddress, nth_port(wanted.port_base, 2)};
  https.certificate = accounts.server_certificate;
  https.key = accounts.server_key;
  https.whois_server = "whois.nic.example";
  https.api = true;
  https.limits = net::HttpOptions::default_connections();
  config.https = std::move(https);
  server::DnsListener dns;
  dns.listen = {kAddress, nth_port(wanted.port_base, 3)};
  dns.limits = dns::DnsOptions::default_limits();
  dns.xot = server::XotListener{{kAddress, nth_port(wanted.port_base, 4)},
                                accounts.server_certificate,
                                accounts.server_key};
  config.dns = std::move(dns);
  config.metrics = server::Endpoint{kAddress, nth_port(wanted.port_base, 5)};
  return config;
}

json::object ready_object(server::Server& server, const epp::Profile& profile,
                          const OteAccounts& accounts) {
  json::array zones;
  for (const OteZone& zone : kZones) zones.emplace_back(zone.name);
  json::array registrars;
  for (const OteRegistrar& registrar : accounts.registrars)
    registrars.push_back({{"id", registrar.id},
                          {"password", registrar.password},
                          {"cert", registrar.certificate},
                          {"key", registrar.key}});
  return {{"epp", {{"host", kAddress}, {"port", server.epp_port()}}},
          {"whois", {{"host", kAddress}, {"port", server.whois_port()}}},
          {"https", server.https_url()},
          {"rdap", server.https_url() + "/rdap/"},
          {"api", server.https_url() + "/api/v1"},
          {"dns",
           {{"host", kAddress},
            {"port", server.dns_port()},
            {"xot_port", server.xot_port()},
            {"key", kOteTsigKey},
            {"algorithm", "hmac-sha256"},
            {"secret", accounts.tsig_secret},
            {"key_file", accounts.tsig_key}}},
          {"metrics", {{"host", kAddress}, {"port", server.metrics_port()}}},
          {"ca", accounts.ca},
          {"zones", std::move(zones)},
          {"registrars", std::move(registrars)},
          {"profile", describe_profile(*server.gateway().state(), kZones[0].name, profile)},
          {"admin",
           {{"user", accounts.administrator}, {"password", accounts.administrator_password}}}};
}

void report(const std::string& line) {
  print_line(line);
  std::fflush(stdout);
}

// A sandbox whose first start was cut off before ote.json was written: nothing was asked of it yet.
bool is_unfurnished(const std::string& dir) {
  const auto journal = open_journal(dir);
  if (!journal || (*journal)->head().next != kFounded) return false;
  const auto genesis = journal::read_genesis(**journal);
  return genesis && genesis->origin == kOrigin;
}

// Opens the directory, or makes a registry in it when it is empty or does not exist.
Done make_registry(const Context& context, const OteOptions& wanted, Random& random) {
  const bool is_registry = std::filesystem::exists(runtime::DataDirectory{context.data}.journal());
  if (is_registry && (has_ote_accounts(context.data) || is_unfurnished(context.data))) return {};
  if (is_registry)
    return fail(Fault::invalid, context.data + " holds a registry but no ote.json: it is not a sandbox; "
                                               "choose another directory");
  runtime::Options options;
  options.dir = context.data;
  options.kek_path = context.kek;
  options.random = &random;
  options.compression = wanted.compression == "on";
  return runtime::Registry::create(options, kOrigin, "STELE");
}

int run_ote(const Context& context, const OteOptions& wanted) {
  server::hold_signals();
  std::error_code ignored;
  std::filesystem::remove(wanted.ready_file, ignored);  // of an earlier run: nothing answers yet
  crypto::SystemRandom random;
  if (Done made = make_registry(context, wanted, random); !made) return refuse(made.error());
  const auto keys = wanted.keys == "rsa" ? net::KeyKind::rsa : net::KeyKind::ecdsa_p256;
  const auto accounts = open_ote_accounts(context.data, keys, random);
  if (!accounts) return refuse(accounts.error());
  auto server = server::Server::open(make_config(context, wanted, *accounts), report);
  if (!server) return refuse(server::explain_refusal(server.error(), context.data));
  if (Done done = Furnishing((*server)->gateway(), *accounts, wanted, random).run(); !done)
    return refuse("cannot prepare the sandbox: " + done.error().what);
  if (Done done = (*server)->listen(report); !done)
    return refuse("cannot start: " + done.error().what);
  if (!wanted.ready_file.empty()) {
    const std::string ready = json::serialize(ready_object(**server, wanted_profile(wanted), *accounts)) + "\n";
    if (Done done = write_file_durably(wanted.ready_file, ready); !done) return refuse(done.error());
  }
  report("CA certificate: " + accounts->ca);
  for (const OteRegistrar& registrar : accounts->registrars)
    report("registrar " + registrar.id + ": password " + registrar.password + ", certificate " +
           registrar.certificate);
  report("ready");
  server::wait_for_stop();
  report("stopping");
  (*server)->stop();
  return kDone;
}

}  // namespace

void add_ote(Command app, Context& context) {
  auto options = std::make_shared<OteOptions>();
  Command command = app.add_subcommand(
      "ote", "run the sandbox: a registry on 127.0.0.1 with zones, registrars and credit");
  add_data_option(command, context);
  command
      .add_option("--port-base", options->port_base,
                  "EPP on N, WHOIS on N+1, HTTPS (RDAP, WHOIS page) on N+2, DNS on N+3 and over TLS on "
                  "N+4, metrics on N+5; 0: any free ports, see the ready file")
      .within(0, 65530)
      .capture_default();
  command.add_option("--ready-file", options->ready_file,
                     "written when all ports answer: how to connect, as JSON");
  command.add_option("--compression", options->compression, "of the stored files")
      .one_of({"on", "off"})
      .capture_default();
  const auto names = epp::profile_names();
  command.add_option("--profile", options->profile, "what EPP offers and lets pass")
      .one_of(std::vector<std::string>(names.begin(), names.end()))
      .capture_default();
  command
      .add_option("--without", options->without,
                  "an extension, object mapping or tolerance of the profile to leave out")
      .check([](const std::string& part) {
        epp::Profile profile;
        return epp::switch_part(profile, part, false) ? std::string()
                                                      : part + " is no part of a profile";
      });
  command
      .add_option("--contacts", options->contacts,
                  "of new zones: names with registrant and contacts, or without")
      .one_of({"thick", "minimal"})
      .capture_default();
  command.add_option("--hosts", options->hosts, "of new zones: host objects, or attributes of names")
      .one_of({"objects", "attributes"})
      .capture_default();
  command.add_option("--dnssec", options->dnssec, "of new zones: DS data, key data, or both")
      .one_of({"ds", "key", "both"})
      .capture_default();
  command
      .add_option("--keys", options->keys,
                  "of new certificates; rsa for clients that know no elliptic curves")
      .one_of({"ecdsa", "rsa"})
      .capture_default();
  command.footer("Passwords are in DIR/ote.json, certificates in DIR/tls. SIGINT or SIGTERM stops it.");
  command.callback([&context, options] { context.exit_code = run_ote(context, *options); });
}

}  // namespace stele::cli
