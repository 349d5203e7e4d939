#pragma once
// ScriptValues: what a script computes from constants alone, without running it: literals joined and split, arrays
// indexed, reversed and joined, character codes with arithmetic, unescape and atob; and the two ways tools hide a whole
// script: the p,a,c,k,e,d packer, and an array of strings behind a function that looks them up. Depth, steps and sizes
// are bounded, so that any source is read in time linear to its length. Thread: one.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huabiao::monitor {

struct ScriptValueLimits {
  static constexpr int kDepth = 24;                      // expressions inside each other
  static constexpr std::size_t kStepsPerByte = 24;       // of the source; beyond, nothing more is computed
  static constexpr std::size_t kStepsAtLeast = 200'000;  // for short sources that compute much
  static constexpr std::size_t kTextBytes = 256u << 10;  // of one value
  static constexpr std::size_t kItems = 20'000;          // of one array
  static constexpr std::size_t kNames = 512;             // names with a value
  static constexpr std::size_t kFunctionBytes = 8'192;   // of a function that is looked into
};

struct ScriptValue {
  enum class Kind { Unknown, Number, Text, List, Pattern };
  Kind kind = Kind::Unknown;
  double number = 0;  // Pattern: 1 when it means every place
  std::string text;   // UTF-8
  std::vector<ScriptValue> list;

  static ScriptValue of(double number) { return {Kind::Number, number, {}, {}}; }
  static ScriptValue of(std::string text) { return {Kind::Text, 0, std::move(text), {}}; }
  static ScriptValue of(std::vector<ScriptValue> list) { return {Kind::List, 0, {}, std::move(list)}; }
};

class ScriptValues {
 public:
  // Lifetime: `source` outlives it.
  explicit ScriptValues(std::string_view source);

  struct Computed {
    ScriptValue value;
    std::size_t end = 0;    // behind the expression
    bool is_plain = false;  // a literal, nothing was computed
  };
  // The longest constant expression at `at`.
  std::optional<Computed> at(std::size_t at);
  // `name` = what stands at `at`, where that is constant; else it has no value any more.
  void assign(std::string_view name, std::size_t at);
  [[nodiscard]] bool knows(std::string_view name) const { return (known_ & bit_of(name)) != 0 && has_value(name); }
  // The word "function" at `at`: learns what looks strings up or turns their array; gives what a packer unpacks.
  // `assigned_to`: the name it gets, where it has none of its own.
  std::optional<std::string> function(std::size_t at, std::string_view assigned_to = {});
  // The steps are spent.
  [[nodiscard]] bool spent() const { return steps_ == 0; }

 private:
  struct Lookup {  // function (i) { return list[i - offset] }
    std::string list;
    double offset = 0;
    std::string_view alphabet;  // of the base64 its strings are in; empty: none
  };
  struct Function {
    std::string_view name, body;
    std::vector<std::string_view> parameters;
    std::size_t end = 0;  // behind the body
  };
  using Arguments = std::vector<ScriptValue>;

  // False: no constant expression begins at at_, as the first look tells; moves it. Most that is assigned is none.
  bool may_begin();
  [[nodiscard]] bool may_name(std::string_view name) const;
  // Each reads at at_ and moves behind what it read; false leaves at_ anywhere.
  bool expression(ScriptValue& out, int least);
  bool operand(ScriptValue& out);
  bool primary(ScriptValue& out);
  bool named(ScriptValue& out);
  bool known(std::string_view name, ScriptValue& out);
  bool call_of(std::string_view name, ScriptValue& out);
  bool list(ScriptValue& out);
  bool number(ScriptValue& out);
  bool pattern(ScriptValue& out);
  bool arguments(Arguments& out);
  bool member(ScriptValue& value);
  bool indexed(ScriptValue& value, const ScriptValue& index);
  bool method(ScriptValue& value, std::string_view name);

  [[nodiscard]] bool may_mean(std::string_view name, std::size_t parameters) const;
  std::optional<Function> read_function(std::size_t at, std::string_view assigned_to);
  void learn_lookup(const Function& function);
  std::optional<std::string> called_at_once(const Function& function);

  void skip_blank();
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  bool take(char c);
  std::string_view word();
  bool spend(std::size_t steps);

  [[nodiscard]] bool has_value(std::string_view name) const { return names_.contains(name) || lookups_.contains(name); }
  // One of 64 bits by length and two letters: tells most words that no name has been given a value.
  [[nodiscard]] static std::uint64_t bit_of(std::string_view name) {
    if (name.empty()) return 1;
    const std::size_t last = static_cast<unsigned char>(name.back());
    const std::size_t middle = static_cast<unsigned char>(name[name.size() / 2]);
    return std::uint64_t{1} << ((name.size() * std::size_t{7} + last * std::size_t{5} + middle) % 64);
  }

  std::string_view source_;
  std::uint64_t known_ = 0;  // the bits of all names that ever had a value
  bool lists_ = false;       // one of them was a list
  std::size_t at_ = 0, steps_ = 0;
  int depth_ = 0;
  bool plain_ = true;
  std::map<std::string, ScriptValue, std::less<>> names_;
  std::map<std::string, Lookup, std::less<>> lookups_;
};

}  // namespace huabiao::monitor
