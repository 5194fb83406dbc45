#include "frontends/control/operations.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "engine/crypto/password.h"
#include "engine/crypto/system_random.h"
#include "events/codec.h"
#include "events/journal/chain.h"
#include "frontends/control/cds.h"
#include "frontends/control/history.h"
#include "frontends/control/journal_access.h"
#include "engine/idn/name.h"
#include "frontends/control/idn_tables.h"
#include "frontends/control/messages.h"
#include "frontends/control/show.h"
#include "frontends/control/transaction_json.h"
#include "frontends/gateway/command_text.h"
#include "projections/zone/peer_config.h"

namespace stele::control {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kMostTransactions = 10'000;  // of one tail
constexpr std::uint64_t kScrubStep = 10'000;  // records between two reports of progress
constexpr const char* kCutOff = "cut off: the server stops";

Reply done(const json::object& data) { return Reply{true, {}, json::serialize(data)}; }
Reply done_text(std::string data) { return Reply{true, {}, std::move(data)}; }

// The value of a decimal argument; `otherwise` when it is not given.
std::optional<std::uint64_t> number(const Request& request, const std::string& name,
                                    std::uint64_t otherwise) {
  const std::string text = argument(request, name);
  if (text.empty()) return otherwise;
  if (text.size() > 18 || !std::all_of(text.begin(), text.end(), [](char c) {
        return c >= '0' && c <= '9';
      }))
    return std::nullopt;
  return std::stoull(text);
}

// A name as messages have it; identifiers stay as they are.
std::string in_a_labels(const std::string& object) {
  const auto name = idn::parse_name(object);
  const bool is_name = name && object.find('.') != std::string::npos;
  return is_name ? name->text() : object;
}

}  // namespace

std::string to_text(const core::Rejections& rejections) {
  std::string out;
  for (const core::Rejection& rejection : rejections) {
    out += out.empty() ? "refused: " : "; ";
    out += core::text_of(rejection.reason);
    if (rejection.field != core::Field::none || !rejection.value.empty()) {
      out += " (" + std::string(core::name_of(rejection.field));
      if (!rejection.value.empty()) out += " " + to_printable(rejection.value);
      out += ")";
    }
    out += " [" + std::string(core::name_of(rejection.reason)) + "]";
  }
  return out;
}

Reply Operations::perform(const Request& request, const PartSink& part, std::stop_token stop) {
  if (request.what == "command") return command(request);
  if (request.what.starts_with("logs.")) return logs_.perform(request, part, stop);
  if (request.what == "head") return head();
  if (request.what == "tail") return tail(request, part, stop);
  if (request.what == "history") return history(request, part, stop);
  if (request.what == "zone.export") return zones_.write_file(request, part, stop);
  if (request.what == "zone.status") return zones_.status(request);
  if (request.what == "cds.status") return cds_status(gateway_, argument(request, "name"));
  if (request.what == "cds.scan")
    return cds_scan(gateway_, argument(request, "name"), argument(request, "dry") == "yes", stop);
  if (request.what == "zone.config") return zone_config(request, part);
  if (request.what == "state.hash") return state_hash();
  if (request.what == "projections.verify") return projections_.verify(request, part, stop);
  if (request.what == "serving") return serving();
  if (request.what == "locks") return locks();
  if (request.what == "unlock") return unlock(request);
  if (request.what == "show") return show(request);
  if (request.what == "list") return list(request);
  if (request.what == "messages") return messages(request);
  if (request.what == "names") return names(request, part, stop);
  if (request.what == "idn.tables") return done_text(idn_tables_json(*gateway_.state()));
  if (request.what == "idn.plan") return idn_plan(request);
  if (request.what == "account.statement") return accounts_.statement(request, part, stop);
  if (request.what == "account.list") return accounts_.list();
  if (request.what == "checkpoint") return checkpoint(stop);
  if (request.what == "scrub") return scrub(part, stop);
  return refused("this server does not know the operation " + to_printable(request.what));
}

Reply Operations::command(const Request& request) {
  crypto::SystemRandom random;
  auto parsed = gateway::parse_command(
      argument(request, "text"), *gateway_.state(),
      [&random](std::string_view password) { return crypto::hash_password(password, random); });
  if (!parsed) return refused(gateway::to_text(parsed.error()));
  const std::string user = argument(request, "user");
  core::Request wish;
  wish.caller.actor = {events::ActorKind::administrator, ObjectNumber{},
                       user.empty() ? std::string("staff") : to_printable(user)};
  if (const auto known = gateway_.state()->find_administrator(user))
    wish.caller.actor.number = known->number;
  wish.source = events::Source::command_line;
  wish.reason = argument(request, "why");
  wish.command = std::move(*parsed);
  const runtime::Outcome outcome = gateway_.execute(std::move(wish));
  if (const auto* rejections = outcome.rejections()) return refused(to_text(*rejections));
  const runtime::Accepted& accepted = *outcome.accepted();
  json::array kinds;
  for (const events::EventKind kind : accepted.kinds) kinds.emplace_back(events::name_of(kind));
  json::object data{{"position", accepted.first.value},
                    {"time", stele::to_text(accepted.time)},
                    {"events", std::move(kinds)}};
  if (!accepted.answer.id.empty()) data["id"] = accepted.answer.id;
  if (accepted.answer.number) data["number"] = accepted.answer.number.value;
  return done(data);
}

Reply Operations::head() {
  const auto data = head_json(gateway_.registry().journal(), gateway_.state()->position());
  return data ? done_text(*data) : refused(data.error().what);
}

Reply Operations::tail(const Request& request, const PartSink& part, std::stop_token stop) {
  journal::Journal& journal = gateway_.registry().journal();
  // Nothing beyond the published state: the rest is not acknowledged yet.
  const std::uint64_t end = gateway_.state()->position().value;
  const auto count = number(request, "count", 10);
  if (!count) return refused("count is not a number: " + to_printable(argument(request, "count")));
  const std::uint64_t most = std::min(*count, kMostTransactions);
  const auto from = number(request, "from", end > most ? end - most : 1);
  if (!from) return refused("from is not a position: " + to_printable(argument(request, "from")));
  std::uint64_t next = std::max<std::uint64_t>(*from, 1);
  if (next < end) {
    auto reader = open_at_transaction(journal, Position(next));
    if (!reader) return refused(reader.error().what);
    for (std::uint64_t sent = 0; sent < most && next < end; ++sent) {
      if (stop.stop_requested()) return refused(kCutOff);
      const auto stored = (*reader)->next();
      if (!stored) return refused(stored.error().what);
      const auto content = events::decode(stored->payload);
      if (!content)
        return refused("position " + std::to_string(stored->first.value) + ": " +
                       content.error().what);
      if (auto taken = part(to_json(*stored, *content) + "\n"); !taken)
        return refused(taken.error().what);
      next = stored->next.value;
    }
  }
  return done({{"next", next}});
}

Reply Operations::history(const Request& request, const PartSink& part, std::stop_token stop) {
  const std::string object = argument(request, "object");
  // A variant's is the name's that it is a variant of.
  const auto name = idn::parse_name(object);
  const auto domain = name ? core::find_domain(*gateway_.state(), *name) : std::nullopt;
  ObjectFilter filter(domain ? domain->name.text() : object);
  const Position end = gateway_.state()->position();
  auto reader = journal::TransactionReader::open(gateway_.registry().journal(), Position(1));
  if (!reader) return refused(reader.error().what);
  std::uint64_t found = 0;
  for (Position next(1); next < end;) {
    if (stop.stop_requested()) return refused(kCutOff);
    const auto stored = (*reader)->next();
    if (!stored) return refused(stored.error().what);
    auto content = events::decode(stored->payload);
    if (!content)
      return refused("position " + std::to_string(stored->first.value) + ": " +
                     content.error().what);
    next = stored->next;
    if (!filter.keep(*content)) continue;
    ++found;
    if (auto taken = part(to_json(*stored, *content) + "\n"); !taken)
      return refused(taken.error().what);
  }
  if (found == 0) return refused("the journal says nothing about " + to_printable(object));
  return done({{"transactions", found}});
}

Reply Operations::zone_config(const Request& request, const PartSink& part) {
  const auto state = gateway_.state();
  const auto zone = zone_named(*state, argument(request, "zone"));
  if (!zone) return refused(zone.error().what);
  const auto software = zone::parse_peer_software(argument(request, "for"));
  if (!software) return refused("--for takes bind, knot or nsd");
  const auto port = number(request, "port", 53);
  const auto xot_port = number(request, "xot_port", 853);
  const std::string primary = argument(request, "primary");
  if (!port || *port > 65'535 || !xot_port || *xot_port > 65'535 || !parse_ip_address(primary))
    return refused("the primary is an address and ports, not " + to_printable(primary));
  const auto xot_name = idn::parse_name(argument(request, "xot_name"));
  if (!xot_name && !argument(request, "xot_name").empty())
    return refused("no name of a certificate: " + to_printable(argument(request, "xot_name")));
  const auto text = zone::peer_config(*state, **zone,
                                      {.software = *software,
                                       .signer = argument(request, "as") == "signer",
                                       .secondary = argument(request, "secondary"),
                                       .primary = primary,
                                       .port = static_cast<std::uint16_t>(*port),
                                       .xot_port = static_cast<std::uint16_t>(*xot_port),
                                       .xot_name = xot_name ? xot_name->text() : std::string()});
  if (!text) return refused(text.error().what);
  if (Done taken = part(*text); !taken) return refused(taken.error().what);
  return done({{"position", state->position().value}});
}

Reply Operations::state_hash() {
  // The hash and the state are two look-ups; on a busy server they may be of two positions.
  for (;;) {
    const auto before = gateway_.state();
    std::string hash = gateway_.registry().state_hash();
    if (gateway_.state()->position() != before->position()) continue;
    return done({{"position", before->position().value},
                 {"time", stele::to_text(before->time())},
                 {"hash", std::move(hash)}});
  }
}

Reply Operations::serving() {
  const runtime::Serving serving = gateway_.registry().serving();
  return done({{"open", serving.open()},
               {"cause", runtime::to_text(serving.cause)},
               {"why", serving.why}});
}

Reply Operations::locks() {
  json::array locks;
  for (const gateway::Gateway::Locked& locked : gateway_.locked())
    locks.emplace_back(json::object{{"who", to_printable(locked.who)}, {"seconds", locked.seconds}});
  return done({{"locks", std::move(locks)}});
}

Reply Operations::unlock(const Request& request) {
  const std::string who = argument(request, "who");
  if (!who.starts_with("registrar=") && !who.starts_with("address="))
    return refused("who to unlock is registrar=ID or address=ADDRESS, not " + to_printable(who));
  const std::string user = argument(request, "user");
  return done({{"locks", gateway_.unlock(who, user.empty() ? "staff" : user)}});
}

Reply Operations::show(const Request& request) {
  auto object = object_json(*gateway_.state(), argument(request, "kind"), argument(request, "id"));
  if (!object) return refused(object.error().what);
  return done_text(std::move(*object));
}

Reply Operations::list(const Request& request) {
  auto objects = list_json(*gateway_.state(), argument(request, "kind"));
  if (!objects) return refused(objects.error().what);
  return done_text(std::move(*objects));
}

Reply Operations::messages(const Request& request) {
  const auto number = [&](const std::string& key, std::uint64_t otherwise) {
    const std::string text = argument(request, key);
    std::uint64_t value = otherwise;
    if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  const MessageFilter otherwise;
  auto found = messages_json(*gateway_.state(), argument(request, "registrar"),
                             {.kind = argument(request, "kind"),
                              .object = in_a_labels(argument(request, "object")),
                              .from = number("from", otherwise.from),
                              .most = number("count", otherwise.most)});
  if (!found) return refused(found.error().what);
  return done_text(std::move(*found));
}

Reply Operations::names(const Request& request, const PartSink& part, std::stop_token stop) {
  const auto state = gateway_.state();
  const auto zone = zone_named(*state, argument(request, "zone"));
  if (!zone) return refused(zone.error().what);
  const std::string as = argument(request, "as");
  const auto wanted = parse_listed_as(as);
  if (!as.empty() && !wanted)
    return refused("as is reserved, blocked or premium, not " + to_printable(as));
  const std::string tier = argument(request, "tier");
  std::uint64_t count = 0;
  std::optional<std::string> failed;
  state->for_each_listed_name(
      (*zone)->number, [&](std::string_view label, const core::ListedName& listed) {
        if (wanted && listed.listed_as != *wanted) return true;
        if (!tier.empty() && listed.tier != tier) return true;
        if (stop.stop_requested()) {
          failed = kCutOff;
          return false;
        }
        const json::object line{{"label", listed.name},
                                {"key", label},
                                {"as", to_text(listed.listed_as)},
                                {"tier", listed.tier},
                                {"token", listed.token.is_set()},
                                {"note", listed.note}};
        if (Done taken = part(json::serialize(line) + "\n"); !taken) {
          failed = taken.error().what;
          return false;
        }
        ++count;
        return true;
      });
  if (failed) return refused(*failed);
  return done({{"zone", (*zone)->name.text()}, {"names", count}});
}

Reply Operations::idn_plan(const Request& request) {
  auto plan = idn_plan_json(*gateway_.state(), argument(request, "zone"), argument(request, "tables"));
  if (!plan) return refused(plan.error().what);
  return done_text(std::move(*plan));
}

Reply Operations::checkpoint(std::stop_token stop) {
  const auto note = sign_checkpoint(gateway_.registry().journal(), gateway_.state()->position(),
                                    dir_, std::move(stop));
  if (!note) return refused(note.error().what);
  return done({{"note", *note}});
}

// The background scrub's walk, at once and at full speed.
Reply Operations::scrub(const PartSink& part, std::stop_token stop) {
  runtime::Registry& registry = gateway_.registry();
  const std::uint64_t end = gateway_.state()->position().value;
  const auto damaged = [&registry](Position position, const Error& error) {
    registry.report_damage(position, error);
    return refused(error.what + "; the server is read-only now: stop it and run stele journal verify");
  };
  auto chain = journal::ChainReader::from_start(registry.journal());
  if (!chain) return damaged(Position(0), chain.error());
  for (std::uint64_t next = 0; next < end; next = chain->head().next.value) {
    if (stop.stop_requested()) return refused(kCutOff);
    if (next % kScrubStep == 0) {
      const json::object progress{{"done", next}, {"of", end}};
      if (auto taken = part(json::serialize(progress)); !taken) return refused(taken.error().what);
    }
    if (const auto record = chain->next(); !record) return damaged(Position(next), record.error());
  }
  return done({{"records", end}});
}

}  // namespace stele::control
