#include "brenier/linalg/graph_laplacian.hpp"

#include <algorithm>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier {

double GraphLaplacian::diagonal(Index i) const {
  double sum = 0.0;
  for (Index at = row_begin[i]; at < row_begin[i + 1]; ++at) sum += conductances[at];
  return sum;
}

GraphLaplacian mass_jacobian(Index site_count, std::span<const Facet> facets) {
  GraphLaplacian result;
  std::vector<Index> begin(site_count + 1, 0);
  for (const Facet& f : facets) {
    ++begin[f.i + 1];
    ++begin[f.j + 1];
  }
  for (Index i = 0; i < site_count; ++i) begin[i + 1] += begin[i];
  result.columns.resize(begin.back());
  result.conductances.resize(begin.back());
  std::vector<Index> at(begin.begin(), begin.end() - 1);
  const auto insert = [&](Index i, Index j, double conductance) {
    // Rows are short: keep them sorted while they fill.
    Index k = at[i]++;
    for (; k > begin[i] && result.columns[k - 1] > j; --k) {
      result.columns[k] = result.columns[k - 1];
      result.conductances[k] = result.conductances[k - 1];
    }
    result.columns[k] = j;
    result.conductances[k] = conductance;
  };
  for (const Facet& f : facets) {
    insert(f.i, f.j, f.conductance);
    insert(f.j, f.i, f.conductance);
  }

  // Several pieces of one facet stand next to each other now: add them.
  result.row_begin.assign(site_count + 1, 0);
  Index kept = 0;
  for (Index i = 0; i < site_count; ++i) {
    for (Index k = begin[i]; k < begin[i + 1]; ++k) {
      const Index column = result.columns[k];
      const double conductance = result.conductances[k];
      if (kept > result.row_begin[i] && result.columns[kept - 1] == column) {
        result.conductances[kept - 1] += conductance;
      } else {
        result.columns[kept] = column;
        result.conductances[kept++] = conductance;
      }
    }
    result.row_begin[i + 1] = kept;
  }
  result.columns.resize(kept);
  result.conductances.resize(kept);
  return result;
}

GraphLaplacian larger_of(const GraphLaplacian& first, const GraphLaplacian& second) {
  GraphLaplacian result;
  result.row_begin.reserve(first.row_begin.size());
  result.row_begin.push_back(0);
  for (Index i = 0; i < first.size(); ++i) {
    Index k = first.row_begin[i], l = second.row_begin[i];
    const Index end = first.row_begin[i + 1], end_of_second = second.row_begin[i + 1];
    while (k < end || l < end_of_second) {
      const bool is_first =
          l == end_of_second || (k < end && first.columns[k] <= second.columns[l]);
      const bool is_second =
          k == end || (l < end_of_second && second.columns[l] <= first.columns[k]);
      result.columns.push_back(is_first ? first.columns[k] : second.columns[l]);
      result.conductances.push_back(std::max(is_first ? first.conductances[k] : 0.0,
                                             is_second ? second.conductances[l] : 0.0));
      if (is_first) ++k;
      if (is_second) ++l;
    }
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

template <class Conductance>
Index connected_to_first(std::span<const Index> row_begin, std::span<const Index> columns,
                         std::span<const Conductance> conductances) {
  if (row_begin.size() < 2) return 0;
  std::vector<char> reached(row_begin.size() - 1, 0);
  std::vector<Index> to_visit{0};
  reached[0] = 1;
  Index count = 1;
  while (!to_visit.empty()) {
    const Index i = to_visit.back();
    to_visit.pop_back();
    for (Index at = row_begin[i]; at < row_begin[i + 1]; ++at) {
      const Index j = columns[at];
      if (reached[j] || !(conductances[at] > 0)) continue;
      reached[j] = 1;
      ++count;
      to_visit.push_back(j);
    }
  }
  return count;
}

template Index connected_to_first(std::span<const Index>, std::span<const Index>,
                                  std::span<const float>);
template Index connected_to_first(std::span<const Index>, std::span<const Index>,
                                  std::span<const double>);

void require_connected(const GraphLaplacian& laplacian) {
  const Index count =
      connected_to_first<double>(laplacian.row_begin, laplacian.columns, laplacian.conductances);
  if (count < laplacian.size()) {
    throw NumericalError(text("only ", count, " of ", laplacian.size(),
                              " cells are connected with the first over facets"));
  }
}

CompressedRows compressed_rows(const GraphLaplacian& laplacian, double factor) {
  CompressedRows result;
  result.row_begin.push_back(0);
  for (Index i = 0; i < laplacian.size(); ++i) {
    Index at = laplacian.row_begin[i];
    const Index end = laplacian.row_begin[i + 1];
    const auto copy_until = [&](Index column) {
      for (; at < end && laplacian.columns[at] < column; ++at) {
        result.columns.push_back(laplacian.columns[at]);
        result.values.push_back(-factor * laplacian.conductances[at]);
      }
    };
    copy_until(i);
    result.columns.push_back(i);
    result.values.push_back(factor * laplacian.diagonal(i));
    copy_until(laplacian.size());
    result.row_begin.push_back(static_cast<Index>(result.columns.size()));
  }
  return result;
}

}  // namespace brenier
