// Objects of the directory as description lists. Private to this folder.
#pragma once

#include <string>

#include "projections/rdds/view.h"

namespace stele::web_whois {

std::string domain_fields(const rdds::DomainView& view);
std::string host_fields(const rdds::HostView& view);
std::string registrar_fields(const rdds::RegistrarView& view);

}  // namespace stele::web_whois
