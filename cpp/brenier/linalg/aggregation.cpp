#include "brenier/linalg/aggregation.hpp"

#include <cmath>

namespace brenier {
namespace {

class Aggregation {
 public:
  Aggregation(const SparseMatrix& matrix, double threshold)
      : matrix_(matrix), squared_threshold_(threshold * threshold) {}

  /// The aggregate of each unknown; sets `count`.
  std::vector<Index> run(Index& count) {
    const Index size = matrix_.row_count();
    aggregate_.assign(size, kNone);
    // First, whole neighbourhoods that are still free.
    for (Index i = 0; i < size; ++i) {
      if (aggregate_[i] != kNone || !neighborhood_is_free(i)) continue;
      aggregate_[i] = count;
      for_each_strong(i, [&](Index j, double) { aggregate_[j] = count; });
      ++count;
    }
    // Then, what is left joins the aggregate that it is tied to most strongly, as of the first pass.
    const std::vector<Index> first_pass = aggregate_;
    for (Index i = 0; i < size; ++i) {
      if (aggregate_[i] != kNone) continue;
      double strongest = 0.0;
      for_each_strong(i, [&](Index j, double value) {
        if (first_pass[j] == kNone || std::abs(value) <= strongest) return;
        strongest = std::abs(value);
        aggregate_[i] = first_pass[j];
      });
    }
    // Last, those with no neighbour in an aggregate make new ones.
    for (Index i = 0; i < size; ++i) {
      if (aggregate_[i] != kNone) continue;
      aggregate_[i] = count;
      for_each_strong(i, [&](Index j, double) {
        if (aggregate_[j] == kNone) aggregate_[j] = count;
      });
      ++count;
    }
    return aggregate_;
  }

  template <class Visit>
  void for_each_strong(Index i, Visit&& visit) const {
    const double diagonal = matrix_.values[matrix_.row_begin[i]];
    for (Index at = matrix_.row_begin[i] + 1; at < matrix_.row_begin[i + 1]; ++at) {
      const Index j = matrix_.columns[at];
      const double value = matrix_.values[at];
      const double other = matrix_.values[matrix_.row_begin[j]];
      if (value * value >= squared_threshold_ * diagonal * other) visit(j, value);
    }
  }

 private:
  bool neighborhood_is_free(Index i) const {
    bool free = true;
    for_each_strong(i, [&](Index j, double) { free = free && aggregate_[j] == kNone; });
    return free;
  }

  const SparseMatrix& matrix_;
  double squared_threshold_;
  std::vector<Index> aggregate_;
};

}  // namespace

SparseMatrix smoothed_aggregation(const SparseMatrix& matrix, double threshold) {
  Aggregation aggregation(matrix, threshold);
  Index count = 0;
  const std::vector<Index> aggregate = aggregation.run(count);

  // (I - ω D⁻¹ A) applied to the indicators, A without its weak entries and with rows that sum to
  // zero. D⁻¹ A then has no eigenvalue above 2 if the strong entries are negative; ω = 2/3 is
  // (4/3) / 2.
  constexpr double kOmega = 2.0 / 3.0;
  SparseMatrix result;
  result.column_count = count;
  result.row_begin.reserve(matrix.row_begin.size());
  std::vector<Index> place(count, kNone);
  for (Index i = 0; i < matrix.row_count(); ++i) {
    const Index begin = result.row_begin.back();
    const auto add = [&](Index column, double value) {
      if (place[column] < begin) {
        place[column] = static_cast<Index>(result.columns.size());
        result.columns.push_back(column);
        result.values.push_back(value);
      } else {
        result.values[place[column]] += value;
      }
    };
    double diagonal = 0.0;
    aggregation.for_each_strong(i, [&](Index, double value) { diagonal -= value; });
    add(aggregate[i], 1.0);
    if (diagonal > 0.0) {
      const double factor = kOmega / diagonal;
      add(aggregate[i], -kOmega);
      aggregation.for_each_strong(
          i, [&](Index j, double value) { add(aggregate[j], -factor * value); });
    }
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

}  // namespace brenier
