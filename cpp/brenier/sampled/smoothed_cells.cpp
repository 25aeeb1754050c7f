#include "brenier/sampled/smoothed_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "brenier/sampled/sample_chunks.hpp"
#include "brenier/sampled/settings.hpp"

namespace brenier {
namespace {

constexpr double kShared = 1.0 - SampledConstants::kEvenPart;  // among those on a sample's list

}  // namespace

SmoothedCells::SmoothedCells(const SampleLists& lists, std::span<const double> heights,
                             double smoothing, int workers, const CheckInterrupt& interrupt)
    : count_(lists.count()), of_chunk_(kSampleChunks) {
  const Index n = lists.sites().count();
  std::vector<double> moved(n);
  for (Index j = 0; j < n; ++j) moved[j] = heights[j] - lists.heights()[j];
  const double least = smoothing * std::log(SampledConstants::kLeastShare);
  ChunkSums sums(n);
  std::vector<std::int64_t> from_end(kSampleChunks, 0);
  const auto share_out = [&](Index chunk, std::int64_t begin, std::int64_t end) {
    std::vector<double>& own = sums.of(chunk);
    Shares& shares = of_chunk_[chunk];
    shares.row_begin.assign(1, 0);
    std::vector<double> scores(lists.width());
    for (std::int64_t s = begin; s < end; ++s) {
      const std::span<const Index> list = lists.list(s);
      const std::span<const float> behind = lists.behind(s);
      double best = -std::numeric_limits<double>::infinity(), behind_of_best = 0.0;
      for (std::size_t k = 0; k < list.size(); ++k) {
        scores[k] = moved[list[k]] - behind[k];
        if (scores[k] <= best) continue;
        best = scores[k];
        behind_of_best = behind[k];
      }
      double total = 0.0;
      const std::size_t first = shares.sites.size();
      for (std::size_t k = 0; k < list.size(); ++k) {
        if (scores[k] - best < least) continue;
        const double part = std::exp((scores[k] - best) / smoothing);
        total += part;
        shares.sites.push_back(list[k]);
        shares.values.push_back(static_cast<float>(part));
      }
      for (std::size_t at = first; at < shares.sites.size(); ++at) {
        shares.values[at] = static_cast<float>(shares.values[at] / total);
        own[shares.sites[at]] += shares.values[at];
      }
      shares.row_begin.push_back(static_cast<std::int64_t>(shares.sites.size()));
      from_end[chunk] +=
          !lists.are_whole() && behind_of_best > SampledConstants::kEndOfList * behind.back();
    }
  };
  for_sample_chunks(count_, workers, share_out, interrupt);
  masses_.assign(n, SampledConstants::kEvenPart / n);
  sums.add_to(masses_, kShared / static_cast<double>(count_));
  for (const std::int64_t part : from_end) from_end_ += static_cast<double>(part);
  from_end_ /= static_cast<double>(count_);
}

std::vector<double> SmoothedCells::mean_squares(int workers) const {
  ChunkSums sums(static_cast<Index>(masses_.size()));
  parallel_for(workers, kSampleChunks, [&](Index chunk) {
    std::vector<double>& own = sums.of(chunk);
    const Shares& shares = of_chunk_[chunk];
    for (std::size_t at = 0; at < shares.sites.size(); ++at) {
      own[shares.sites[at]] += static_cast<double>(shares.values[at]) * shares.values[at];
    }
  });
  std::vector<double> result(masses_.size(), 0.0);
  sums.add_to(result, kShared / static_cast<double>(count_));
  return result;
}

void SmoothedCells::add_covariance(std::span<const double> x, double factor,
                                   std::span<double> result, int workers) const {
  ChunkSums sums(static_cast<Index>(masses_.size()));
  parallel_for(workers, kSampleChunks, [&](Index chunk) {
    std::vector<double>& own = sums.of(chunk);
    const Shares& shares = of_chunk_[chunk];
    for (std::size_t row = 0; row + 1 < shares.row_begin.size(); ++row) {
      const auto begin = shares.row_begin[row], end = shares.row_begin[row + 1];
      double mean = 0.0;
      for (auto at = begin; at < end; ++at) mean += shares.values[at] * x[shares.sites[at]];
      for (auto at = begin; at < end; ++at) own[shares.sites[at]] += shares.values[at] * mean;
    }
  });
  sums.add_to(result, factor * kShared / static_cast<double>(count_));
}

}  // namespace brenier
