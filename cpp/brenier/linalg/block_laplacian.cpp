#include "brenier/linalg/block_laplacian.hpp"

#include <algorithm>

namespace brenier {
namespace {

constexpr int kChunk = RowBlock::kChunk;

/// Σ c_k x_k over a chunk.
template <class Value>
Value gather(const Value* conductances, const std::uint16_t* columns, const Value* x) {
  return (conductances[0] * x[columns[0]] + conductances[1] * x[columns[1]]) +
         (conductances[2] * x[columns[2]] + conductances[3] * x[columns[3]]);
}

/// y_k += c_k x over a chunk.
void scatter(const float* conductances, const std::uint16_t* columns, float x, float* y) {
  for (int k = 0; k < kChunk; ++k) y[columns[k]] += conductances[k] * x;
}

/// y += (C_B + ½ B) x in the rows of the block.
void add_border(const RowBlock& block, const float* x, float* y) {
  for (const RowBlock::Border& e : block.border) {
    y[block.begin + e.row] += e.conductance * (x[e.column] + 0.5F * x[block.begin + e.row]);
  }
}

}  // namespace

BlockLaplacian::BlockLaplacian(const GraphRows& rows, std::span<const double> exact,
                               ThreadTeam& team)
    : size_(rows.size()), diagonal_(rows.size()), inverse_(rows.size()) {
  const Index count = (size_ + kRowsPerBlock - 1) / kRowsPerBlock;
  blocks_.resize(count);
  team.run(count, [&](Index k, int) {
    blocks_[k].begin = k * kRowsPerBlock;
    blocks_[k].end = std::min(size_, (k + 1) * kRowsPerBlock);
    build(blocks_[k], rows, exact);
  });
}

void BlockLaplacian::build(RowBlock& block, const GraphRows& rows, std::span<const double> exact) {
  const Index begin = block.begin, end = block.end;
  const std::size_t entries =
      (rows.row_begin[end] - rows.row_begin[begin]) / 2 + 2 * static_cast<std::size_t>(end - begin);
  block.chunk_begin.reserve(end - begin + 1);
  block.columns.reserve(entries);
  block.conductances.reserve(entries);
  if (!exact.empty()) block.exact.reserve(entries);
  for (Index i = begin; i < end; ++i) {
    const auto row = static_cast<std::uint16_t>(i - begin);
    const std::size_t first = block.columns.size();
    double sum = 0.0, border_sum = 0.0;
    for (Index at = rows.row_begin[i]; at < rows.row_begin[i + 1]; ++at) {
      const Index j = rows.columns[at];
      const float conductance = rows.conductances[at];
      sum += conductance;
      if (j < begin || j >= end) {
        border_sum += conductance;
        block.border.push_back({row, j, conductance, exact.empty() ? 0.0 : exact[at]});
      } else if (j < i) {
        block.columns.push_back(static_cast<std::uint16_t>(j - begin));
        block.conductances.push_back(conductance);
        if (!exact.empty()) block.exact.push_back(exact[at]);
      }
    }
    const std::size_t count = block.columns.size() - first;
    const std::size_t chunks = std::max<std::size_t>(1, (count + kChunk - 1) / kChunk);
    block.columns.resize(first + chunks * kChunk, row);
    block.conductances.resize(first + chunks * kChunk, 0.0F);
    if (!exact.empty()) block.exact.resize(first + chunks * kChunk, 0.0);
    block.chunk_begin.push_back(block.chunk_begin.back() + static_cast<Index>(chunks));
    diagonal_[i] = static_cast<float>(sum);
    inverse_[i] = static_cast<float>(1.0 / (sum + 0.5 * border_sum));
  }
}

void BlockLaplacian::sweep_forward(const Vector& b, Vector& x, Vector& residual,
                                   ThreadTeam& team) const {
  const auto count = static_cast<Index>(blocks_.size());
  team.run(count, [&](Index which, int) {
    const RowBlock& block = blocks_[which];
    const float* const rhs = b.data() + block.begin;
    const float* const inverse = inverse_.data() + block.begin;
    float* const value = x.data() + block.begin;
    float* const rest = residual.data() + block.begin;
    const Index rows = block.end - block.begin;
    const std::uint16_t* columns = block.columns.data();
    const float* conductances = block.conductances.data();
    std::fill(value, value + rows, 0.0F);
    for (Index i = 0; i < rows; ++i) {
      const Index chunks = block.chunk_begin[i + 1] - block.chunk_begin[i];
      float sum = rhs[i];
      for (Index k = 0; k < chunks; ++k) {
        sum += gather(conductances + k * kChunk, columns + k * kChunk, value);
      }
      const float solved = sum * inverse[i];
      value[i] = solved;
      rest[i] = 0.0F;
      for (Index k = 0; k < chunks; ++k) {
        scatter(conductances + k * kChunk, columns + k * kChunk, solved, rest);
      }
      columns += chunks * kChunk;
      conductances += chunks * kChunk;
    }
  });
  if (count == 1) return;
  team.run(count, [&](Index k, int) { add_border(blocks_[k], x.data(), residual.data()); });
}

void BlockLaplacian::sweep_backward(const Vector& b, Vector& x, Vector& scratch,
                                    ThreadTeam& team) const {
  const auto count = static_cast<Index>(blocks_.size());
  team.run(count, [&](Index k, int) {
    const RowBlock& block = blocks_[k];
    std::copy(b.begin() + block.begin, b.begin() + block.end, scratch.begin() + block.begin);
    add_border(block, x.data(), scratch.data());
  });
  team.run(count, [&](Index which, int) {
    const RowBlock& block = blocks_[which];
    const float* const inverse = inverse_.data() + block.begin;
    float* const value = x.data() + block.begin;
    float* const rest = scratch.data() + block.begin;
    const std::uint16_t* columns = block.columns.data() + block.columns.size();
    const float* conductances = block.conductances.data() + block.conductances.size();
    for (Index i = block.end - block.begin; i-- > 0;) {
      const Index chunks = block.chunk_begin[i + 1] - block.chunk_begin[i];
      columns -= chunks * kChunk;
      conductances -= chunks * kChunk;
      float sum = rest[i];
      for (Index k = 0; k < chunks; ++k) {
        sum += gather(conductances + k * kChunk, columns + k * kChunk, value);
      }
      const float solved = sum * inverse[i];
      value[i] = solved;
      for (Index k = 0; k < chunks; ++k) {
        scatter(conductances + k * kChunk, columns + k * kChunk, solved, rest);
      }
    }
  });
}

void BlockLaplacian::multiply(const Vector& x, Vector& y, ThreadTeam& team) const {
  team.run(static_cast<Index>(blocks_.size()), [&](Index which, int) {
    const RowBlock& block = blocks_[which];
    const float* const value = x.data() + block.begin;
    float* const image = y.data() + block.begin;
    const float* const diagonal = diagonal_.data() + block.begin;
    const std::uint16_t* columns = block.columns.data();
    const float* conductances = block.conductances.data();
    for (Index i = 0; i < block.end - block.begin; ++i) {
      const Index chunks = block.chunk_begin[i + 1] - block.chunk_begin[i];
      float sum = diagonal[i] * value[i];
      image[i] = 0.0F;
      for (Index k = 0; k < chunks; ++k) {
        sum -= gather(conductances, columns, value);
        scatter(conductances, columns, -value[i], image);
        columns += kChunk;
        conductances += kChunk;
      }
      image[i] += sum;
    }
    for (const RowBlock::Border& e : block.border) image[e.row] -= e.conductance * x[e.column];
  });
}

void BlockLaplacian::multiply_exactly(const RowBlock& block, const double* x, double* y) {
  const double* const value = x + block.begin;
  double* const image = y + block.begin;
  const std::uint16_t* columns = block.columns.data();
  const double* conductances = block.exact.data();
  for (Index i = 0; i < block.end - block.begin; ++i) {
    const Index chunks = block.chunk_begin[i + 1] - block.chunk_begin[i];
    double sum = 0.0;
    image[i] = 0.0;
    for (Index chunk = 0; chunk < chunks; ++chunk) {
      for (int k = 0; k < kChunk; ++k) {
        const double flow = conductances[k] * (value[i] - value[columns[k]]);
        sum += flow;
        image[columns[k]] -= flow;
      }
      columns += kChunk;
      conductances += kChunk;
    }
    image[i] += sum;
  }
  for (const RowBlock::Border& e : block.border) {
    image[e.row] += e.exact * (value[e.row] - x[e.column]);
  }
}

}  // namespace brenier
