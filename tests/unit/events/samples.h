// One event of every kind, twice: with every field set, and with nothing set but what must be.
#pragma once

#include <vector>

#include "events/event.h"

namespace stele::events {

std::vector<Event> full_events();
std::vector<Event> bare_events();
Transaction transaction_of(std::vector<Event> events);

}  // namespace stele::events
