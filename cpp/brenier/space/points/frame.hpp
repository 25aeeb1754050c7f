// How the caller's space and the core's are related: the core works with numbers of the order of 1.
//
// Transport is equivariant under similarities of the source and, apart from them, of the sites; a
// power diagram does not change when the weights are changed along with the sites.
#pragma once

#include <span>
#include <vector>

#include "brenier/space/points/similarity.hpp"

namespace brenier::space {

/// Local weights beyond this size are not worked with: too far from any for which two cells meet in
/// the domain, and nothing finite would come of their powers.
inline constexpr double kLargestLocalWeight = 1e100;
/// Are they all numbers, and none too large?
bool can_be_worked_with(std::span<const double> local_weights);

/// One similarity for the source and one for the sites: the same, unless the sites are of another
/// size or in another place.
///
/// Raises InvalidArgument when the sites are beyond all measure larger than the domain, or farther
/// off.
class Frame {
 public:
  /// Both the same.
  explicit Frame(const Similarity& shared)
      : source_(shared), sites_(shared), ratio_(1.0), offset_{0.0, 0.0, 0.0} {}
  /// Sites that are small against the source, or would lose digits in its coordinates, get
  /// coordinates of their own, in which distinct sites are distinct; unless weights are given for
  /// them: those are exact as they are, and would be rounded on the way.
  Frame(const Similarity& source, std::span<const Point> sites, bool has_given_weights = false);

  const Similarity& source() const { return source_; }
  const Similarity& sites() const { return sites_; }

  /// Do sites and source share their coordinates, so that weights only change their unit?
  bool is_shared() const;

  /// Weights by which the local sites divide the local space as the caller's do theirs, up to a
  /// constant.
  std::vector<double> weights_to_local(std::span<const Point> local_sites,
                                       std::span<const double> weights) const;
  /// The inverse, up to a constant: so that the mean is 0 by the shares of the sites, which sum to
  /// 1 and may be 0 for some.
  std::vector<double> weights_from_local(std::span<const Point> local_sites,
                                         std::span<const double> local_weights,
                                         std::span<const double> shares) const;

 private:
  /// Weights are in units of 2 to this power.
  int unit_exponent() const;

  Similarity source_;
  Similarity sites_;
  double ratio_;  // length of a local unit of the sites in local units of the source
  Point offset_;  // the sites' origin in local coordinates of the source
};

}  // namespace brenier::space
