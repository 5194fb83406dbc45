// The WHOIS page: the directory's views as HTML that needs no script, and the one-word availability
// answer (DAS). Pure, as RDAP's answers are; everything that comes from data is escaped.
#pragma once

#include <string>
#include <string_view>

#include "projections/rdds/view.h"

namespace stele::web_whois {

enum class Subject { any, domain, nameserver, registrar };
std::string_view to_text(Subject subject);
Subject parse_subject(std::string_view text);  // any for what is none

struct Page {
  unsigned status = 200;
  std::string html;
};

// `query` empty: the form alone.
Page whois_page(const core::State& state, const rdds::Viewer& viewer, Subject subject,
                std::string_view query);
Page terms_page(const core::State& state);
Page refused_page(const core::State& state, unsigned status, std::string_view why);
std::string_view stylesheet();

// "available", "registered", "reserved", "unavailable" (not now, or not for all), "invalid".
std::string_view availability(const core::State& state, std::string_view name);

std::string escape_html(std::string_view text);
// A name of any direction, apart from the words around it.
std::string isolated(std::string_view text);
std::string time_element(Instant at);

}  // namespace stele::web_whois
