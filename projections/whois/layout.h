// A domain written out by a layout.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/directory/whois_layout.h"
#include "projections/rdds/view.h"

namespace stele::whois {

// ICANN's layout, in the layouts' own language.
std::string_view icann_layout();

// Appends lines that end with CR LF, at most kMostText octets of them. `layout`: the text; one that
// cannot be read (it was valid when it was set) gives ICANN's.
void write_domain(const rdds::DomainView& domain, const rdds::Moment& moment,
                  std::string_view layout, std::string& out);

// Values as they are written: of what is withheld, that it is.
std::string_view text_of(const rdds::Shown<std::string>& field);
std::string_view text_of(rdds::Withheld why);
void append_clean(std::string& out, std::string_view text);  // control characters become blanks

}  // namespace stele::whois
