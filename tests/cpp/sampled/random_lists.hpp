// Random sites, samples and their lists, with scores in float as a caller would compute them.
#pragma once

#include <vector>

#include "brenier/sampled/sample_lists.hpp"
#include "inputs/random.hpp"

namespace brenier::testing {

struct RandomLists {
  RandomLists(Random& random, Index sites, Index dimension, Index samples, int most)
      : points(random.numbers(samples * dimension, -1.0, 1.0)),
        lists(std::make_shared<Sites>(random.numbers(sites * dimension, -1.0, 1.0), dimension),
              random.numbers(sites, -0.5, 0.5), most) {
    lists.add(ScoredBlock{points, scores()}, 1, {});
  }

  std::span<const double> point(std::int64_t sample) const {
    const std::size_t d = lists.sites().dimension;
    return std::span(points).subspan(sample * d, d);
  }
  std::vector<float> scores() const {
    std::vector<float> result;
    const std::size_t d = lists.sites().dimension;
    for (std::size_t s = 0; s < points.size() / d; ++s) {
      for (Index j = 0; j < lists.sites().count(); ++j) {
        result.push_back(static_cast<float>(
            lists.sites().score(point(static_cast<std::int64_t>(s)), j, lists.heights()[j])));
      }
    }
    return result;
  }
  /// The site with the best score of all at some heights.
  Index best_site(std::int64_t sample, std::span<const double> heights) const {
    Index best = 0;
    for (Index j = 1; j < lists.sites().count(); ++j) {
      if (lists.sites().score(point(sample), j, heights[j]) >
          lists.sites().score(point(sample), best, heights[best])) {
        best = j;
      }
    }
    return best;
  }

  std::vector<double> points;
  SampleLists lists;
};

}  // namespace brenier::testing
