#include "monitor/parse/script_guards.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/utf8.h"
#include "monitor/parse/ascii.h"
#include "monitor/parse/script_literal.h"
#include "monitor/parse/script_words.h"

namespace huabiao::monitor {
namespace {

using script::is_word;

unsigned asked_by(std::string_view word) {
  const ScriptWord* const found = script_word(word);
  return found == nullptr ? 0 : found->asks;
}

// The address a string is or holds, as in "<script src=//host/x.js>"; empty: none.
std::string_view address_in(std::string_view text) {
  if (text.find("//") == std::string_view::npos) return {};
  std::size_t at = text.starts_with("//") ? 0 : std::string_view::npos;
  for (const std::string_view begin : {"http://", "https://", "\"//", "'//", "=//"})
    if (at == std::string_view::npos) at = text.find(begin);
  if (at == std::string_view::npos) return {};
  if (text[at] != 'h' && text[at] != '/') ++at;
  text = text.substr(at);
  const char* const end = scan::find<'"', '\'', '<', '>', ' ', ')', '\n'>(text.data(), text.data() + text.size());
  text = text.substr(0, static_cast<std::size_t>(end - text.data()));
  return text.size() > 4 ? text : std::string_view();
}

class GuardReader {
 public:
  explicit GuardReader(std::string_view source) : source_(source) {}

  std::vector<Guard> run() {
    while (at_ < source_.size() && found_.size() < ScriptGuardLimits::kGuards) {
      const char c = source_[at_];
      switch (script::class_of(c)) {
        case script::Class::Space:
          at_ = skip_space(at_);
          break;
        case script::Class::Word:
          word();
          break;
        case script::Class::Quote:
          literal();
          break;
        case script::Class::Sign:
          if (c == '/' && char_at(at_ + 1) == '/')
            at_ = std::min(source_.find('\n', at_), source_.size());
          else if (c == '/' && char_at(at_ + 1) == '*')
            at_ = std::min(source_.find("*/", at_ + 2), source_.size() - 2) + 2;
          else
            sign(c);
          break;
        case script::Class::Other:
          ++at_;
          break;
      }
    }
    end_statement();
    while (!open_.empty()) close_guard();
    return std::move(found_);
  }

 private:
  struct Open {
    Guard guard;
    int braces = 0;      // open when its body began
    bool block = false;  // ends with that brace, else with the statement
    bool returns = false;
  };
  struct Function {
    std::string_view name;
    int braces = 0;
  };

  void literal() {
    const std::string_view text = read_literal_view(source_, at_, storage_).text;
    asked_ |= asked_by(text);
    const std::string_view address = address_in(text);
    if (address.empty()) return;
    for (Open& one : open_)
      if (one.guard.target.empty()) one.guard.target = address;
    if (statement_.target.empty()) statement_.target = address;
  }

  void word() {
    const std::size_t begin = at_;
    at_ = script::word_end(source_, begin);
    const std::string_view word = source_.substr(begin, at_ - begin);
    const ScriptWord* const meaning = script_word(word);
    if (meaning != nullptr && (meaning->roles & ScriptWord::Condition) != 0) return condition();
    if (word == "else") return otherwise();
    if (word == "function") return function();
    if (word == "return") {
      returning_ = true;
      for (Open& one : open_) one.returns = true;
      return;
    }
    if (meaning != nullptr) {
      asked_ |= meaning->asks;
      if ((meaning->roles & ScriptWord::Deed) != 0)
        if (const unsigned does = deed(word, begin)) act(does);
    }
    asked_ |= known(word);
    name_ = word;
  }

  [[nodiscard]] unsigned known(std::string_view word) const {
    if (answers_.empty()) return 0;
    const auto found = answers_.find(word);
    return found == answers_.end() ? 0 : found->second;
  }

  void remember(std::string_view name, unsigned asks) {
    if (asks == 0 || name.empty() || answers_.size() >= ScriptGuardLimits::kNames) return;
    answers_[std::string(name)] |= asks;
  }

  [[nodiscard]] std::size_t skip_space(std::size_t at) const {
    const char *const next = source_.data() + std::min(at, source_.size()), *const end =
                                                                                source_.data() + source_.size();
    return static_cast<std::size_t>(script::skip_space(next, end) - source_.data());
  }
  [[nodiscard]] char char_at(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }
  [[nodiscard]] bool assigned(std::size_t at) const {
    at = skip_space(at);
    return char_at(at) == '=' && char_at(at + 1) != '=';
  }
  // Does `owner` and a dot stand before `at`?
  [[nodiscard]] bool belongs_to(std::string_view owner, std::size_t at) const {
    return at > owner.size() && source_[at - 1] == '.' && source_.substr(0, at - 1).ends_with(owner);
  }

  // What the word does where it stands.
  [[nodiscard]] unsigned deed(std::string_view word, std::size_t begin) const {
    const std::size_t next = skip_space(at_);
    const bool call = char_at(next) == '(';
    if (word == "location") {
      if (assigned(at_)) return Guard::Redirect;
      const std::string_view rest = source_.substr(next, 12);
      if (rest.starts_with(".replace") || rest.starts_with(".assign")) return Guard::Redirect;
      return rest.starts_with(".href") && assigned(next + 5) ? unsigned{Guard::Redirect} : 0;
    }
    if (word == "open" && call && belongs_to("window", begin)) return Guard::Redirect;
    if ((word == "write" || word == "writeln") && call && belongs_to("document", begin)) return Guard::Write;
    if ((word == "innerHTML" || word == "outerHTML") && assigned(at_)) return Guard::Write;
    if ((word == "appendChild" || word == "insertBefore" || word == "insertAdjacentHTML") && call) return Guard::Write;
    if (word == "title" && belongs_to("document", begin) && assigned(at_)) return Guard::Title;
    return 0;
  }

  void act(unsigned does) {
    for (Open& one : open_) one.guard.does |= does;
    if (armed_ == 0) return;
    statement_.asks |= armed_;
    statement_.does |= does;
  }

  // if (...): what it asks, and where what it guards ends.
  void condition() {
    at_ = skip_space(at_);
    if (char_at(at_) != '(') return;
    const std::size_t begin = ++at_;
    int depth = 1;
    unsigned asks = 0;
    while (at_ < source_.size() && at_ - begin < ScriptGuardLimits::kConditionBytes) {
      const char c = source_[at_];
      if (c == '"' || c == '\'' || c == '`') {
        asks |= asked_by(read_literal_view(source_, at_, storage_).text);
        continue;
      }
      if (is_word(c)) {
        const std::size_t from = at_;
        at_ = script::word_end(source_, from);
        const std::string_view word = source_.substr(from, at_ - from);
        asks |= asked_by(word) | known(word);
        continue;
      }
      ++at_;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) break;
    }
    end_statement();
    Guard guard;
    guard.asks = asks;
    const std::size_t end = at_ > begin ? at_ - 1 : begin;
    guard.condition = utf8::cut(source_.substr(begin, end - begin), 300);
    open_guard(std::move(guard));
  }

  void open_guard(Guard guard) {
    if (open_.size() >= ScriptGuardLimits::kOpen) return;
    const bool block = char_at(skip_space(at_)) == '{';
    open_.push_back({std::move(guard), braces_, block, false});
  }

  // else: guarded by the condition that did not hold.
  void otherwise() {
    if (ended_.asks == 0 || source_.substr(skip_space(at_)).starts_with("if")) return;
    Guard guard;
    guard.asks = ended_.asks;
    guard.condition = ended_.condition;
    open_guard(std::move(guard));
  }

  void function() {
    at_ = skip_space(at_);
    const std::size_t begin = at_;
    at_ = script::word_end(source_, begin);
    const std::string_view own = source_.substr(begin, at_ - begin);
    if (functions_.size() < ScriptGuardLimits::kOpen) functions_.push_back({own.empty() ? assigning_ : own, braces_});
  }

  void sign(char c) {
    const char next = char_at(at_ + 1), before = at_ > 0 ? source_[at_ - 1] : '\0';
    if ((c == '&' && next == '&') || c == '?') armed_ |= asked_;
    if (c == '=' && next != '=' && next != '>' && before != '=' && before != '!' && before != '<' && before != '>' &&
        before != '+')
      assigning_ = name_;
    ++at_;
    if ((c == '&' || c == '=') && next == c) ++at_;
    if (c == '{') {
      end_statement();
      ++braces_;
    } else if (c == '}') {
      end_statement();
      --braces_;
      while (!functions_.empty() && functions_.back().braces >= braces_) functions_.pop_back();
      close_guards(true);
    } else if (c == ';') {
      end_statement();
      close_guards(false);
    }
  }

  void end_statement() {
    remember(assigning_, asked_);
    if (returning_ && !functions_.empty()) remember(functions_.back().name, asked_);
    if (statement_.does != 0) found_.push_back(statement_);
    statement_ = {};
    asked_ = armed_ = 0;
    assigning_ = name_ = {};
    returning_ = false;
  }

  void close_guards(bool brace) {
    while (!open_.empty()) {
      const Open& top = open_.back();
      const bool over = top.block ? brace && braces_ <= top.braces : braces_ <= top.braces;
      if (!over) return;
      close_guard();
      if (brace) return;  // one brace ends one block; a statement ends all it was the last of
    }
  }

  void close_guard() {
    Open top = std::move(open_.back());
    open_.pop_back();
    ended_ = top.guard;
    const bool goes_on = top.returns && top.guard.does == 0 && top.guard.asks != 0 && braces_ > 0;
    Guard rest;
    rest.asks = top.guard.asks;
    rest.condition = top.guard.condition;
    if (top.guard.asks != 0 && top.guard.does != 0) found_.push_back(std::move(top.guard));
    // "if (not for these) return;": the rest of the function is for the others.
    if (goes_on && open_.size() < ScriptGuardLimits::kOpen)
      open_.push_back({std::move(rest), braces_ - 1, true, false});
  }

  std::string_view source_, name_, assigning_;
  std::string storage_;  // of the literal at hand
  std::size_t at_ = 0;
  int braces_ = 0;
  unsigned asked_ = 0, armed_ = 0;  // by the statement so far; by what stands before its && or ?
  bool returning_ = false;
  Guard statement_, ended_;
  std::vector<Open> open_;
  std::vector<Function> functions_;
  std::vector<Guard> found_;
  std::map<std::string, unsigned, std::less<>> answers_;
};

}  // namespace

std::vector<Guard> read_guards(std::string_view source) {
  return may_guard(source) ? GuardReader(source).run() : std::vector<Guard>();
}

}  // namespace huabiao::monitor
