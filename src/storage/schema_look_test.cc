#include "storage/schema_look.h"

#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

#include "storage/connection.h"
#include "storage/schema.h"

namespace huabiao::storage {
namespace {

class Scratch : public testing::Test {
 protected:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "schema-look-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Scratch() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "huabiao.db"; }

 private:
  std::filesystem::path folder_;
};

using SchemaLookTest = Scratch;

std::string code(const Result<SchemaLook>& look) {
  return look ? "" : look.error().code;
}

}  // namespace

TEST_F(SchemaLookTest, ReadsTheVersionWithoutMigrating) {
  {
    Connection connection(file());
    migrate(connection, main_schema());
  }
  const auto look = look_at_schema(file());
  ASSERT_TRUE(look) << look.error().code;
  EXPECT_EQ(look->found, look->newest);
}

TEST_F(SchemaLookTest, TellsANewerSchemaAndForeignFiles) {
  {
    Connection connection(file());
    migrate(connection, main_schema());
    connection.exec("PRAGMA user_version = 99");
  }
  EXPECT_EQ(code(look_at_schema(file())), "storage.newer_schema");
  {
    Connection connection(file());
    connection.exec("PRAGMA application_id = 7");
  }
  EXPECT_EQ(code(look_at_schema(file())), "storage.not_ours");
}

TEST_F(SchemaLookTest, TellsWhatIsNoDatabase) {
  std::ofstream(file()) << std::string(4096, 'x');
  EXPECT_EQ(code(look_at_schema(file())), "storage.corrupt");
  EXPECT_FALSE(look_at_schema(file().parent_path() / "none.db"));
}

}  // namespace huabiao::storage
