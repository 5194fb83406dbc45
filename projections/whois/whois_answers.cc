#include "projections/whois/whois_answers.h"

#include <optional>
#include <utility>

#include "projections/whois/whois_text.h"

namespace stele::whois {

std::string WhoisAnswers::answer(const runtime::Reading& reading, std::string_view query) {
  const std::string question(query);
  const std::string moment = moment_of(*reading.state());
  if (auto kept = kept_.find(reading, question, moment)) return std::move(*kept);
  if (!kept_.is_asked_again(question)) return whois::answer(*reading.state(), query);
  registry::Footprint footprint;
  std::optional<rdds::Lasting> lasting;
  std::string text = whois::answer(*reading.noting(footprint), {}, query, lasting);
  if (lasting) kept_.keep(reading, question, moment, text, *lasting, std::move(footprint));
  return text;
}

}  // namespace stele::whois
