// What every command of the command line reads again: parsed once, as a precompiled header.
#pragma once

#include "engine/core/prelude.h"
#include "tools/stele/access.h"
#include "tools/stele/cli.h"
