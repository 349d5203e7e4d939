#pragma once
// What a cell's text may hold, and the escapes spreadsheets put into it. Pure; any thread.

#include <string>
#include <string_view>

namespace huabiao::office {

// Well-formed UTF-8 without control characters, as XML demands of every text.
bool is_xml_text(std::string_view text);

// "_x000D_" stands for a character XML cannot carry, "_x005F_" for an underscore before such a thing
// (ECMA-376 22.9.2.19). What would give a control character gives nothing, a carriage return gives a line end.
void undo_cell_escapes(std::string& text, std::size_t from);

// More than 32,767 characters, counted as spreadsheets do: in UTF-16 units.
bool is_too_long(std::string_view text);

}  // namespace huabiao::office
