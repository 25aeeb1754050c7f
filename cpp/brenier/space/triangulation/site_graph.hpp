// Which sites share an edge of the triangulation.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// The neighbours of every site, increasing; guards are nobody's.
class SiteGraph {
 public:
  explicit SiteGraph(const RegularTriangulation& triangulation);

  std::span<const Index> neighbors(Index site) const {
    return {neighbors_.data() + begin_[site], neighbors_.data() + begin_[site + 1]};
  }

 private:
  std::vector<Index> neighbors_, begin_;
};

}  // namespace brenier::space
