#include "http/connection.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/digest.h"
#include "http/problem.h"
#include "http/target.h"

namespace huabiao::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

Method method_of(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get:
      return Method::Get;
    case bhttp::verb::head:
      return Method::Head;
    case bhttp::verb::post:
      return Method::Post;
    case bhttp::verb::put:
      return Method::Put;
    case bhttp::verb::patch:
      return Method::Patch;
    case bhttp::verb::delete_:
      return Method::Delete;
    case bhttp::verb::options:
      return Method::Options;
    default:
      return Method::Other;
  }
}

std::string_view plain(beast::string_view text) {
  return {text.data(), text.size()};
}

class Connection final : public Closable, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Shared& shared, std::string peer, std::unique_ptr<Wire> wire)
      : shared_(shared), wire_(std::move(wire)), timer_(wire_->get_executor()), peer_(std::move(peer)) {
    shared_.metrics.connections(++shared_.open);
  }
  ~Connection() override {
    leave_stream();
    leave_wait();
    drop_upload();
    shared_.metrics.connections(--shared_.open);
  }

  void run() {
    asio::dispatch(wire_->get_executor(), [self = shared_from_this()] { self->handshake(); });
  }

  void finish() override {
    asio::post(wire_->get_executor(), [self = shared_from_this()] {
      self->last_ = true;
      self->timer_.cancel();
      if (self->idle_) self->close();
    });
  }
  void cut() override {
    waiting_since_ = 0;  // it is not chosen twice
    asio::post(wire_->get_executor(), [self = shared_from_this()] {
      self->last_ = true;
      self->close();
      self->wire_->drop();
    });
  }
  [[nodiscard]] std::int64_t waiting_since() const override { return waiting_since_; }

 private:
  // One type for every operation's end, so that Beast's algorithms are compiled once each.
  using Then = std::function<void(ErrorCode, std::size_t)>;
  using Parser = bhttp::request_parser<bhttp::empty_body>;
  using TextParser = bhttp::request_parser<bhttp::string_body>;
  using FileParser = bhttp::request_parser<bhttp::file_body>;

  [[nodiscard]] Millis time_for(std::uint64_t bytes) const {
    return shared_.limits.body_grace +
           Millis(static_cast<std::int64_t>(bytes * 1000 / shared_.limits.slowest_bytes_per_s));
  }

  // The bytes of a client nobody knows are waited for.
  void wait_for_client() {
    waiting_since_ =
        request_.caller || request_.vantage ? 0 : std::chrono::steady_clock::now().time_since_epoch().count();
  }

  void handshake() {
    wait_for_client();
    wire_->deadline(shared_.limits.header_deadline);
    wire_->handshake([self = shared_from_this()](ErrorCode error) {
      if (!error) self->read_head();
    });
  }

  void read_head() {
    if (last_ || shared_.stopping) return close();
    head_.emplace();
    head_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
    head_->body_limit(boost::none);
    request_ = Request{};
    admitted_ = {};
    idle_ = true;
    wait_for_client();
    wire_->deadline(shared_.limits.header_deadline);
    bhttp::async_read_header(*wire_, buffer_, *head_,
                             Then([self = shared_from_this()](ErrorCode error, std::size_t) { self->on_head(error); }));
  }

  void on_head(ErrorCode error) {
    idle_ = false;
    began_ = std::chrono::steady_clock::now();
    if (error == bhttp::error::header_limit) return refuse_and_close({Kind::Invalid, "http.headers_too_large", {}, {}});
    if (error == bhttp::error::end_of_stream || error == beast::error::timeout || error == asio::error::eof ||
        error == asio::error::operation_aborted || error == asio::error::connection_reset)
      return close();
    if (error) return refuse_and_close({Kind::Invalid, "http.bad_request", error.message(), {}});
    last_ = last_ || !head_->get().keep_alive();
    if (auto bad = fill_request()) return refuse_and_close(*bad);
    to_pool([](Connection& self) { self.admitted_ = self.shared_.dispatcher.admit(self.request_); },
            [](Connection& self) { self.on_admitted(); });
  }

  // The head as a Request; why it cannot be one.
  std::optional<Error> fill_request() {
    const auto& message = head_->get();
    request_.id = random_hex(8);
    request_.peer = peer_;
    request_.tls = wire_->encrypted();
    request_.method = method_of(message.method());
    for (const auto& one : message) {
      std::string name = ascii_lower(plain(one.name_string()));
      if (name == "cookie") read_cookies(plain(one.value()), request_.cookies);
      request_.headers.emplace_back(std::move(name), plain(one.value()));
    }
    request_.language = accepted_language(request_.header("accept-language"));
    if (message.target().size() > shared_.limits.target_bytes)
      return Error{Kind::Invalid, "http.target_too_long", {}, {}};
    if (message.version() >= 11 && request_.header("host").empty())
      return Error{Kind::Invalid, "http.bad_request", "no Host header", {}};
    // One length, told one way: what two readers could understand differently is refused (request smuggling).
    if (head_->chunked() && !request_.header("content-length").empty())
      return Error{Kind::Invalid, "http.bad_request", "both Content-Length and Transfer-Encoding", {}};
    auto target = read_target(plain(message.target()), shared_.limits.query_parameters);
    if (!target) return target.error();
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    return std::nullopt;
  }

  [[nodiscard]] bool body_to_come() const { return head_->chunked() || head_->content_length().value_or(0) > 0; }

  void on_admitted() {
    if (admitted_.refused) {
      last_ = last_ || body_to_come();  // nobody reads what is still to come
      return write(std::move(*admitted_.refused));
    }
    const TakesBody takes = admitted_.route != nullptr ? admitted_.route->body : TakesBody::No;
    if (!body_to_come()) return answer();
    if (takes == TakesBody::No) return refuse_and_close({Kind::Invalid, "http.unexpected_body", {}, {}});
    const std::uint64_t limit = takes == TakesBody::OnDisk ? shared_.limits.upload_bytes : shared_.limits.body_bytes;
    if (head_->content_length().value_or(0) > limit)
      return refuse_and_close(
          {Kind::TooLarge, "http.body_too_large", std::to_string(*head_->content_length()), std::to_string(limit)});
    wait_for_client();
    wire_->deadline(time_for(head_->content_length() ? *head_->content_length() : limit));
    const auto on = takes == TakesBody::OnDisk ? &Connection::read_to_disk : &Connection::read_to_memory;
    if (ascii_lower(request_.header("expect")) != "100-continue") return (this->*on)(limit);
    auto go_on = std::make_shared<bhttp::response<bhttp::empty_body>>(bhttp::status::continue_, 11);
    bhttp::async_write(*wire_, *go_on,
                       Then([self = shared_from_this(), go_on, on, limit](ErrorCode error, std::size_t) {
                         if (error) return self->close();
                         ((*self).*on)(limit);
                       }));
  }

  void read_to_memory(std::uint64_t limit) {
    auto parser = std::make_shared<TextParser>(std::move(*head_));
    parser->body_limit(limit);
    bhttp::async_read(*wire_, buffer_, *parser, Then([self = shared_from_this(), parser](ErrorCode error, std::size_t) {
      if (error) return self->on_body_error(error);
      self->request_.body = std::move(parser->get().body());
      self->answer();
    }));
  }

  void read_to_disk(std::uint64_t limit) {
    auto parser = std::make_shared<FileParser>(std::move(*head_));
    parser->body_limit(limit);
    request_.upload = shared_.spool / ("upload-" + random_hex(16));
    ErrorCode opened;
    parser->get().body().open(request_.upload.c_str(), beast::file_mode::write, opened);
    if (opened) return refuse_and_close({Kind::Environment, "http.no_spool", opened.message(), {}});
    bhttp::async_read(*wire_, buffer_, *parser, Then([self = shared_from_this(), parser](ErrorCode error, std::size_t) {
      parser->get().body().close();
      if (error) return self->on_body_error(error);
      self->answer();
    }));
  }

  void on_body_error(ErrorCode error) {
    drop_upload();
    if (error == bhttp::error::body_limit) return refuse_and_close({Kind::TooLarge, "http.body_too_large", {}, {}});
    if (error == boost::system::errc::no_space_on_device)
      return refuse_and_close({Kind::Environment, "storage.disk_full", {}, {}});
    if (error == beast::error::timeout || error == asio::error::operation_aborted ||
        error == asio::error::connection_reset || error == bhttp::error::partial_message)
      return close();
    refuse_and_close({Kind::Invalid, "http.bad_request", error.message(), {}});
  }

  void answer() {
    to_pool(
        [](Connection& self) { self.answered_ = self.shared_.dispatcher.answer(self.admitted_.route, self.request_); },
        [](Connection& self) {
          self.drop_upload();
          self.write(std::move(self.answered_));
        });
  }

  // Runs `work` on the pool, then `then` on the strand. The connection touches neither meanwhile.
  template <class Work, class Then>
  void to_pool(Work work, Then then) {
    wire_->no_deadline();
    waiting_since_ = 0;
    const bool taken = shared_.pool.offer([self = shared_from_this(), work, then] {
      work(*self);
      asio::post(self->wire_->get_executor(), [self, then] { then(*self); });
    });
    if (!taken) {
      last_ = last_ || body_to_come_unread();
      write(shared_.dispatcher.refuse({Kind::Unavailable, "http.busy", {}, {}}, request_));
    }
  }
  [[nodiscard]] bool body_to_come_unread() const { return request_.body.empty() && request_.upload.empty(); }

  void refuse_and_close(const Error& error) {
    last_ = true;
    write(shared_.dispatcher.refuse(error, request_));
  }

  template <class Message>
  void put_head(Message& message, const Response& response) {
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    message.keep_alive(!last_);
  }

  void write(Response response) {
    if (response.later) return wait_for_answer(std::move(response.later));
    if (response.events) return write_events(std::move(response));
    if (response.file) return write_file(std::move(response));
    const std::string_view body = response.fixed.empty() ? std::string_view(response.body) : response.fixed;
    status_ = response.status;
    auto kept = std::make_shared<Response>(std::move(response));
    auto message = std::make_shared<bhttp::response<bhttp::span_body<const char>>>();
    put_head(*message, *kept);
    const std::string_view bytes = kept->fixed.empty() ? std::string_view(kept->body) : body;
    const bool bodiless = kept->status == 204 || kept->status == 304;
    if (!bodiless) message->content_length(bytes.size());
    if (!bodiless && request_.method != Method::Head) message->body() = {bytes.data(), bytes.size()};
    wait_for_client();
    wire_->deadline(time_for(bytes.size()));
    auto serializer = std::make_shared<bhttp::response_serializer<bhttp::span_body<const char>>>(*message);
    bhttp::async_write(*wire_, *serializer,
                       Then([self = shared_from_this(), kept, message, serializer](ErrorCode error, std::size_t bytes) {
                         self->on_written(error, bytes);
                       }));
  }

  void write_file(Response response) {
    auto message = std::make_shared<bhttp::response<bhttp::file_body>>();
    ErrorCode error;
    message->body().open(response.file->path.c_str(), beast::file_mode::scan, error);
    if (response.file->remove_after) {
      std::error_code ignored;  // the open descriptor keeps the bytes
      std::filesystem::remove(response.file->path, ignored);
    }
    if (error)
      return write(shared_.dispatcher.refuse({Kind::Environment, "http.no_file", error.message(), {}}, request_));
    status_ = response.status;
    put_head(*message, response);
    const std::uint64_t size = message->body().size();
    message->content_length(size);
    wire_->deadline(time_for(size));
    Then done = [self = shared_from_this(), message](ErrorCode failed, std::size_t bytes) {
      self->on_written(failed, bytes);
    };
    if (request_.method == Method::Head) {
      auto serializer = std::make_shared<bhttp::response_serializer<bhttp::file_body>>(*message);
      return bhttp::async_write_header(
          *wire_, *serializer, Then([done, serializer](ErrorCode failed, std::size_t bytes) { done(failed, bytes); }));
    }
    bhttp::async_write(*wire_, *message, std::move(done));
  }

  void on_written(ErrorCode error, std::size_t bytes) {
    const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began_);
    shared_.dispatcher.sent(admitted_.route, request_, status_, bytes, took);
    drop_upload();
    if (error || last_) return close();
    read_head();
  }

  // An answer that comes later: asked for every tick, until it is there.
  void wait_for_answer(std::shared_ptr<LaterAnswer> later) {
    if (++shared_.waiting_answers > static_cast<std::int64_t>(shared_.limits.waiting_answers)) {
      --shared_.waiting_answers;
      return write(shared_.dispatcher.refuse({Kind::Unavailable, "http.busy", {}, {}}, request_));
    }
    later_ = std::move(later);
    wire_->no_deadline();
    look_again();
  }

  void look_again() {
    if (closing_) return;
    if (shared_.stopping) return close();
    const bool taken = shared_.pool.offer([self = shared_from_this(), later = later_] {
      auto answer = self->shared_.dispatcher.look_again(*later, self->request_);
      asio::post(self->wire_->get_executor(), [self, answer = std::move(answer)]() mutable {
        if (self->closing_) return;
        if (!answer) return self->wait_to_look();
        self->leave_wait();
        self->write(*std::move(answer));
      });
    });
    if (!taken) wait_to_look();
  }

  void wait_to_look() {
    timer_.expires_after(shared_.limits.event_tick);
    timer_.async_wait([self = shared_from_this()](ErrorCode) { self->look_again(); });
  }

  void leave_wait() {
    if (std::exchange(later_, nullptr)) --shared_.waiting_answers;
  }

  // Server-sent events: asks the source every tick and writes what it says, one frame at a time. A client that reads
  // slowly gets fewer frames, never a longer queue; one that reads nothing meets the deadline.
  void write_events(Response response) {
    if (++shared_.streams > static_cast<std::int64_t>(shared_.limits.event_streams)) {
      --shared_.streams;
      return write(shared_.dispatcher.refuse({Kind::Unavailable, "http.too_many_streams", {}, {}}, request_));
    }
    in_stream_ = true;
    last_ = true;
    status_ = response.status;
    events_ = std::move(response.events);
    auto message = std::make_shared<bhttp::response<bhttp::empty_body>>();
    put_head(*message, response);
    auto serializer = std::make_shared<bhttp::response_serializer<bhttp::empty_body>>(*message);
    wire_->deadline(time_for(0));
    bhttp::async_write_header(*wire_, *serializer,
                              Then([self = shared_from_this(), message, serializer](ErrorCode error, std::size_t) {
                                if (error) return self->close();
                                self->last_frame_ = std::chrono::steady_clock::now();
                                self->ask_events();
                              }));
  }

  void ask_events() {
    wire_->no_deadline();
    if (shared_.stopping) return close();
    const bool taken = shared_.pool.offer([self = shared_from_this()] {
      EventSource::Said said = self->events_->next();
      asio::post(self->wire_->get_executor(),
                 [self, said = std::move(said)]() mutable { self->on_said(std::move(said)); });
    });
    if (!taken) wait_tick();
  }

  void on_said(EventSource::Said said) {
    events_end_ = said.last;
    frame_ = std::move(said.frame);
    const auto now = std::chrono::steady_clock::now();
    if (frame_.empty() && now - last_frame_ >= shared_.limits.heartbeat) frame_ = ": still here\n\n";
    if (frame_.empty()) return events_end_ ? on_written({}, 0) : wait_tick();
    last_frame_ = now;
    wire_->deadline(time_for(frame_.size()));
    asio::async_write(*wire_, asio::buffer(frame_), Then([self = shared_from_this()](ErrorCode error, std::size_t) {
      if (error) return self->close();
      if (self->events_end_) return self->on_written({}, 0);
      self->wait_tick();
    }));
  }

  void wait_tick() {
    timer_.expires_after(shared_.limits.event_tick);
    timer_.async_wait([self = shared_from_this()](ErrorCode) { self->ask_events(); });
  }

  void leave_stream() {
    if (std::exchange(in_stream_, false)) --shared_.streams;
  }

  void drop_upload() {
    if (request_.upload.empty()) return;
    std::error_code ignored;  // a handler may have moved it away
    std::filesystem::remove(request_.upload, ignored);
    request_.upload.clear();
  }

  void close() {
    leave_stream();
    leave_wait();
    idle_ = false;
    if (std::exchange(closing_, true)) return;
    wire_->close(shared_from_this());
  }

  Shared& shared_;
  std::unique_ptr<Wire> wire_;
  asio::steady_timer timer_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> head_;
  Request request_;
  Dispatcher::Admission admitted_;
  Response answered_;
  int status_ = 0;
  bool last_ = false;  // the connection ends after the answer under way
  bool idle_ = false;  // nothing of a request has come
  bool closing_ = false;
  std::atomic<std::int64_t> waiting_since_{0};
  std::chrono::steady_clock::time_point began_, last_frame_;
  std::shared_ptr<EventSource> events_;
  std::shared_ptr<LaterAnswer> later_;
  std::string frame_;
  bool events_end_ = false, in_stream_ = false;
};

std::string peer_of(const Tcp::socket& socket) {
  ErrorCode error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string("-") : endpoint.address().to_string();
}

}  // namespace

std::shared_ptr<Closable> serve(Tcp::socket socket, asio::ssl::context* tls, Shared& shared) {
  std::string peer = peer_of(socket);
  auto wire = tls != nullptr ? Wire::tls(std::move(socket), *tls) : Wire::plain(std::move(socket));
  auto connection = std::make_shared<Connection>(shared, std::move(peer), std::move(wire));
  connection->run();
  return connection;
}

}  // namespace huabiao::http
