// What can be read of an object, as key and values in the words of the scenario language: from the
// core's queries here, from EPP answers in epp_xml.h. Lists are sorted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/query.h"
#include "frontends/gateway/command_text.h"

namespace stele::test {

using Facts = std::map<std::string, std::vector<std::string>>;

Facts facts_of(const core::State& state, const core::DomainInfo& info);
Facts facts_of(const core::State& state, const core::HostInfo& info);
Facts facts_of(const core::ContactInfo& info);
Facts facts_of(const core::OrganisationInfo& info);
Facts facts_of(const core::Maintenance& item);
Facts facts_of(const std::vector<core::Maintenance>& list);
Facts facts_of(const core::State& state, const core::Registrar& registrar);
Facts facts_of(const core::State& state, const core::Zone& zone);
Facts facts_of(const core::ListedName& listed);
Facts facts_of(const core::State& state, const core::AccessToken& token);
Facts facts_of(const core::Settings& settings);
Facts facts_of(const TransferNotice& transfer);
// The head of a queue, in the words of what an EPP client sees of it.
Facts facts_of(const core::QueueHead& head);

// The first expectation that the facts do not meet, as "expected status=ok, got status=clientHold".
// A date without a time is met by any time of that day.
std::optional<std::string> unmet(const Facts& facts, const std::vector<gateway::Word>& expected);

}  // namespace stele::test
