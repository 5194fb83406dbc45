// WhoisAnswers: what anyone is told, kept for who asks again (rdds/kept_answers.h). Any thread.
#pragma once

#include <string>
#include <string_view>

#include "projections/rdds/kept_answers.h"

namespace stele::whois {

class WhoisAnswers {
 public:
  std::string answer(const runtime::Reading& reading, std::string_view query);

 private:
  rdds::KeptAnswers kept_{64 << 20};
};

}  // namespace stele::whois
