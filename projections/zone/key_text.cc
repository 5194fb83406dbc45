#include "projections/zone/key_text.h"

#include "projections/registry/key_text.h"

namespace stele::zone {

namespace {

constexpr registry::KeyTable kTables[] = {
    {'z', "zone", "number#"},
    {'p', "progress of a zone", "zone#"},
    {'d', "domain", "number#"},
    {'n', "domain by owner", "zone# owner^"},
    {'h', "host", "number#"},
    {'m', "host by owner", "zone# owner^"},
    {'k', "delegations that use a host", "host#"},
    {'l', "delegation to a host", "host# domain#"},
    {'t', "owner that has changed", "zone# owner^"},
    {'r', "records", "zone# owner^"},
    {'x', "difference", "zone# sequence#"},
    {'i', "difference by serial", "zone# serial~"},
};

}  // namespace

std::string key_text(std::string_view key) { return registry::key_text(kTables, key); }

}  // namespace stele::zone
