// The regular triangulation of weighted sites on a torus.
#pragma once

#include <array>
#include <vector>

#include "brenier/space/periodic/site_copies.hpp"
#include "brenier/uninitialized.hpp"

namespace brenier::space {

/// The way from a tetrahedron across one of its faces: to a tetrahedron that lies `shift` away from
/// where the list has it.
struct TorusLink {
  Index neighbor;
  SmallShift shift;
  std::uint8_t corners;  // two bits for each corner of the face: which one it is of the neighbour

  int corner(int of_this) const { return (corners >> (2 * of_this)) & 3; }
  void set_corner(int of_this, int of_neighbor) {
    corners = static_cast<std::uint8_t>((corners & ~(3 << (2 * of_this))) |
                                        (of_neighbor << (2 * of_this)));
  }
};

/// A tetrahedron of copies of sites, positively oriented, whose power centre is in the box.
struct TorusTetrahedron {
  std::array<Index, 4> copies;
  std::array<TorusLink, 4> links;  // across the face opposite each corner
};

/// A vertex of the diagram that a tetrahedron stands for.
struct TorusVertex {
  // Of a tetrahedron that has the very same one, as decided exactly: the first of them.
  Point center;
  Index representative;
  // By how much the centre has to be shifted to be this tetrahedron's own.
  SmallShift offset;
};

/// Each tetrahedron of the torus once: that of its copies in space whose power centre is in the
/// box, with links across the faces, through the seam as well.
class TorusTriangulation {
 public:
  /// Keeps views of the copies, whose sites the corners are, and of the torus.
  TorusTriangulation(const SiteCopies& copies, const Torus& torus,
                     UninitializedVector<TorusTetrahedron> tetrahedra,
                     UninitializedVector<TorusVertex> vertices);

  Index size() const { return static_cast<Index>(tetrahedra_.size()); }
  const TorusTetrahedron& operator[](Index t) const { return tetrahedra_[t]; }
  const TorusVertex& vertex(Index t) const { return vertices_[t]; }
  /// The vertex of the diagram where this tetrahedron is if it is shifted.
  Point center(Index t, SmallShift shift) const {
    return torus_->shifted(vertices_[t].center, vertices_[t].offset + shift);
  }
  Index site(Index t, int corner) const { return copies_->site(tetrahedra_[t].copies[corner]); }
  SmallShift shift(Index t, int corner) const {
    return copies_->shift(tetrahedra_[t].copies[corner]);
  }
  /// One of a site's tetrahedra, and which of its corners the site is: 4 t + corner; or kNone.
  Index corner_of(Index site) const { return corner_of_[site]; }
  const SiteCopies& copies() const { return *copies_; }
  const Torus& torus() const { return *torus_; }

 private:
  const SiteCopies* copies_;
  const Torus* torus_;
  UninitializedVector<TorusTetrahedron> tetrahedra_;
  UninitializedVector<TorusVertex> vertices_;
  std::vector<Index> corner_of_;
};

}  // namespace brenier::space
