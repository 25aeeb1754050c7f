#include "brenier/linalg/aggregation.hpp"

#include <algorithm>

namespace brenier {
namespace {

/// The aggregates of one block, numbered from 0; the scheme is the one of [vanek1996].
class BlockAggregation {
 public:
  BlockAggregation(const GraphRows& rows, const std::vector<float>& diagonal,
                   const RowBlock& block, float threshold, std::vector<Index>& aggregate)
      : rows_(rows),
        diagonal_(diagonal),
        block_(block),
        squared_threshold_(threshold * threshold),
        aggregate_(aggregate) {}

  /// Their number.
  Index run() {
    Index count = 0;
    for (Index i = block_.begin; i < block_.end; ++i) aggregate_[i] = kNone;
    // First, whole neighbourhoods that are still free.
    for (Index i = block_.begin; i < block_.end; ++i) {
      if (aggregate_[i] != kNone || !neighborhood_is_free(i)) continue;
      aggregate_[i] = count;
      for_each_strong(i, [&](Index j, float) { aggregate_[j] = count; });
      ++count;
    }
    // Then, what is left joins the aggregate that it is tied to most strongly, as of the first pass:
    // the joiners are numbered below kNone until the pass is over.
    for (Index i = block_.begin; i < block_.end; ++i) {
      if (aggregate_[i] != kNone) continue;
      float strongest = 0.0F;
      for_each_strong(i, [&](Index j, float conductance) {
        if (aggregate_[j] <= kNone || conductance <= strongest) return;
        strongest = conductance;
        aggregate_[i] = kNone - 1 - aggregate_[j];
      });
    }
    for (Index i = block_.begin; i < block_.end; ++i) {
      if (aggregate_[i] < kNone) aggregate_[i] = kNone - 1 - aggregate_[i];
    }
    // Last, those with no neighbour in an aggregate make new ones.
    for (Index i = block_.begin; i < block_.end; ++i) {
      if (aggregate_[i] != kNone) continue;
      aggregate_[i] = count;
      for_each_strong(i, [&](Index j, float) {
        if (aggregate_[j] == kNone) aggregate_[j] = count;
      });
      ++count;
    }
    return count;
  }

 private:
  template <class Visit>
  void for_each_strong(Index i, Visit&& visit) const {
    const float least = squared_threshold_ * diagonal_[i];
    for (Index at = rows_.row_begin[i]; at < rows_.row_begin[i + 1]; ++at) {
      const Index j = rows_.columns[at];
      const float conductance = rows_.conductances[at];
      if (j < block_.begin || j >= block_.end || !(conductance > 0.0F)) continue;
      if (conductance * conductance >= least * diagonal_[j]) visit(j, conductance);
    }
  }

  bool neighborhood_is_free(Index i) const {
    bool free = true;
    for_each_strong(i, [&](Index j, float) { free = free && aggregate_[j] == kNone; });
    return free;
  }

  const GraphRows& rows_;
  const std::vector<float>& diagonal_;
  const RowBlock& block_;
  float squared_threshold_;
  std::vector<Index>& aggregate_;
};

/// Where each column of the current row stands. Rows have numbers of their own, so nothing has to be
/// reset between them, nor between the blocks that a thread works on.
struct ColumnPlaces {
  explicit ColumnPlaces(Index column_count) : row(column_count, kNone), place(column_count) {}
  std::vector<Index> row;
  std::vector<Index> place;
};

/// The rows of a block's aggregates.
class BlockContraction {
 public:
  BlockContraction(const GraphRows& rows, const RowBlock& block, const Aggregates& aggregates,
                   Index first, Index last)
      : rows_(rows), block_(block), aggregates_(aggregates), first_(first), last_(last) {}

  void run(ColumnPlaces& places) {
    sort_members();
    columns_.reserve((rows_.row_begin[block_.end] - rows_.row_begin[block_.begin]) / 3);
    conductances_.reserve(columns_.capacity());
    for (Index k = first_; k < last_; ++k) {
      for (Index m = member_begin_[k - first_]; m < member_begin_[k - first_ + 1]; ++m) {
        add_edges_of(members_[m], k, places);
      }
      row_end_.push_back(static_cast<Index>(columns_.size()));
    }
  }

  const std::vector<Index>& row_ends() const { return row_end_; }
  const std::vector<Index>& columns() const { return columns_; }
  const std::vector<float>& conductances() const { return conductances_; }

 private:
  void sort_members() {
    member_begin_.assign(last_ - first_ + 2, 0);
    members_.resize(block_.end - block_.begin);
    for (Index i = block_.begin; i < block_.end; ++i) {
      ++member_begin_[aggregates_.of_unknown[i] - first_ + 2];
    }
    for (std::size_t k = 2; k < member_begin_.size(); ++k) member_begin_[k] += member_begin_[k - 1];
    for (Index i = block_.begin; i < block_.end; ++i) {
      members_[member_begin_[aggregates_.of_unknown[i] - first_ + 1]++] = i;
    }
  }

  void add_edges_of(Index i, Index row, ColumnPlaces& places) {
    for (Index at = rows_.row_begin[i]; at < rows_.row_begin[i + 1]; ++at) {
      const Index column = aggregates_.of_unknown[rows_.columns[at]];
      if (column == row) continue;
      if (places.row[column] == row) {
        conductances_[places.place[column]] += rows_.conductances[at];
      } else {
        places.row[column] = row;
        places.place[column] = static_cast<Index>(columns_.size());
        columns_.push_back(column);
        conductances_.push_back(rows_.conductances[at]);
      }
    }
  }

  const GraphRows& rows_;
  const RowBlock& block_;
  const Aggregates& aggregates_;
  Index first_, last_;
  std::vector<Index> member_begin_, members_;  // unknowns by aggregate
  std::vector<Index> row_end_, columns_;
  std::vector<float> conductances_;
};

}  // namespace

Aggregates aggregate(const GraphRows& rows, const BlockLaplacian& laplacian, float threshold,
                     ThreadTeam& team) {
  const std::vector<RowBlock>& blocks = laplacian.blocks();
  const auto count = static_cast<Index>(blocks.size());
  Aggregates result;
  result.of_unknown.resize(rows.size());
  result.first_of_block.assign(count + 1, 0);
  team.run(count, [&](Index k, int) {
    result.first_of_block[k + 1] =
        BlockAggregation(rows, laplacian.diagonal(), blocks[k], threshold, result.of_unknown).run();
  });
  for (Index k = 0; k < count; ++k) result.first_of_block[k + 1] += result.first_of_block[k];
  team.run(count, [&](Index k, int) {
    for (Index i = blocks[k].begin; i < blocks[k].end; ++i) {
      result.of_unknown[i] += result.first_of_block[k];
    }
  });
  result.count = result.first_of_block.back();
  return result;
}

OwnedGraphRows contracted(const GraphRows& rows, const BlockLaplacian& laplacian,
                          const Aggregates& aggregates, ThreadTeam& team) {
  const std::vector<RowBlock>& blocks = laplacian.blocks();
  const auto count = static_cast<Index>(blocks.size());
  std::vector<BlockContraction> parts;
  for (Index k = 0; k < count; ++k) {
    parts.emplace_back(rows, blocks[k], aggregates, aggregates.first_of_block[k],
                       aggregates.first_of_block[k + 1]);
  }
  std::vector<ColumnPlaces> places(team.size(), ColumnPlaces(aggregates.count));
  team.run(count, [&](Index k, int worker) { parts[k].run(places[worker]); });

  std::vector<Index> begin(count + 1, 0);
  for (Index k = 0; k < count; ++k) {
    begin[k + 1] = begin[k] + static_cast<Index>(parts[k].columns().size());
  }
  OwnedGraphRows result;
  result.row_begin.resize(aggregates.count + 1);
  result.columns.resize(begin.back());
  result.conductances.resize(begin.back());
  team.run(count, [&](Index k, int) {
    Index row = aggregates.first_of_block[k];
    for (const Index end : parts[k].row_ends()) result.row_begin[++row] = begin[k] + end;
    std::copy(parts[k].columns().begin(), parts[k].columns().end(),
              result.columns.begin() + begin[k]);
    std::copy(parts[k].conductances().begin(), parts[k].conductances().end(),
              result.conductances.begin() + begin[k]);
  });
  return result;
}

}  // namespace brenier
