// The EPP session (RFC 5730 §2, RFC 5734): one client connection from greeting to goodbye.
//
//              login accepted                       logout
//   greeted ───────────────────► open ─────────────────────────► ended
//    │  ▲                         │                               ▲
//    │  └─ login refused          │ limit reached, hostile frame  │
//    ▼                            │ access taken away (2501)      │
//   checking (input stands still) ┴─ third refusal, locked (2501) ─┘
//
// Answers leave strictly in the order of the frames. Changes that arrive together are handed to the
// writer together, up to a bound, so that a client that pipelines them shares syncs; everything
// else waits until they are answered, because a client that asks after a change wants to see it.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/net/connection.h"
#include "events/values/registrar_access.h"
#include "frontends/epp/profile.h"
#include "frontends/epp/response/messages.h"
#include "frontends/epp/xml/parser.h"
#include "frontends/gateway/gateway.h"

namespace stele::epp {

struct Options {
  Profile profile;                      // what the greeting offers, and what is let pass
  std::vector<Texts> languages;         // further ones, beside English
  CertificateMode certificate = CertificateMode::own;  // what the listener asks of all clients
  xml::Limits xml;                      // xml.frame_bytes is the largest frame, header apart
  std::size_t changes_in_flight = 32;   // of one session
  int refused_logins = 3;               // then 2501
  int bad_frames = 20;                  // that are no XML, then the connection ends
  int frames_before_login = 100;        // hellos and commands out of place
};

// Sessions for net::ServerOptions::session. The gateway outlives the server. All sessions of a
// thread share one parser.
net::SessionFactory make_sessions(gateway::Gateway& gateway, Options options = {});

}  // namespace stele::epp
