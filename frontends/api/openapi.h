// The description of the API (OpenAPI 3.0), as a client gets it. Written by hand: it says to people what
// the calls mean. That it has the calls of route.h and no other is a unit test; that answers are as it
// says, tests/e2e/api_test.py.
#pragma once

#include <string_view>

namespace stele::api {

std::string_view openapi();

}  // namespace stele::api
