// The same for the tests of those layers.
#pragma once

#include <gtest/gtest.h>

#include "engine/core/prelude.h"
