// This process as the system sees it, under the names that Prometheus' own libraries use.
#pragma once

#include "frontends/metrics/exposition.h"

namespace stele::metrics {

void put_process(Exposition& out);

}  // namespace stele::metrics
