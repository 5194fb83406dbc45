// EppScript: the frames one load session sends, and what it makes of the answers. Object names are
// unique to the run and the session, so runs can follow each other on one registry.
#pragma once

#include <deque>
#include <string>

#include "tools/bench/bench.h"
#include "tools/bench/fleet.h"

namespace stele::bench {

struct EppAccount {
  std::string registrar;
  std::string password;
  std::string zone;
};

class EppScript final : public Script {
 public:
  // `run` is short and of lower-case letters and digits: it begins every name.
  EppScript(EppAccount account, Mix mix, const std::string& run, std::size_t session);

  Result<std::optional<std::string>> prepare(std::optional<std::string_view> answer) override;
  std::string next() override;
  int judge(std::string_view answer) override;

 private:
  enum class Ask { greeting, login, contact, check, info, create, renew };
  struct Domain {
    std::string name;
    std::string expires;  // the UTC date, as <renew> must repeat it
    int renewals = 0;
  };

  Ask choose();
  std::string ask(Ask kind);
  std::string login() const;
  std::string contact_create() const;
  std::string check();
  std::string info();
  std::string create();
  std::string renew();

  EppAccount account_;
  Mix mix_;
  std::string prefix_;   // of domain names
  std::string contact_;  // its id
  Ask asked_ = Ask::greeting;
  std::size_t count_ = 0;     // frames of the measured mix
  std::size_t made_ = 0;      // domain names used
  std::string new_name_;      // of the create that is outstanding
  std::deque<Domain> domains_;
};

// The first result code of a response; 0 where there is none.
int result_code(std::string_view answer);

}  // namespace stele::bench
