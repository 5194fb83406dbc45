#include "tools/stele/command_line.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <utility>

#include "tools/stele/cli.h"

namespace stele::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::capture_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::one_of(std::vector<std::string> words) {
  option_->check(CLI::IsMember(std::move(words)));
  return *this;
}

Option& Option::within(std::int64_t least, std::int64_t most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return *this;
}

Option& Option::check(std::function<std::string(const std::string&)> wrong) {
  option_->check(std::move(wrong));
  return *this;
}

Option& Option::environment(const char* variable) {
  option_->envname(variable);
  return *this;
}

Option& Option::delimiter(char between) {
  option_->delimiter(between);
  return *this;
}

Option& Option::one_value_each() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

bool Option::given() const { return option_->count() != 0; }

Command Command::add_subcommand(std::string name, std::string about) {
  return Command(app_->add_subcommand(std::move(name), std::move(about)));
}

void Command::require_subcommand(std::size_t least, std::size_t most) { app_->require_subcommand(least, most); }

template <class T>
Option Command::add_option(std::string name, T& value, std::string about) {
  return Option(app_->add_option(std::move(name), value, std::move(about)));
}

template Option Command::add_option(std::string, std::string&, std::string);
template Option Command::add_option(std::string, int&, std::string);
template Option Command::add_option(std::string, std::uint16_t&, std::string);
template Option Command::add_option(std::string, std::uint64_t&, std::string);
template Option Command::add_option(std::string, double&, std::string);
template Option Command::add_option(std::string, std::filesystem::path&, std::string);
template Option Command::add_option(std::string, std::vector<std::string>&, std::string);
template Option Command::add_option(std::string, std::vector<std::size_t>&, std::string);
template Option Command::add_option(std::string, std::optional<std::uint64_t>&, std::string);

Option Command::add_flag(std::string name, bool& value, std::string about) {
  return Option(app_->add_flag(std::move(name), value, std::move(about)));
}

Option Command::get_option(const std::string& name) { return Option(app_->get_option(name)); }

void Command::footer(std::string text) { app_->footer(std::move(text)); }

void Command::callback(std::function<void()> run) { app_->callback(std::move(run)); }

bool Command::has_subcommand() const { return !app_->get_subcommands().empty(); }

void Command::refuse_line(const std::string& missing) { throw CLI::RequiredError(missing); }

int run_command_line(int argc, char** argv, const std::string& about, const std::function<void(Command)>& add,
                     const int& exit_code) {
  CLI::App app(about, "stele");
  add(Command(&app));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    if (wrong.get_exit_code() == 0) return app.exit(wrong);  // --help
    refuse(std::string(wrong.what()) + "; see --help of the command");
    return kUsage;
  }
  return exit_code;
}

}  // namespace stele::cli
