// What everything from engine/core upwards reads again in every file: parsed once, as a precompiled
// header. A file includes what it uses all the same; the trees for clang are built without this.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/command.h"
#include "engine/core/state.h"
#include "events/event.h"
