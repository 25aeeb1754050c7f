#include "brenier/space/diagram/polyhedron.hpp"

#include <map>
#include <utility>

namespace brenier::space {
namespace {

// Vertices that are nearer to each other are one, in units of the coordinates, which are about 1.
constexpr double kSame = 1e-12;

/// Follows pairs (from, to) into a closed chain.
std::vector<Index> chained(std::map<Index, Index> next) {
  std::vector<Index> result;
  if (next.empty()) return result;
  for (Index at = next.begin()->first; next.contains(at);) {
    result.push_back(at);
    const Index to = next[at];
    next.erase(at);
    at = to;
  }
  return result;
}

/// Cuts off what is nearer to the neighbour; what is cut open gets a face. Vertices in the plane,
/// up to rounding, are inside: so those outside are joined by edges, and the face is one chain.
void cut(Polyhedron& cell, const HalfSpace& inside, Index neighbor) {
  std::vector<double> excess;
  excess.reserve(cell.vertices.size());
  for (const Point p : cell.vertices) excess.push_back(inside.excess(p));
  if (std::none_of(excess.begin(), excess.end(), [](double e) { return e > kSame; })) return;
  std::map<std::pair<Index, Index>, Index> crossings;  // of edges
  const auto crossing = [&](Index a, Index b) {
    if (a > b) std::swap(a, b);
    const auto [at, is_new] = crossings.try_emplace({a, b});
    if (is_new) {
      at->second = static_cast<Index>(cell.vertices.size());
      const double to_plane = excess[a] > kSame ? excess[a] : std::min(excess[a], 0.0);
      const double beyond = excess[b] > kSame ? excess[b] : std::min(excess[b], 0.0);
      const double share = to_plane / (to_plane - beyond);
      cell.vertices.push_back(cell.vertices[a] + share * (cell.vertices[b] - cell.vertices[a]));
    }
    return at->second;
  };
  std::map<Index, Index> opened;  // edges of the new face
  Polyhedron result;
  for (std::size_t f = 0; f < cell.faces.size(); ++f) {
    std::vector<Index> face;
    Index leaves = kNone, enters = kNone;
    for (std::size_t k = 0; k < cell.faces[f].size(); ++k) {
      const Index a = cell.faces[f][k], b = cell.faces[f][(k + 1) % cell.faces[f].size()];
      const bool a_outside = excess[a] > kSame, b_outside = excess[b] > kSame;
      if (!a_outside) face.push_back(a);
      if (a_outside == b_outside) continue;
      const Index at = crossing(a, b);
      face.push_back(at);
      (b_outside ? leaves : enters) = at;
    }
    if (leaves != kNone) opened[enters] = leaves;
    if (face.size() < 3) continue;
    result.faces.push_back(std::move(face));
    result.neighbors.push_back(cell.neighbors[f]);
  }
  std::vector<Index> lid = chained(std::move(opened));
  if (lid.size() >= 3) {
    result.faces.push_back(std::move(lid));
    result.neighbors.push_back(neighbor);
  }
  result.vertices = std::move(cell.vertices);
  cell = std::move(result);
}

/// Unites vertices that are the same but for rounding, and leaves out faces that are no polygons
/// then, and vertices of no face.
Polyhedron tidied(const Polyhedron& cell) {
  Polyhedron result;
  std::vector<Index> number(cell.vertices.size(), kNone);
  const auto numbered = [&](Index v) {
    if (number[v] != kNone) return number[v];
    const Point p = cell.vertices[v];
    const auto same = std::find_if(result.vertices.begin(), result.vertices.end(),
                                   [&](Point q) { return largest_coordinate(p - q) <= kSame; });
    number[v] = static_cast<Index>(same - result.vertices.begin());
    if (same == result.vertices.end()) result.vertices.push_back(p);
    return number[v];
  };
  for (std::size_t f = 0; f < cell.faces.size(); ++f) {
    std::vector<Index> face;
    for (const Index v : cell.faces[f]) {
      const Index here = numbered(v);
      if (face.empty() || face.back() != here) face.push_back(here);
    }
    while (face.size() > 1 && face.front() == face.back()) face.pop_back();
    if (face.size() < 3) continue;
    result.faces.push_back(std::move(face));
    result.neighbors.push_back(cell.neighbors[f]);
  }
  return result.faces.size() < 4 ? Polyhedron{} : result;
}

}  // namespace

Polyhedron cell_polyhedron(const CellSurfaces& surfaces, Index site,
                           std::span<const Index> neighbors) {
  const ConvexPolyhedron& domain = surfaces.domain();
  if (surfaces.triangulation().tetrahedron_of(site) == kNone) return {};
  Polyhedron cell{domain.vertices(), domain.faces(),
                  std::vector<Index>(domain.face_count(), kNone)};
  for (const Index j : neighbors) {
    cut(cell, surfaces.nearer_to(site, j), j);
    if (cell.faces.size() < 4) return {};
  }
  return tidied(cell);
}

}  // namespace brenier::space
