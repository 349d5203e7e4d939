#include "dispatch/asked_child.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dispatch/child.h"
#include "dispatch/frame.h"

// The children of these tests are this very test program, as in worker_pool_test.cc.
namespace huabiao::dispatch {
namespace {

Result<AskedChild> played_by(const std::string& child) {
  return AskedChild::start(
      {"/proc/self/exe", "--gtest_filter=AnsweringChild.DISABLED_" + child, "--gtest_also_run_disabled_tests"}, {},
      {.ready = Millis(20'000), .answer = Millis(300)});
}

Result<std::string> asked(const std::string& child, std::string_view question) {
  auto started = played_by(child);
  if (!started) return std::unexpected(started.error());
  return started->ask(question);
}

std::optional<std::string> play(std::string_view question) {
  if (question == "die") _exit(9);
  if (question == "crash") raise(SIGKILL);
  if (question == "open a file") return access("/etc/passwd", R_OK) == 0 ? "opened" : "refused";
  while (question == "hang") pause();
  if (question == "nonsense") return std::nullopt;
  return "you said " + std::string(question);
}

}  // namespace

TEST(AnsweringChild, DISABLED_Plays) {
  _exit(answer_pipe([](const WorkerSettings&) -> Result<Answer> { return Answer(play); }));
}
TEST(AnsweringChild, DISABLED_CannotWork) {
  _exit(answer_pipe(
      [](const WorkerSettings&) -> Result<Answer> { return fail(Kind::Environment, "rules.broken", "none"); }));
}
TEST(AnsweringChild, DISABLED_AnswersWithoutEnd) {
  const std::string wire("\xFF\xFF\xFF\xFF");
  (void)send(kPipeDescriptor, wire.data(), wire.size(), MSG_NOSIGNAL);
  sleep(5);
  _exit(0);
}
TEST(AnsweringChild, DISABLED_EndsAtOnce) {
  _exit(3);
}

TEST(AskedChild, AnswersOneQuestionAfterTheOther) {
  auto child = played_by("Plays");
  ASSERT_TRUE(child.has_value());
  EXPECT_EQ(child->ask("a").value(), "you said a");
  const std::string large(5u << 20, 'x');  // more than the pipe holds
  EXPECT_EQ(child->ask(large).value(), "you said " + large);
}

TEST(AskedChild, TellsThatTheChildDied) {
  EXPECT_EQ(asked("Plays", "die").error().code, "dispatch.child_died");
  EXPECT_EQ(asked("Plays", "die").error().detail, "exit 9");
  EXPECT_EQ(asked("Plays", "crash").error().detail, "signal 9");
  EXPECT_EQ(asked("Plays", "nonsense").error().detail, "exit 1");
  EXPECT_EQ(asked("EndsAtOnce", "a").error().code, "dispatch.child_died");
}

TEST(AskedChild, AsksInsideACell) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer calls what the filter refuses";
#endif
  EXPECT_EQ(asked("Plays", "open a file").value(), "refused");
}

TEST(AskedChild, DoesNotWaitForAChildThatHangs) {
  EXPECT_EQ(asked("Plays", "hang").error().code, "dispatch.child_hung");
}

TEST(AskedChild, BelievesNoFrameBeyondItsLimit) {
  EXPECT_EQ(asked("AnswersWithoutEnd", "a").error().code, "dispatch.frame_too_large");
}

TEST(AskedChild, TellsWhatKeepsTheChildFromWorking) {
  EXPECT_EQ(asked("CannotWork", "a").error().code, "rules.broken");
}

}  // namespace huabiao::dispatch
