#include "rules/match/fold.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"

namespace huabiao::rules {
namespace {

// Pairs: what is written, what is meant. Traditional forms of the trades' words first, then characters chosen for their
// looks or their sound.
constexpr std::string_view kMeant =
    "樂乐賭赌場场馬马門门國国際际網网遊游戲戏彩彩獎奖號号碼码機机錢钱發发財财體体育育樂乐電电競竞視视頻频無无線线東东龍"
    "龙鳳凤"
    "華华開开會会員员註注冊册賽赛車车聯联盤盘億亿萬万贏赢輸输現现銀银錄录學学歷历證证書书辦办貸贷款款藥药壯壮陽阳緬缅禮"
    "礼傳传"
    "專专業业務务刷刷單单圖图標标準准製制補补導导權权優优惠惠麗丽賓宾館馆澳澳灣湾娛娱裏里麼么後后買买賣卖價价個个們们時"
    "时間间"
    "報报導导為为與与從从對对將将這这還还說说請请點点擊击進进選选擇择載载試试玩玩聽听話话餘余額额轉转賬账訊讯達达資资訂"
    "订"
    "囍喜菠菠伯伯婬淫莋做莋做恠在咑打菿到噺新閞关囡囡悳德伱你芣不亾人ㄖ日囯国"
    "①1②2③3④4⑤5⑥6⑦7⑧8⑨9⓪0⑴1⑵2⑶3⑷4⑸5⑹6⑺7⑻8⑼9⒈1⒉2⒊3⒋4⒌5⒍6⒎7⒏8⒐9❶1❷2❸3❹4❺5❻6❼7❽8❾9➀1➁2➂3➃4➄5➅6➆7➇8➈9"
    "ⅰ1ⅱ2ⅲ3Ⅰ1Ⅱ2Ⅲ3⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9"
    // Cyrillic and Greek letters that look Latin, in lower and upper case.
    "аaеeоoрpсcуyхxіiјjѕsԁdԛqвbнhкkмmтtАaВbЕeКkМmНhОoРpСcТtУyХxІiЅsαaβbεeοoρpτtνvκkΑaΒbΕeΗhΙiΚkΜmΝnΟoΡpΤtΧxΥyΖz";
// Ornaments between the characters of a word.
constexpr std::string_view kOrnaments =
    "★☆✦✧✩✪✫✬✭✮✯✰◆◇◈■□▪▫●○◎◉△▲▽▼▷◁※→←↑↓↗↘↙↖⇒⇐⇔♀♂♠♣♥♦♡♢♤♧♪♫♩♬❤❥❣✿❀❁❂✾✽✶✷✸✹✺✻✼§¤◥◤◣◢▶◀►◄✔✓✗✘☑☎☏☞☜☛☚灬丨丶乄彡";

struct Table {
  // What a code point of the basic plane becomes. 0: nothing; 1: white space.
  std::vector<char16_t> becomes = std::vector<char16_t>(0x10000);
  std::array<char, 128> ascii{};

  Table() {
    for (std::size_t i = 0; i < becomes.size(); ++i) becomes[i] = static_cast<char16_t>(i);
    for (std::size_t i = 0; i < ascii.size(); ++i)
      ascii[i] = i >= 'A' && i <= 'Z' ? static_cast<char>(i - 'A' + 'a') : static_cast<char>(i);
    for (char32_t c = 0xFF01; c <= 0xFF5E; ++c)
      becomes[c] = static_cast<char16_t>(ascii[static_cast<std::size_t>(c - 0xFEE0)]);
    for (char32_t c = 0; c < 26; ++c)
      becomes[0x24B6 + c] = becomes[0x24D0 + c] = becomes[0x249C + c] = static_cast<char16_t>('a' + c);
    for (std::string_view rest = kMeant; !rest.empty();) {
      const char32_t written = utf8::next(rest);
      becomes[written] = static_cast<char16_t>(utf8::next(rest));
    }
    for (std::string_view rest = kOrnaments; !rest.empty();) becomes[utf8::next(rest)] = 0;
    for (char32_t c = 0x200B; c <= 0x200F; ++c) becomes[c] = 0;
    for (char32_t c = 0x202A; c <= 0x202E; ++c) becomes[c] = 0;
    for (char32_t c = 0x2060; c <= 0x2064; ++c) becomes[c] = 0;
    for (char32_t c = 0xFE00; c <= 0xFE0F; ++c) becomes[c] = 0;  // variation selectors
    for (const char32_t c : {0xFEFF, 0x00AD, 0x034F, 0x115F, 0x1160, 0x3164, 0x180E}) becomes[c] = 0;
    for (const char32_t c : {0x3000, 0x00A0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
                             0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F})
      becomes[c] = ' ';
  }
};

const Table& table() {
  static const Table kTable;
  return kTable;
}

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// Mathematical letters (bold, script, ...) and digits; everything else above the basic plane stays.
char32_t plain_of_astral(char32_t c) {
  if (c >= 0x1D400 && c <= 0x1D6A3) {
    const char32_t letter = (c - 0x1D400) % 52;
    return 'a' + letter % 26;
  }
  if (c >= 0x1D7CE && c <= 0x1D7FF) return '0' + (c - 0x1D7CE) % 10;
  if (c >= 0x1F130 && c <= 0x1F149) return 'a' + (c - 0x1F130);
  if ((c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0xE0000 && c <= 0xE0FFF)) return 0;  // pictures, tags
  return c;
}

// Writes what `text` becomes to `begin`, which has room for three bytes for each of its own; how many were written.
std::size_t write_folded(std::string_view text, char* begin) {
  const Table& plain = table();
  char* end = begin;
  bool blank = false;  // white space was met behind what was written last
  const auto put = [&](char c) {
    if (blank && is_word(c) && end != begin && is_word(end[-1])) *end++ = ' ';
    blank = false;
    *end++ = c;
  };
  std::string other;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
      if (is_space(text[at]))
        blank = true;
      else
        put(plain.ascii[lead]);
      ++at;
      continue;
    }
    std::string_view rest = text.substr(at);
    char32_t c = 0;
    if (lead >= 0xE1 && lead <= 0xEC && rest.size() >= 3 && (rest[1] & 0xC0) == 0x80 && (rest[2] & 0xC0) == 0x80) {
      c = (static_cast<char32_t>(lead & 0x0FU) << 12U) | (static_cast<char32_t>(rest[1] & 0x3F) << 6U) |
          static_cast<char32_t>(rest[2] & 0x3F);
      at += 3;
      if (plain.becomes[c] == c) {  // most of a Chinese page
        blank = false;
        end = std::copy_n(rest.begin(), 3, end);
        continue;
      }
    } else {
      c = utf8::next(rest);
      at = text.size() - rest.size();
    }
    c = c < 0x10000 ? plain.becomes[c] : plain_of_astral(c);
    if (c == 0) continue;
    if (c == ' ') {
      blank = true;
    } else if (c < 0x80) {
      put(static_cast<char>(c));
    } else {
      blank = false;
      other.clear();
      utf8::append(other, c);
      end = std::ranges::copy(other, end).out;
    }
  }
  return static_cast<std::size_t>(end - begin);
}

}  // namespace

void fold(std::string_view text, std::string& out) {
  // An ill-formed byte becomes three; a blank is written only where white space was read.
  out.resize_and_overwrite(text.size() * 3, [text](char* begin, std::size_t) { return write_folded(text, begin); });
}

std::string folded(std::string_view text) {
  std::string out;
  fold(text, out);
  return out;
}

}  // namespace huabiao::rules
