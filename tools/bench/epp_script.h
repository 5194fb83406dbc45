// EppScript: the frames one load session sends, and what it makes of the answers. Object names are
// unique to the run and the session, so runs can follow each other on one registry.
#pragma once

#include <deque>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tools/bench/bench.h"
#include "tools/bench/fleet.h"
#include "tools/bench/transfer_market.h"

namespace stele::bench {

struct EppAccount {
  std::string registrar;
  std::string password;
  std::string zone;
};

class EppScript final : public Script {
 public:
  // `run` is short and of lower-case letters and digits: it begins every name.
  // `market` is that of all sessions of the run; Mix::registrar needs it.
  EppScript(EppAccount account, Mix mix, const std::string& run, std::size_t session,
            TransferMarket* market = nullptr);

  Result<std::optional<std::string>> prepare(std::optional<std::string_view> answer) override;
  std::string next() override;
  std::string_view kind() const override;
  int judge(std::string_view answer) override;

 private:
  enum class Ask {
    greeting, login, contact, host, check, info, create, renew, update, transfer, approve, remove
  };
  struct Domain {
    std::string name;
    std::string expires;  // the UTC date, as <renew> must repeat it
    int renewals = 0;
    bool second_host = false;
  };

  Ask choose();
  Ask choose_of_registrar();
  Ask step_towards_other();   // of a transfer, or a deletion
  Ask possible(Ask kind);     // or a create, where there is nothing to do `kind` to
  std::string host(std::size_t n) const;
  std::string ask(Ask kind);
  std::string login() const;
  std::string contact_create() const;
  std::string check();
  std::string info();
  std::string create();
  std::string renew();
  std::string host_create();
  std::string update();
  std::string transfer() const;
  std::string remove();
  void took(Ask asked, int code);   // of what is in item_

  EppAccount account_;
  Mix mix_;
  std::string prefix_;   // of domain names
  std::string contact_;  // its id
  Ask asked_ = Ask::greeting;
  std::size_t count_ = 0;     // frames of the measured mix
  std::size_t made_ = 0;      // domain names used
  std::size_t hosts_ = 0;     // made beforehand
  std::string new_name_;      // of the create that is outstanding
  std::deque<Domain> domains_;
  TransferMarket* market_;
  TransferMarket::Item item_;   // that a transfer, an approval or a deletion is about
  bool delete_next_ = false;
  std::mt19937 random_;
  std::vector<Ask> deck_;     // the rest of a hundred
};

// The first result code of a response; 0 where there is none.
int result_code(std::string_view answer);

}  // namespace stele::bench
