#include "brenier/sampled/sample_lists.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/parallel.hpp"
#include "brenier/sampled/best_scores.hpp"
#include "brenier/sampled/ranks.hpp"
#include "brenier/sampled/sample_chunks.hpp"
#include "brenier/text.hpp"

namespace brenier {
namespace {

double largest_size(std::span<const double> numbers) {
  double result = 0.0;
  for (const double x : numbers) result = std::max(result, std::abs(x));
  return result;
}

}  // namespace

SampleLists::SampleLists(std::shared_ptr<const Sites> sites, std::vector<double> heights, int most)
    : sites_(std::move(sites)),
      heights_(std::move(heights)),
      width_(std::min(most, sites_->count())) {
  for (std::size_t j = 0; j < heights_.size(); ++j) {
    if (std::isfinite(heights_[j])) continue;
    throw InvalidArgument(text("heights[", j, "] is ", heights_[j], "; expected finite numbers"));
  }
}

/// Of candidates for each row, which a function that `make_rows` makes for a thread gives.
template <class Rows>
void SampleLists::add_rows(std::span<const double> samples, int workers,
                           const CheckInterrupt& interrupt, const Rows& make_rows) {
  constexpr Index kRowsOfTask = 64;
  constexpr double kLargest = std::numeric_limits<float>::max();
  const std::size_t d = sites_->dimension, first = best_.size();
  const auto rows = static_cast<Index>(samples.size() / d);
  const auto resize = [&](std::size_t count) {
    best_.resize(count);
    index_.resize(count * width_);
    behind_.resize(count * width_);
  };
  const auto list_rows = [&](Index begin, Index end) {
    auto candidates_of = make_rows();
    std::vector<double> exact;
    std::vector<Index> order;
    for (Index row = begin; row < end; ++row) {
      const std::span<const double> x = samples.subspan(row * d, d);
      const std::span<const Index> candidates = candidates_of(row, x);
      exact.clear();
      for (const Index j : candidates) exact.push_back(sites_->score(x, j, heights_[j]));
      order_of<double>(exact, order);
      const std::size_t at = (first + row) * width_;
      best_[first + row] = exact[order[0]];
      for (int k = 0; k < width_; ++k) {
        index_[at + k] = candidates[order[k]];
        behind_[at + k] = static_cast<float>(std::min(exact[order[0]] - exact[order[k]], kLargest));
      }
    }
  };
  try {
    resize(first + rows);
    parallel_for(
        workers, (rows + kRowsOfTask - 1) / kRowsOfTask,
        [&](Index task) {
          list_rows(task * kRowsOfTask, std::min(rows, (task + 1) * kRowsOfTask));
        },
        interrupt);
  } catch (...) {  // all rows, or none
    resize(first);
    throw;
  }
}

void SampleLists::add(const ScoredBlock& block, int workers, const CheckInterrupt& interrupt) {
  const std::size_t n = sites_->count();
  const double largest_height = largest_size(heights_);
  constexpr double kLargest = std::numeric_limits<float>::max();
  add_rows(block.samples, workers, interrupt, [&] {
    return [&, best = BestScores()](Index row, std::span<const double> x) mutable {
      const double slack = std::min(2.0 * sites_->float_error(x, largest_height), kLargest);
      best.find(block.scores.subspan(row * n, n), width_, static_cast<float>(slack));
      return std::span<const Index>(best.found);
    };
  });
}

void SampleLists::add(const CandidateBlock& block, int workers, const CheckInterrupt& interrupt) {
  const std::size_t rows = block.samples.size() / sites_->dimension;
  const std::size_t width = rows > 0 ? block.candidates.size() / rows : 0;
  add_rows(block.samples, workers, interrupt, [&] {
    return [&](Index row, std::span<const double> /*x*/) {
      return block.candidates.subspan(row * width, width);
    };
  });
}

double SampleLists::reach() const {
  std::vector<float> last(count());
  for (std::int64_t s = 0; s < count(); ++s) last[s] = behind(s).back();
  const auto middle = last.begin() + static_cast<std::ptrdiff_t>(last.size() / 2);
  std::nth_element(last.begin(), middle, last.end());
  return *middle;
}

CellCounts count_cells(const SampleLists& lists, std::span<const double> heights, int workers) {
  const Index n = lists.sites().count();
  std::vector<double> moved(n);
  for (Index j = 0; j < n; ++j) moved[j] = heights[j] - lists.heights()[j];
  const double farthest = *std::max_element(moved.begin(), moved.end());
  ChunkSums counts(n);
  std::vector<std::int64_t> uncertain(kSampleChunks, 0);
  for_sample_chunks(lists.count(), workers, [&](Index chunk, std::int64_t begin, std::int64_t end) {
    std::vector<double>& own = counts.of(chunk);
    for (std::int64_t s = begin; s < end; ++s) {
      const std::span<const Index> list = lists.list(s);
      const std::span<const float> behind = lists.behind(s);
      double best = moved[list[0]];
      Index owner = list[0];
      for (std::size_t k = 1; k < list.size(); ++k) {
        const double score = moved[list[k]] - behind[k];
        if (score < best || (score == best && list[k] > owner)) continue;
        best = score;
        owner = list[k];
      }
      own[owner] += 1.0;
      uncertain[chunk] += !lists.are_whole() && best < farthest - behind.back();
    }
  });
  CellCounts result{std::vector<double>(n, 0.0)};
  counts.add_to(result.counts, 1.0);
  for (const std::int64_t count : uncertain) result.uncertain += count;
  return result;
}

}  // namespace brenier
