// Commands and their options, as the groups of `stele` see them. CLI11 reads them (command_line.cc) and
// nobody else includes it: its header alone costs every file seven seconds to compile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace stele::cli {

// A handle, as Command is one: copies mean the same option.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option& required();
  Option& capture_default();                                  // --help shows the value it has now
  Option& one_of(std::vector<std::string> words);
  Option& within(std::int64_t least, std::int64_t most);      // both may be
  Option& not_negative();                                     // a number
  // `wrong`: what is wrong with a value; empty: nothing.
  Option& check(std::function<std::string(const std::string&)> wrong);
  Option& environment(const char* variable);                  // may stand for it
  Option& delimiter(char between);                            // of several values in one word
  Option& one_value_each();                                   // of an option that may be repeated
  Option& excludes(const Option& other);
  bool given() const;                                         // once the line is parsed

 private:
  CLI::Option* option_;
};

class Command {
 public:
  explicit Command(CLI::App* app) : app_(app) {}
  Command add_subcommand(std::string name, std::string about);
  // At least and at most so many of its subcommands have to follow.
  void require_subcommand(std::size_t least = 1, std::size_t most = 1);
  // "--name", or "NAME" for one by its place. `value`: std::string, path, an integer of some sizes, double,
  // or a std::vector of strings or std::size_t; an std::optional of these where it matters whether it was
  // given. It outlives parsing.
  template <class T>
  Option add_option(std::string name, T& value, std::string about = {});
  Option add_flag(std::string name, bool& value, std::string about);  // "!--name" clears
  Option get_option(const std::string& name);
  void footer(std::string text);
  void callback(std::function<void()> run);
  bool has_subcommand() const;  // one was given
  // From a callback: ends the program as a wrong command line does.
  [[noreturn]] static void refuse_line(const std::string& missing);

 private:
  CLI::App* app_;
};

// The whole of it; `add` adds the commands. Runs the callback of the one that was asked for.
// `exit_code`: of a line that was right. Otherwise says what is wrong with it and returns kUsage.
int run_command_line(int argc, char** argv, const std::string& about, const std::function<void(Command)>& add,
                     const int& exit_code);

}  // namespace stele::cli
