#pragma once
// Files of bytes, and of text turned into UTF-8 on the way. Thread: one.

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "office/byte_source.h"
#include "office/csv_reader.h"

namespace huabiao::office {

// Fails: Kind::Unreadable office.cannot_read.
Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& file);

// `bytes` as UTF-8, its byte order mark gone. Reading fails with office.unknown_charset where it is not that coding.
std::unique_ptr<ByteSource> as_utf8(std::unique_ptr<ByteSource> bytes, TextCoding coding);

}  // namespace huabiao::office
