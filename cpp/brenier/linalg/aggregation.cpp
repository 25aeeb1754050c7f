#include "brenier/linalg/aggregation.hpp"

#include <algorithm>

namespace brenier {
namespace {

/// The aggregates of one block, numbered from 0; the scheme is the one of [vanek1996].
class BlockAggregation {
 public:
  BlockAggregation(const GraphRows& rows, const std::vector<float>& diagonal, const RowBlock& block,
                   float threshold, std::vector<Index>& aggregate)
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
    // Then, what is left joins the aggregate that it is tied to most strongly, as of the first
    // pass: the joiners are numbered below kNone until the pass is over.
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
  bool is_inside(Index j) const { return j >= block_.begin && j < block_.end; }

  bool is_strong(Index i, Index j, float conductance) const {
    return conductance > 0.0F &&
           conductance * conductance >= squared_threshold_ * diagonal_[i] * diagonal_[j];
  }

  template <class Visit>
  void for_each_strong(Index i, Visit&& visit) const {
    for (Index at = rows_.row_begin[i]; at < rows_.row_begin[i + 1]; ++at) {
      const Index j = rows_.columns[at];
      if (is_inside(j) && is_strong(i, j, rows_.conductances[at])) visit(j, rows_.conductances[at]);
    }
  }

  bool neighborhood_is_free(Index i) const {
    for (Index at = rows_.row_begin[i]; at < rows_.row_begin[i + 1]; ++at) {
      const Index j = rows_.columns[at];
      if (is_inside(j) && aggregate_[j] != kNone && is_strong(i, j, rows_.conductances[at])) {
        return false;
      }
    }
    return true;
  }

  const GraphRows& rows_;
  const std::vector<float>& diagonal_;
  const RowBlock& block_;
  float squared_threshold_;
  std::vector<Index>& aggregate_;
};

/// A row in the making. Rows have numbers of their own, so nothing has to be reset between them,
/// nor between the blocks that a thread works on.
class RowAccumulator {
 public:
  explicit RowAccumulator(Index column_count)
      : seen_in_(column_count, kNone), place_(column_count) {}

  void start(Index row, std::size_t most_entries) {
    row_ = row;
    size_ = 0;
    if (columns.size() <= most_entries) {
      columns.resize(2 * most_entries + 1);
      conductances.resize(2 * most_entries + 1);
    }
    add(row, 0.0F);
  }

  /// Without branches: whether a column is new cannot be foreseen.
  void add(Index column, float conductance) {
    const bool is_new = seen_in_[column] != row_;
    const Index at = is_new ? size_ : place_[column];
    seen_in_[column] = row_;
    place_[column] = at;
    columns[at] = column;
    conductances[at] = (is_new ? 0.0F : conductances[at]) + conductance;
    size_ += is_new;
  }

  /// The row's own column stands first.
  Index size() const { return size_; }
  std::vector<Index> columns;
  std::vector<float> conductances;

 private:
  std::vector<Index> seen_in_;  // the last row that had this column,
  std::vector<Index> place_;    // and where
  Index row_ = kNone;
  Index size_ = 0;
};

/// The rows of a block's aggregates.
class BlockContraction {
 public:
  BlockContraction(const GraphRows& rows, const RowBlock& block, const Aggregates& aggregates,
                   Index first, Index last)
      : rows_(rows), block_(block), aggregates_(aggregates), first_(first), last_(last) {}

  void run(RowAccumulator& row) {
    sort_members();
    columns_.reserve((rows_.row_begin[block_.end] - rows_.row_begin[block_.begin]) / 3);
    conductances_.reserve(columns_.capacity());
    for (Index k = first_; k < last_; ++k) {
      const std::span<const Index> members(members_.begin() + member_begin_[k - first_],
                                           members_.begin() + member_begin_[k - first_ + 1]);
      std::size_t most = 1;
      for (const Index i : members) most += rows_.row_begin[i + 1] - rows_.row_begin[i];
      row.start(k, most);
      for (const Index i : members) {
        for (Index at = rows_.row_begin[i]; at < rows_.row_begin[i + 1]; ++at) {
          row.add(aggregates_.of_unknown[rows_.columns[at]], rows_.conductances[at]);
        }
      }
      columns_.insert(columns_.end(), row.columns.begin() + 1, row.columns.begin() + row.size());
      conductances_.insert(conductances_.end(), row.conductances.begin() + 1,
                           row.conductances.begin() + row.size());
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
  std::vector<RowAccumulator> accumulators(team.size(), RowAccumulator(aggregates.count));
  team.run(count, [&](Index k, int worker) { parts[k].run(accumulators[worker]); });

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
