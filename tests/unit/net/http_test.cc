// The HTTP server against raw bytes: what it reads, in which order it answers, what it turns away.
#include "engine/net/http.h"

#include <thread>

#include "engine/net/http_reader.h"
#include "engine/net/http_target.h"
#include "tests/unit/net/harness.h"

namespace stele::net::test {
namespace {

using Kind = HttpReader::Step::Kind;

struct Site {
  Recorder events;
  std::unique_ptr<Reactor> reactor;
  std::unique_ptr<Server> server;

  explicit Site(HttpOptions options = {}) {
    reactor = std::move(*Reactor::start(1));
    if (!options.handler && !options.later)
      options.handler = [](const HttpRequest& request) {
        HttpResponse response;
        response.content_type = "text/plain";
        response.body = request.method + " " + request.target + " " + request.body;
        return response;
      };
    options.on_event = [this](const Event& event) {
      events.add(std::string(to_text(event.reason)) + " " + event.detail);
    };
    auto listening = listen_http(*reactor, std::move(options));
    EXPECT_TRUE(listening);
    if (listening) server = std::move(*listening);
  }
  // Everything that comes back until the server ends the connection.
  std::string ask(const std::string& bytes, std::shared_ptr<const TlsContext> tls = nullptr) {
    auto stream = ClientStream::connect("127.0.0.1", server->port(), std::move(tls), 10s);
    EXPECT_TRUE(stream);
    EXPECT_TRUE(stream->write(bytes));
    return stream->read_to_end(64 << 20).value_or("nothing");
  }
};

std::string get(const std::string& target, bool last = true) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + (last ? "Connection: close\r\n\r\n" : "\r\n");
}

HttpReader::Step read_all(std::string_view bytes, HttpRequest* out = nullptr, HttpLimits limits = {}) {
  HttpReader reader(limits);
  const auto step = reader.read(bytes);
  if (out && step.kind == Kind::whole) *out = reader.take();
  return step;
}

unsigned status_of(std::string_view bytes, HttpLimits limits = {}) {
  const auto step = read_all(bytes, nullptr, limits);
  return step.kind == Kind::bad ? step.status : step.kind == Kind::whole ? 200 : 0;
}

TEST(HttpReader, ReadsARequest) {
  HttpRequest request;
  const auto step = read_all(
      "\r\nPOST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nX-One:  two \r\nContent-Length: 3\r\n\r\nabcREST", &request);
  ASSERT_EQ(step.kind, Kind::whole) << step.why;
  EXPECT_EQ(step.consumed, 75u);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/a%20b?x=1");
  EXPECT_EQ(request.body, "abc");
  EXPECT_EQ(request.header("x-one"), "two");
  EXPECT_FALSE(request.close);
}

// The same bytes, one more each time: what the network does.
TEST(HttpReader, ReadsByteByByte) {
  const std::string bytes =
      "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nHost: evil\r\n\r\n";
  HttpReader reader({});
  for (std::size_t n = 1; n < bytes.size(); ++n) {
    const auto step = reader.read(std::string_view(bytes).substr(0, n));
    ASSERT_EQ(step.kind, Kind::need_more) << n << " " << step.why;
    ASSERT_EQ(step.consumed, 0u);
  }
  const auto step = reader.read(bytes);
  ASSERT_EQ(step.kind, Kind::whole) << step.why;
  EXPECT_EQ(step.consumed, bytes.size());
  const HttpRequest request = reader.take();
  EXPECT_EQ(request.body, "abcde");
  EXPECT_EQ(request.header("host"), "h");  // a trailer is no header
}

TEST(HttpReader, ChunksAndPlainAgree) {
  std::string chunked = "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string body(1000, 'x');
  for (std::size_t i = 0; i < body.size(); ++i) chunked += "1\r\nx\r\n";
  chunked += "0\r\n\r\n";
  HttpRequest request;
  ASSERT_EQ(read_all(chunked, &request).kind, Kind::whole);
  EXPECT_EQ(request.body, body);
}

TEST(HttpReader, RefusesWithTheRightStatus) {
  const std::string host = "Host: h\r\n";
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200u);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("GET / HTTP/2.0\r\n" + host + "\r\n"), 505u);
  EXPECT_EQ(status_of("\x16\x03\x01"), 400u);
  EXPECT_EQ(status_of("GET example HTTP/1.1\r\n" + host + "\r\n"), 400u);
  EXPECT_EQ(status_of("GET * HTTP/1.1\r\n" + host + "\r\n"), 400u);
  EXPECT_EQ(status_of("OPTIONS * HTTP/1.1\r\n" + host + "\r\n"), 200u);
  EXPECT_EQ(status_of("GET http://h/x HTTP/1.1\r\n" + host + "\r\n"), 200u);
  EXPECT_EQ(status_of("BREW / HTTP/1.1\r\n" + host + "\r\n"), 501u);
  EXPECT_EQ(status_of("CONNECT h:443 HTTP/1.1\r\n" + host + "\r\n"), 501u);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost : h\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: h\n\r\n\r\n"), 505u);  // a version with a line break in it
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Content-Length: 70000\r\n\r\n"), 413u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), 400u);
  // Both: the classic of request smuggling.
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host +
                      "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n"), 501u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), 400u);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\n" + host + "Expect: cake\r\n\r\n"), 417u);
}

TEST(HttpReader, HoldsToItsLimits) {
  const std::string host = "Host: h\r\n";
  EXPECT_EQ(status_of("GET /" + std::string(9000, 'a')), 414u);
  EXPECT_EQ(status_of("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n"), 414u);
  EXPECT_EQ(status_of("GET /" + std::string(8000, 'a') + " HTTP/1.1\r\n" + host + "\r\n"), 200u);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'a')), 431u);
  std::string many = "GET / HTTP/1.1\r\n" + host;
  for (int i = 0; i < 63; ++i) many += "A: b\r\n";
  EXPECT_EQ(status_of(many + "\r\n"), 200u);
  EXPECT_EQ(status_of(many + "A: b\r\n\r\n"), 431u);
  const HttpLimits small{.body_bytes = 4};
  const std::string chunked = "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(status_of(chunked + "4\r\nabcd\r\n0\r\n\r\n", small), 200u);
  EXPECT_EQ(status_of(chunked + "5\r\nabcde\r\n0\r\n\r\n", small), 413u);
  EXPECT_EQ(status_of(chunked + "1;" + std::string(40'000, 'x'), small), 400u);
}

TEST(HttpTarget, IsTakenApart) {
  const auto target = parse_http_target("/rdap/domain/%D9%85%2F?name=a+b&x&fn=%2b", Plus::itself);
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, (std::vector<std::string>{"rdap", "domain", "\xD9\x85/"}));
  EXPECT_EQ(*target->find("name"), "a+b");
  EXPECT_EQ(*target->find("x"), "");
  EXPECT_EQ(*target->find("fn"), "+");
  EXPECT_EQ(target->find("none"), nullptr);
  EXPECT_EQ(*parse_http_target("/?name=a+b", Plus::space)->find("name"), "a b");
  EXPECT_EQ(parse_http_target("/", Plus::itself)->path, std::vector<std::string>{""});
  for (const char* bad : {"/%", "/%1", "/%zz", "/?a=%g0", "/?%=1"})
    EXPECT_FALSE(parse_http_target(bad, Plus::itself)) << bad;
  EXPECT_FALSE(parse_http_target(std::string(100, '/'), Plus::itself));
  EXPECT_EQ(percent_encode("a b/\xC3\xA9"), "a%20b%2F%C3%A9");
}

TEST(Http, AnswersPipelinedRequestsInOrder) {
  Site site;
  const std::string got = site.ask(get("/1", false) + "HEAD /two HTTP/1.1\r\nHost: a\r\n\r\n" +
                                   "POST /3 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get("/4"));
  EXPECT_EQ(got,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\nGET /1 "
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\nPOST /3 hi"
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\nConnection: close\r\n\r\nGET /4 ");
}

TEST(Http, SpeaksTls) {
  HttpOptions options;
  options.tls = server_tls();
  Site site(std::move(options));
  EXPECT_TRUE(site.ask(get("/x"), client_tls()).ends_with("GET /x "));
}

// Answers of a pipeline are bounded by what its client reads, and come whole all the same.
TEST(Http, LongPipelineWaitsForItsReader) {
  HttpOptions options;
  options.handler = [](const HttpRequest&) {
    HttpResponse response;
    response.body = std::string(100'000, 'x');
    return response;
  };
  Site site(std::move(options));
  std::string requests;
  for (int i = 0; i < 199; ++i) requests += get("/", false);
  const std::string got = site.ask(requests + get("/"));
  EXPECT_GT(got.size(), 200u * 100'000);
  EXPECT_LT(got.size(), 200u * 100'200);
}

TEST(Http, AnswersLaterInOrder) {
  HttpOptions options;
  options.later = [](HttpRequest request, HttpAnswer answer) {
    std::thread([request = std::move(request), answer = std::move(answer)]() mutable {
      if (request.target == "/drop") return;
      HttpResponse response;
      response.body = request.target;
      answer.send(std::move(response));
    }).detach();
  };
  Site site(std::move(options));
  const std::string got = site.ask(get("/1", false) + get("/drop", false) + get("/3"));
  EXPECT_EQ(got,
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n/1"
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n/3");
}

// A pipeline of both kinds keeps its order, and an answer may be made when it is sent.
TEST(Http, AnswersSomeAtOnceAndSomeLater) {
  HttpOptions options;
  options.handler = [](const HttpRequest&) { return HttpResponse{}; };
  options.is_later = [](const HttpRequest& request) { return request.target == "/later"; };
  options.later = [](HttpRequest request, HttpAnswer answer) {
    std::thread([request = std::move(request), answer = std::move(answer)]() mutable {
      answer.send([request = std::move(request)] {
        HttpResponse response;
        response.body = request.target;
        return response;
      });
    }).detach();
  };
  Site site(std::move(options));
  const std::string now = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  const std::string later = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n/later";
  EXPECT_EQ(site.ask(get("/1", false) + get("/later", false) + get("/2", false) + get("/3", false) +
                     get("/later", false) + get("/4")),
            now + later + now + now + later +
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(Http, RefusesOnceAndCloses) {
  Site site;
  const std::string got = site.ask("GET / HTTP/1.1\r\n\r\n" + get("/after"));
  EXPECT_TRUE(got.starts_with("HTTP/1.1 400 Bad Request\r\n")) << got;
  EXPECT_EQ(got.find("/after"), std::string::npos);
  EXPECT_TRUE(site.events.await("refused_by_session HTTP 400"));
}

TEST(Http, SlowRequestIs408) {
  HttpOptions options;
  options.connections.frame_timeout = 300ms;
  options.connections.idle_timeout = 60s;
  Site site(std::move(options));
  const std::string got = site.ask("GET / HTTP/1.1\r\nHost:");
  EXPECT_TRUE(got.starts_with("HTTP/1.1 408 Request Timeout\r\n")) << got;
  EXPECT_TRUE(site.events.await("frame_timeout"));
}

// A body that drips is one request: its pieces do not begin its time anew.
TEST(Http, DrippingBodyIs408) {
  HttpOptions options;
  options.connections.frame_timeout = 500ms;
  Site site(std::move(options));
  auto stream = ClientStream::connect("127.0.0.1", site.server->port(), nullptr, 10s);
  ASSERT_TRUE(stream->write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"));
  for (int i = 0; i < 40 && site.events.lines().empty(); ++i) {
    if (!stream->write("x")) break;
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_TRUE(site.events.await("frame_timeout"));
}

TEST(Http, IdleEndIsNoEvent) {
  HttpOptions options;
  options.connections.idle_timeout = 300ms;
  Site site(std::move(options));
  EXPECT_TRUE(site.ask(get("/", false)).ends_with("GET / "));
  EXPECT_TRUE(site.events.lines().empty());
}

TEST(Http, BodyMayWaitForLeave) {
  Site site;
  auto stream = ClientStream::connect("127.0.0.1", site.server->port(), nullptr, 10s);
  ASSERT_TRUE(stream->write(
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"));
  const std::string leave = "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(stream->read_exactly(leave.size()).value_or(""), leave);
  ASSERT_TRUE(stream->write("ok"));
  EXPECT_TRUE(stream->read_to_end(10'000)->ends_with("POST / ok"));
}

TEST(Http, HeadersCannotBeSplit) {
  HttpResponse response;
  response.headers = {{"Location", "/x\r\nSet-Cookie: a=b"}};
  EXPECT_EQ(to_http_bytes(response, false, false, Instant{1772323200000}),
            "HTTP/1.1 200 OK\r\nDate: Sun, 01 Mar 2026 00:00:00 GMT\r\nLocation: /x  Set-Cookie: a=b\r\n"
            "Content-Length: 0\r\n\r\n");
}

}  // namespace
}  // namespace stele::net::test
