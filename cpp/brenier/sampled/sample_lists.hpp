// For each sample of a source, the few sites whose cells it may be in.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/sampled/sites.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier {

/// Samples (rows) and, in float, their scores at all sites.
struct ScoredBlock {
  std::span<const double> samples;
  std::span<const float> scores;
};

/// Samples, and as many sites for each, different ones, among which are its best.
struct CandidateBlock {
  std::span<const double> samples;
  std::span<const Index> candidates;
};

/// The sites with the k best scores of each sample at some heights, best first, and by how much
/// they are behind the best. Which of them is the best at other heights is known as long as these
/// have not moved by more than the last of them is behind.
class SampleLists {
 public:
  /// The sites are shared with whoever has them too.
  SampleLists(std::shared_ptr<const Sites> sites, std::vector<double> heights, int most);

  /// Scores are those of the heights. Scores in double decide; sites that float cannot tell from
  /// the k-th are compared so, too.
  void add(const ScoredBlock& block, int workers, const CheckInterrupt& interrupt);
  void add(const CandidateBlock& block, int workers, const CheckInterrupt& interrupt);

  const Sites& sites() const { return *sites_; }
  const std::vector<double>& heights() const { return heights_; }
  /// How many sites are on each list.
  int width() const { return width_; }
  std::int64_t count() const { return static_cast<std::int64_t>(best_.size()); }
  std::span<const Index> list(std::int64_t sample) const {
    return std::span(index_).subspan(sample * width_, width_);
  }
  /// 0, and then more and more.
  std::span<const float> behind(std::int64_t sample) const {
    return std::span(behind_).subspan(sample * width_, width_);
  }
  /// The best score of each sample.
  const std::vector<double>& best() const { return best_; }
  /// By how much the last of a list is behind: the median of all lists.
  double reach() const;
  /// Are all sites on each list?
  bool are_whole() const { return width_ == sites_->count(); }

 private:
  template <class Rows>
  void add_rows(std::span<const double> samples, int workers, const CheckInterrupt& interrupt,
                const Rows& make_rows);

  std::shared_ptr<const Sites> sites_;
  std::vector<double> heights_;
  int width_;
  UninitializedVector<Index> index_;
  UninitializedVector<float> behind_;
  std::vector<double> best_;
};

/// Samples in each cell at other heights, and in how many cases the lists cannot tell.
struct CellCounts {
  std::vector<double> counts;
  std::int64_t uncertain = 0;
};
CellCounts count_cells(const SampleLists& lists, std::span<const double> heights, int workers);

}  // namespace brenier
