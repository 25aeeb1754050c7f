#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "sampled/random_lists.hpp"

namespace brenier {
namespace {

using namespace testing;

TEST_CASE("a list has the best sites of all, the best first, and tells how far they are behind") {
  Random random(1711);
  const RandomLists of(random, 200, 5, 300, 24);
  for (std::int64_t s = 0; s < 300; ++s) {
    std::vector<double> all;
    for (Index j = 0; j < 200; ++j) {
      all.push_back(of.lists.sites().score(of.point(s), j, of.lists.heights()[j]));
    }
    std::vector<double> sorted(all);
    std::sort(sorted.rbegin(), sorted.rend());
    CHECK(of.lists.best()[s] == sorted[0]);
    for (int k = 0; k < 24; ++k) {
      CHECK(all[of.lists.list(s)[k]] == sorted[k]);
      CHECK(of.lists.behind(s)[k] == doctest::Approx(sorted[0] - sorted[k]).epsilon(1e-6));
    }
  }
}

TEST_CASE("scores that float cannot tell apart are compared in double") {
  Random random(1712);
  // Sites in a tiny ball far off: in float all their scores are the same.
  std::vector<double> sites;
  for (const double x : random.numbers(150, 0.0, 1e-9)) sites.push_back(1.0 + x);
  const std::vector<double> points = random.numbers(3 * 40, -1.0, 1.0);
  SampleLists lists(std::make_shared<Sites>(sites, 3), std::vector<double>(50, 0.0), 2);
  lists.add(ScoredBlock{points, std::vector<float>(40 * 50, 1.0f)}, 1, {});
  for (std::int64_t s = 0; s < 40; ++s) {
    const std::span<const double> x = std::span(points).subspan(3 * s, 3);
    Index best = 0;
    for (Index j = 1; j < 50; ++j) {
      if (lists.sites().score(x, j, 0.0) > lists.sites().score(x, best, 0.0)) best = j;
    }
    CHECK(lists.list(s)[0] == best);
  }
}

TEST_CASE("lists of candidates are those of all scores if the best are among them") {
  Random random(1713);
  const RandomLists of(random, 60, 3, 80, 5);
  std::vector<Index> candidates;
  for (std::int64_t s = 0; s < 80; ++s) {
    for (Index j = 0; j < 60; ++j) candidates.push_back(j);
  }
  SampleLists lists(std::make_shared<Sites>(of.lists.sites()), of.lists.heights(), 5);
  lists.add(CandidateBlock{of.points, candidates}, 2, {});
  for (std::int64_t s = 0; s < 80; ++s) {
    CHECK(std::ranges::equal(lists.list(s), of.lists.list(s)));
  }
}

TEST_CASE("where a list says that it is sure, its best site is the best of all at moved heights") {
  Random random(1714);
  const RandomLists of(random, 120, 4, 500, 8);
  for (const double most : {0.0, 0.02, 0.1, 0.3, 1.0}) {
    std::vector<double> heights = of.lists.heights();
    for (double& v : heights) v += random.numbers(1, -most, most)[0];
    std::vector<double> expected(120, 0.0);
    for (std::int64_t s = 0; s < 500; ++s) expected[of.best_site(s, heights)] += 1.0;
    const CellCounts cells = count_cells(of.lists, heights, 1);
    double wrong = 0.0;
    for (Index j = 0; j < 120; ++j) wrong += std::abs(cells.counts[j] - expected[j]);
    CHECK(wrong <= 2.0 * static_cast<double>(cells.uncertain));
    CHECK(std::accumulate(cells.counts.begin(), cells.counts.end(), 0.0) == 500.0);
    if (most <= 0.02) CHECK(cells.uncertain == 0);
    if (most == 1.0) CHECK(cells.uncertain > 0);
  }
}

TEST_CASE("lists that hold all sites are always sure") {
  Random random(1715);
  const RandomLists of(random, 6, 2, 50, 24);
  CHECK(of.lists.are_whole());
  std::vector<double> heights = random.numbers(6, -9.0, 9.0);
  CHECK(count_cells(of.lists, heights, 1).uncertain == 0);
}

TEST_CASE("lists and counts are the same bits with any number of threads") {
  Random random(1716);
  const RandomLists of(random, 90, 7, 1000, 12);
  SampleLists lists(std::make_shared<Sites>(of.lists.sites()), of.lists.heights(), 12);
  lists.add(ScoredBlock{of.points, of.scores()}, 4, {});
  CHECK(lists.best() == of.lists.best());
  for (std::int64_t s = 0; s < 1000; ++s) {
    CHECK(std::ranges::equal(lists.list(s), of.lists.list(s)));
    CHECK(std::ranges::equal(lists.behind(s), of.lists.behind(s)));
  }
}

}  // namespace
}  // namespace brenier
