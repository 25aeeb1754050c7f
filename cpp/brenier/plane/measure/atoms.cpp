#include "brenier/plane/measure/atoms.hpp"

#include <algorithm>
#include <utility>

#include "brenier/plane/measure/source_piece.hpp"

namespace brenier {

Atoms atoms_of(const Density& density, Index count, const CheckInterrupt& interrupt) {
  struct Part {
    SourcePiece piece;
    Index atoms;
    int cuts;
  };
  // A mean that rounding keeps from dividing the mass is not tried for ever.
  constexpr int kMostCuts = 200;
  OccasionalCheck check_here(interrupt);
  Atoms result;
  std::vector<Part> parts{{SourcePiece(density), count, 0}};
  while (!parts.empty()) {
    check_here();
    const Part part = std::move(parts.back());
    parts.pop_back();
    const SourcePiece& piece = part.piece;
    if (!(piece.mass() > 0.0)) continue;
    if (part.atoms == 1 || part.cuts == kMostCuts) {
      result.points.push_back(piece.mean());
      result.masses.push_back(piece.mass());
      continue;
    }
    const bool is_wide = piece.box().width() >= piece.box().height();
    const Point normal = is_wide ? Point{1.0, 0.0} : Point{0.0, 1.0};
    const double offset = dot(piece.mean(), normal);
    SourcePiece upper = piece.beyond(normal, offset), lower = piece.beyond(-1.0 * normal, -offset);
    const double share = std::clamp(upper.mass() / piece.mass(), 0.0, 1.0);
    const Index of_upper = static_cast<Index>(std::lround(share * part.atoms));
    parts.push_back({std::move(lower), std::max<Index>(part.atoms - of_upper, 1), part.cuts + 1});
    parts.push_back({std::move(upper), std::max<Index>(of_upper, 1), part.cuts + 1});
  }
  return result;
}

}  // namespace brenier
