#include "events/upcast.h"

namespace stele::events {

std::uint8_t Upcasts::current_version(EventKind kind) const {
  std::uint8_t version = 0;
  for (const Upcast& upcast : list_)
    if (upcast.kind == kind && upcast.version >= version)
      version = static_cast<std::uint8_t>(upcast.version + 1);
  return version;
}

const Upcast* Upcasts::find(EventKind kind, std::uint8_t version) const {
  for (const Upcast& upcast : list_)
    if (upcast.kind == kind && upcast.version == version) return &upcast;
  return nullptr;
}

const Upcasts& published_upcasts() {
  // Every kind is still in its first shape.
  static constexpr Upcasts none{{}};
  return none;
}

}  // namespace stele::events
