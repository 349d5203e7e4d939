#include "monitor/parse/tree.h"

#include <gtest/gtest.h>

#include "monitor/parse/parse.h"

namespace huabiao::monitor {
namespace {

// "div(p(x) b)": what stands in what, in the order of the source; "html" and "body" nobody wrote are left out.
class Outline final : public TreeVisitor {
 public:
  explicit Outline(std::string_view markup) {
    const Tree tree(markup);
    limits_ = {tree.limits_hit().begin(), tree.limits_hit().end()};
    tree.walk(*this);
  }
  void open(const Element& element) override {
    const bool silent = (element.tag == Tag::Html || element.tag == Tag::Body) && element.start_tag.end == 0;
    shown_.push_back(!silent);
    levels_.push_back({});
    if (silent) return;
    std::string name(name_of(element.tag));
    if (name.empty()) name = "?";
    if (element.again) name += "'";
    if (element.parent_level < levels_.size() - 1) name += "^";
    add(name + "(");
  }
  void close(Span /*end_tag*/, bool /*goes_on*/) override {
    if (shown_.back()) out_ += ")";
    shown_.pop_back();
    levels_.pop_back();
  }
  void text(std::string_view decoded, Span /*written*/, std::uint32_t parent_level) override {
    add(std::string(decoded) + (parent_level < levels_.size() ? "^" : ""));
  }
  void space() override {}
  void comment(std::string_view text, Span /*written*/) override { add("!" + std::string(text)); }
  [[nodiscard]] const std::string& out() const { return out_; }
  [[nodiscard]] const std::vector<std::string>& limits() const { return limits_; }

 private:
  void add(const std::string& word) {
    if (!out_.empty() && out_.back() != '(') out_ += ' ';
    out_ += word;
  }
  std::string out_;
  std::vector<bool> shown_;
  std::vector<std::string> levels_;
  std::vector<std::string> limits_;
};

std::string outline(std::string_view markup) {
  return Outline(markup).out();
}

TEST(Tree, ImpliesHeadAndBody) {
  EXPECT_EQ(outline("<title>t</title><p>x"), "title(t) p(x)");
  EXPECT_EQ(outline("<html><head><meta><div>x</div></head>"), "html(head(meta()) div(x))");
  EXPECT_EQ(outline("<html><head></head><body id=b>x</body></html>y"), "html(head() body(x y))");
  EXPECT_EQ(outline("x<body id=b>y<body>z"), "x body(y z)");
  EXPECT_EQ(outline("<head><noscript><p>x</noscript><link></head>y"), "head(noscript(p(x)) link()) y");
}

TEST(Tree, ClosesWhatHtmlLeavesOpen) {
  EXPECT_EQ(outline("<p>a<p>b<div>c</div>d"), "p(a) p(b) div(c) d");
  EXPECT_EQ(outline("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>"), "ul(li(a) li(b ul(li(c))) li(d))");
  EXPECT_EQ(outline("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a) dd(b) dt(c))");
  EXPECT_EQ(outline("<select><option>a<option>b<optgroup><option>c<b></select>d"),
            "select(option(a) option(b) optgroup(option(c))) d");
  EXPECT_EQ(outline("<h1>a<h2>b</h1>c"), "h1(a) h2(b) c");
  EXPECT_EQ(outline("<button>a<button>b"), "button(a) button(b)");
  EXPECT_EQ(outline("<div><span>a</div>b</span>c"), "div(span(a)) b c");
  EXPECT_EQ(outline("<div><p>a</div>b</p>c"), "div(p(a)) b p() c");
  EXPECT_EQ(outline("a<br>b</br>c<img>d<input>e"), "a br() b br() c img() d input() e");
  EXPECT_EQ(outline("<x-y>a<x-z>b</x-y>c"), "?(a ?(b)) c");
}

TEST(Tree, OpensFormattingAgain) {
  EXPECT_EQ(outline("<p><b>a<p>c"), "p(b(a)) p(b(c))");
  EXPECT_EQ(outline("<p><b>a</b><p>c"), "p(b(a)) p(c)");
  EXPECT_EQ(outline("<b><i>a</b>c</i>d"), "b(i(a)) i(c) d");
  EXPECT_EQ(outline("<b><div>a</b>c</div>d"), "b(div(a)) div'(c) d");
  EXPECT_EQ(outline("<b><i><div>a</b>c"), "b(i(div(a))) i(div'(c))");
  EXPECT_EQ(outline("<a>b<a>c"), "a(b) a(c)");
  EXPECT_EQ(outline("<a>b<div>c</div></a>d"), "a(b div(c)) d");
  EXPECT_EQ(outline("<table><tr><td><b>a</table>c"), "table(tr(td(b(a)))) c");
}

TEST(Tree, PutsWhatIsNoPartOfATableBeforeIt) {
  EXPECT_EQ(outline("<table><tr><td>a<td>b<tr><td>c</table>d"), "table(tr(td(a) td(b)) tr(td(c))) d");
  EXPECT_EQ(outline("<table><td>a"), "table(tr(td(a)))");
  EXPECT_EQ(outline("<table><a>b</a><tr><td>c"), "table(a^(b) tr(td(c)))");
  EXPECT_EQ(outline("<table><tr>x<td>c"), "table(tr(x^ td(c)))");
  EXPECT_EQ(outline("<table><form><input type=hidden></form><tr><td>c"), "table(form() input() tr(td(c)))");
  EXPECT_EQ(outline("<table><caption>a<tr><td>b</caption>c"), "table(caption(a) tr(td(b c)))");
  EXPECT_EQ(outline("<td>a<tr>b"), "a b");
  EXPECT_EQ(outline("<table><tr><td></div>a</table>"), "table(tr(td(a)))");
  EXPECT_EQ(outline("<table><tr><td><table><tr><td>a</table>b</table>c"), "table(tr(td(table(tr(td(a))) b))) c");
}

TEST(Tree, KeepsNoscriptClosed) {
  EXPECT_EQ(outline("<body id=b><noscript><div>a</noscript>c"), "body(noscript(div(a)) c)");
  EXPECT_EQ(outline("<div><noscript></div>a</noscript>c</div>d"), "div(noscript(a) c) d");
  EXPECT_EQ(outline("<div><template></div><td>a</template>c"), "div(template(td(a)) c)");
}

TEST(Tree, ReadsSvgAndMathml) {
  EXPECT_EQ(outline("<svg><path/><a>x</a><![CDATA[<b>]]></svg>c"), "svg(?() a(x) <b>) c");
  EXPECT_EQ(outline("<svg><g><p>a"), "svg(?()) p(a)");
  EXPECT_EQ(outline("<svg><foreignObject><p>a</p></foreignObject></svg>b"), "svg(foreignobject(p(a))) b");
  EXPECT_EQ(outline("<svg><title>a<b>c</b></title></svg>d"), "svg(title(a b(c))) d");
  EXPECT_EQ(outline("<math><mi>a<b>c</b></mi></math>d"), "math(mi(a b(c))) d");
  EXPECT_EQ(outline("<svg/>a"), "svg() a");
}

TEST(Tree, ReadsFormsAndFramesets) {
  EXPECT_EQ(outline("<form>a<form>b</form>c"), "form(a b) c");
  EXPECT_EQ(outline("<form><div>a</form>b</div>c"), "form(div(a b)) c");
  EXPECT_EQ(outline("<frameset><frame><frameset><frame></frameset></frameset><noframes>x</noframes>"),
            "frameset(frame() frameset(frame())) noframes(x)");
  EXPECT_EQ(outline("a<frameset><frame>"), "a");
  EXPECT_EQ(outline("<textarea>\n<b></textarea><pre>\nx"), "textarea(<b>) pre(x)");
}

TEST(Tree, ReadsAnyNestingInLinearTime) {
  const auto repeated = [](std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  EXPECT_EQ(Outline(repeated("<div>", 200'000)).limits(), std::vector<std::string>{"depth"});
  EXPECT_EQ(Outline(repeated("<b><div>", 20'000) + repeated("</b>", 20'000)).limits().empty(), false);
  EXPECT_TRUE(Outline("<ul>" + repeated("<x>", 900) + repeated("<li></li></x></y>", 70'000)).limits().empty());
  EXPECT_TRUE(Outline("<table><td>" + repeated("<i>", 900) + repeated("<div></div><td>", 70'000)).limits().empty());
  EXPECT_EQ(Outline("<p>" + repeated("<b id=1><b id=2><b id=3><p>x", 100'000)).limits().back(), "tags");
}

}  // namespace
}  // namespace huabiao::monitor
