// Which sites share an edge of the triangulation.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "brenier/space/triangulation/regular_triangulation.hpp"

namespace brenier::space {

/// The neighbours of every site, increasing; guards are nobody's.
class SiteGraph {
 public:
  explicit SiteGraph(const RegularTriangulation& triangulation,
                     const CheckInterrupt& interrupt = {});
  /// Of so many sites, by pairs of neighbours, which may come several times.
  SiteGraph(Index site_count, std::span<const std::array<Index, 2>> pairs,
            const CheckInterrupt& interrupt = {});

  std::span<const Index> neighbors(Index site) const {
    return {neighbors_.data() + begin_[site], neighbors_.data() + begin_[site + 1]};
  }

 private:
  template <class ForEachPair>
  void build(Index site_count, ForEachPair&& for_each_pair, const CheckInterrupt& interrupt);

  std::vector<Index> neighbors_, begin_;
};

}  // namespace brenier::space
