// Triangles that are made, joined and thrown away: the bookkeeping below a changing triangulation.
#pragma once

#include <span>
#include <vector>

#include "brenier/plane/points/triangle.hpp"

namespace brenier {

/// Triangles at places that stay as long as they do; places of discarded ones are used again.
class TriangleMesh {
 public:
  explicit TriangleMesh(std::vector<Triangle> triangles = {}) : triangles_(std::move(triangles)) {}

  void reserve(std::size_t count) { triangles_.reserve(count); }
  std::size_t place_count() const { return triangles_.size(); }
  std::span<const Triangle> places() const { return triangles_; }
  const Triangle& operator[](Index t) const { return triangles_[t]; }
  bool is_discarded(Index t) const { return triangles_[t].vertices[0] == kNone; }

  /// A triangle without neighbours.
  Index add(Index a, Index b, Index c);
  /// Its neighbours still refer to it.
  void discard(Index t);
  /// Gives a place other vertices, and no neighbours.
  void replace(Index t, Index a, Index b, Index c) { triangles_[t] = {{a, b, c}, kAlone}; }

  /// Makes `other`, which may be kNone, the neighbour of t across the edge opposite place k, and t
  /// that of `other`, which must have the same edge.
  void connect(Index t, int k, Index other);

  /// Replaces the edge opposite place k of t by the other diagonal of the quadrilateral. The vertex
  /// at place k gets to place 0 of both triangles, in t with what lies before the edge's end, in
  /// its neighbour with what lies after.
  void flip(Index t, int k);

  /// The triangles without gaps: in the order of their places, or in that of their lowest vertices,
  /// which is a spatial one if that of the sites is.
  std::vector<Triangle> in_order_of_places() &&;
  std::vector<Triangle> in_order_of_vertices(Index vertex_count) &&;

 private:
  static constexpr std::array<Index, 3> kAlone{kNone, kNone, kNone};

  void change_neighbor(Index t, Index before, Index after);
  std::vector<Triangle> renumbered(std::span<const Index> place_of) const;

  std::vector<Triangle> triangles_;
  std::vector<Index> discarded_;
};

inline void TriangleMesh::change_neighbor(Index t, Index before, Index after) {
  if (t == kNone) return;
  std::array<Index, 3>& neighbors = triangles_[t].neighbors;
  neighbors[place(neighbors, before)] = after;
}

inline void TriangleMesh::flip(Index at, int k) {
  Triangle& t = triangles_[at];
  const Index beyond = t.neighbors[k];
  Triangle& o = triangles_[beyond];
  const int m = place(o.neighbors, at);
  const Index a = t.vertices[k], b = t.vertices[next(k)], c = t.vertices[previous(k)],
              d = o.vertices[m];
  const Index across_ca = t.neighbors[next(k)], across_ab = t.neighbors[previous(k)];
  const Index across_bd = o.neighbors[next(m)], across_dc = o.neighbors[previous(m)];
  t = {{a, b, d}, {across_bd, beyond, across_ab}};
  o = {{a, d, c}, {across_dc, across_ca, at}};
  change_neighbor(across_bd, beyond, at);
  change_neighbor(across_ca, at, beyond);
}

}  // namespace brenier
