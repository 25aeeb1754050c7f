#include "brenier/map/value_edges.hpp"

#include <cmath>

namespace brenier {
namespace {

template <class T>
double squared_norm(std::span<const T> a) {
  double result = 0.0;
  for (const double x : a) result += x * x;
  return result;
}

template <class T>
double distance(std::span<const T> a, std::span<const T> b) {
  double result = 0.0;
  for (std::size_t d = 0; d < a.size(); ++d) {
    const double difference = static_cast<double>(a[d]) - b[d];
    result += difference * difference;
  }
  return std::sqrt(result);
}

/// Between (a, -1) and (b, -1), by the lengths of sum and difference when both are 1 long, which is
/// exact for small angles, too.
template <class T>
double angle(std::span<const T> a, std::span<const T> b) {
  const double of_a = 1.0 / std::sqrt(squared_norm(a) + 1.0);
  const double of_b = 1.0 / std::sqrt(squared_norm(b) + 1.0);
  double sum = (of_a + of_b) * (of_a + of_b), difference = (of_a - of_b) * (of_a - of_b);
  for (std::size_t d = 0; d < a.size(); ++d) {
    const double u = of_a * a[d], v = of_b * b[d];
    sum += (u + v) * (u + v);
    difference += (u - v) * (u - v);
  }
  return 2.0 * std::atan2(std::sqrt(difference), std::sqrt(sum));
}

}  // namespace

template <class T>
std::vector<MapEdge> value_edges(std::span<const MapEdge> edges, Rows<const T> values,
                                 const CheckInterrupt& interrupt) {
  std::vector<MapEdge> result;
  result.reserve(edges.size());
  OccasionalCheck check_here(interrupt);
  for (const MapEdge& edge : edges) {
    check_here();
    const std::span<const T> a = values[edge.sites[0]], b = values[edge.sites[1]];
    result.push_back({edge.sites, distance(a, b), angle(a, b)});
  }
  return result;
}

template std::vector<MapEdge> value_edges(std::span<const MapEdge>, Rows<const float>,
                                          const CheckInterrupt&);
template std::vector<MapEdge> value_edges(std::span<const MapEdge>, Rows<const double>,
                                          const CheckInterrupt&);

}  // namespace brenier
