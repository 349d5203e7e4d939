// What a browser showed, as JSON and back.

#include "base/base64.h"
#include "base/digest.h"
#include "monitor/record/fields.h"
#include "monitor/record/json_write.h"

namespace huabiao::monitor::record {

namespace {

constexpr std::int64_t kMostPixels = 16'384, kMostMillis = 3'600'000;
constexpr std::size_t kKindBytes = 64, kUrlBytes = 2'048;

RefusedRequest read_refused(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "refused", trouble);
  return {.url = fields.text("url", kUrlBytes),
          .kind = fields.text("kind", kKindBytes),
          .why = fields.named("why", request_refusal_from)};
}

// Its digest is not read: whoever holds the bytes reckons it.
Picture read_picture(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "picture", trouble);
  return {
      .png = {}, .width = fields.number("width", 1, kMostPixels), .height = fields.number("height", 1, kMostPixels)};
}

void read_png(const Fields& fields, RenderedView& view, Trouble& trouble) {
  auto png = from_base64(fields.text("png", RenderedView::kPictureBytes * 4 / 3 + 4));
  if (!png || !view.picture || png->size() > RenderedView::kPictureBytes)
    return trouble.note("png", "must be base64, within its limit, of a picture with a size");
  view.picture->png = *std::move(png);
}

}  // namespace

json::object rendered_json(const RenderedView& view) {
  json::array refused;
  for (const RefusedRequest& one : view.refused)
    refused.push_back(
        json::object{{"url", text_json(one.url)}, {"kind", text_json(one.kind)}, {"why", to_string(one.why)}});
  json::value picture = nullptr;
  if (view.picture) {
    json::object size{{"width", view.picture->width}, {"height", view.picture->height}};
    if (!view.picture->sha256.empty()) size["sha256"] = text_json(view.picture->sha256);
    picture = std::move(size);
  }
  return {{"end", to_string(view.end)},
          {"url", text_json(view.url)},
          {"left_for", text_or_null(view.left_for)},
          {"answered", view.answered},
          {"refused_count", view.refused_count},
          {"refused", std::move(refused)},
          {"whole", view.whole},
          {"facts", view.facts ? json::value(facts_json(*view.facts)) : json::value(nullptr)},
          {"picture", std::move(picture)},
          {"took_ms", view.took.count()},
          {"at", to_iso(view.at)}};
}

RenderedView read_rendered_json(const json::value& value, Trouble& trouble) {
  const Fields fields(value, "rendered", trouble);
  RenderedView view;
  view.end = fields.named("end", render_end_from);
  view.url = fields.text("url", kUrlBytes);
  view.left_for = fields.text_or_null("left_for");
  view.answered = fields.number("answered", 0, kMost);
  view.refused_count = fields.number("refused_count", 0, kMost);
  view.refused = fields.list<RefusedRequest>("refused", RenderedView::kRefused, read_refused);
  view.whole = fields.flag("whole");
  if (!fields.at("facts").is_null()) view.facts = read_facts_json(fields.at("facts"), trouble);
  if (fields.has("findings")) view.findings = read_findings_json(fields.at("findings"), trouble);
  if (!fields.at("picture").is_null()) view.picture = read_picture(fields.at("picture"), trouble);
  if (fields.has("png")) read_png(fields, view, trouble);
  view.took = Millis(fields.number("took_ms", 0, kMostMillis));
  view.at = fields.time("at");
  return view;
}

}  // namespace huabiao::monitor::record
