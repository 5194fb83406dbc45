#include "projections/whois/whois_answers.h"

#include "projections/whois/whois_text.h"

namespace stele::whois {

std::string WhoisAnswers::answer(const runtime::Reading& reading, std::string_view query) {
  return kept_.answer(reading, std::string(query), moment_of(*reading.state()), [&](const core::State& state) {
    rdds::KeptAnswers::Made made;
    made.text = whois::answer(state, {}, query, made.lasting);
    return made;
  });
}

}  // namespace stele::whois
