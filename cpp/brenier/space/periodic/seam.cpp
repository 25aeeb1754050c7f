#include "brenier/space/periodic/seam.hpp"

#include <algorithm>
#include <tuple>

namespace brenier::space {
namespace {

/// A face by its sites in their order, copies of one site in that of their shifts, and by how much
/// the second and the third are shifted against the first: the same for all its copies.
struct SeamFace {
  std::array<Index, 3> sites;
  std::array<SmallShift, 2> apart;
  SmallShift first;  // the shift of the first
  Index tetrahedron;
  std::array<std::int8_t, 4> corners;  // of the tetrahedron: first to third, then the apex

  SeamFace(FaceOfTetrahedron face, const TorusTetrahedron& t, const SiteCopies& copies)
      : tetrahedron(face.tetrahedron) {
    int count = 0;
    for (int k = 0; k < 4; ++k) {
      if (k != face.opposite) corners[count++] = static_cast<std::int8_t>(k);
    }
    corners[3] = static_cast<std::int8_t>(face.opposite);
    const auto key = [&](int k) {
      return std::tuple(copies.site(t.copies[k]), copies.shift(t.copies[k]));
    };
    std::sort(corners.begin(), corners.begin() + 3, [&](int a, int b) { return key(a) < key(b); });
    for (int k = 0; k < 3; ++k) sites[k] = copies.site(t.copies[corners[k]]);
    first = copies.shift(t.copies[corners[0]]);
    for (int k = 0; k < 2; ++k) apart[k] = copies.shift(t.copies[corners[k + 1]]) - first;
  }

  auto key() const { return std::tie(sites, apart); }
  /// Whether the corners, in this order, are oriented as the tetrahedron is.
  bool is_even() const {
    int inversions = 0;
    for (int a = 0; a < 4; ++a) {
      for (int b = a + 1; b < 4; ++b) inversions += corners[a] > corners[b];
    }
    return inversions % 2 == 0;
  }
};

void link(const SeamFace& from, const SeamFace& to, std::span<TorusTetrahedron> tetrahedra) {
  TorusLink& link = tetrahedra[from.tetrahedron].links[from.corners[3]];
  link = {to.tetrahedron, from.first - to.first, 0};
  for (int k = 0; k < 3; ++k) link.set_corner(from.corners[k], to.corners[k]);
}

}  // namespace

Seam sew(std::span<const FaceOfTetrahedron> faces, std::span<TorusTetrahedron> tetrahedra,
         const RegularTriangulation& triangulation, const SiteCopies& copies, const Torus& torus) {
  std::vector<SeamFace> sorted;
  sorted.reserve(faces.size());
  for (const FaceOfTetrahedron& face : faces) {
    sorted.emplace_back(face, tetrahedra[face.tetrahedron], copies);
  }
  std::sort(sorted.begin(), sorted.end(), [](const SeamFace& a, const SeamFace& b) {
    return std::tuple(a.key(), a.tetrahedron) < std::tuple(b.key(), b.tetrahedron);
  });
  Seam result;
  for (std::size_t begin = 0, end; begin < sorted.size(); begin = end) {
    for (end = begin + 1; end < sorted.size() && sorted[end].key() == sorted[begin].key();) ++end;
    const SeamFace& a = sorted[begin];
    const SeamFace& b = sorted[end - 1];
    int side = -1;
    if (end - begin == 2 && a.is_even() != b.is_even()) {
      link(a, b, tetrahedra);
      link(b, a, tetrahedra);
      std::array<WeightedPoint, 4> corners;
      for (int k = 0; k < 4; ++k) {
        corners[k] = triangulation.weighted(tetrahedra[a.tetrahedron].copies[k]);
      }
      WeightedPoint apex = triangulation.weighted(tetrahedra[b.tetrahedron].copies[b.corners[3]]);
      apex.point = torus.shifted(apex.point, a.first - b.first);
      side = power_side(corners, apex);
    }
    if (side < 0) {
      for (std::size_t k = begin; k < end; ++k) result.open.push_back(sorted[k].tetrahedron);
    }
    if (side == 0) result.tied.emplace_back(a.tetrahedron, b.tetrahedron);
  }
  return result;
}

}  // namespace brenier::space
