#include "brenier/plane/measure/integrate.hpp"

#include <bit>

#include "brenier/parallel.hpp"

namespace brenier {
namespace {

/// An integral over a cell, while it is summed up about a point of the cell's boundary: a cell may
/// be a millionth of the domain, and cancellation about a far origin would eat its digits.
template <class Sum>
struct CellSum {
  Point origin = nowhere<Point>();
  Sum sum{};

  /// The origin, which is the first point offered. By masks: one segment in six is a cell's first,
  /// but none knows which, and a branch would be mispredicted as often.
  Point origin_or(Point p) {
    const std::uint64_t is_first = -static_cast<std::uint64_t>(origin.x != origin.x);
    const auto choose = [&](double first, double later) {
      return std::bit_cast<double>((std::bit_cast<std::uint64_t>(first) & is_first) |
                                   (std::bit_cast<std::uint64_t>(later) & ~is_first));
    };
    origin = {choose(p.x, origin.x), choose(p.y, origin.y)};
    return origin;
  }
};

struct SiteRange {
  Index begin;
  Index end;

  bool contains(Index site) const { return begin <= site && site < end; }
};

/// Divides the sites among the workers. Each of them calls begin(range), then add(range, segment,
/// facet's index) for all segments of its sites, and some more, and end(range). So a cell's
/// segments come to one worker, in one order, for any number of workers.
template <class Begin, class Add, class End>
void for_each_range(const CellBoundaries& diagram, Index site_count, int workers,
                    const CheckInterrupt& interrupt, Begin&& begin, Add&& add, End&& end) {
  constexpr Index kFewest = 1024;  // sites that are worth a range of their own
  const Index count = std::min(thread_count(workers), site_count / kFewest + 1);
  const auto border = [&](Index k) {
    return static_cast<Index>(static_cast<std::int64_t>(site_count) * k / count);
  };
  const auto sum_range = [&](Index k, const CheckInterrupt& here) {
    const SiteRange range{border(k), border(k + 1)};
    OccasionalCheck check_here(here);
    begin(range);
    for (Index block = 0; block < diagram.block_count(); ++block) {
      if (!diagram.may_touch(block, range.begin, range.end)) continue;
      Index facet = diagram.first_facet(block);
      diagram.for_each_segment(block, [&](const Segment& s) {
        check_here();
        add(range, s, facet++);
      });
    }
    end(range);
  };
  parallel_for(workers, count, sum_range, interrupt);
}

}  // namespace

CellMeasures measure_cells(const CellBoundaries& diagram, std::span<const Point> sites,
                           const Density& density, int workers, const CheckInterrupt& interrupt) {
  const Index site_count = static_cast<Index>(sites.size());
  UninitializedVector<CellSum<double>> cells(site_count);
  CellMeasures result;
  result.masses.resize(site_count);
  result.facets.resize(diagram.facet_count());
  std::visit(
      [&](const auto& rho) {
        for_each_range(
            diagram, site_count, workers, interrupt,
            [&](SiteRange range) {
              std::fill(cells.begin() + range.begin, cells.begin() + range.end, CellSum<double>{});
            },
            [&](SiteRange range, const Segment& s, Index facet) {
              if (range.contains(s.left)) {
                CellSum<double>& cell = cells[s.left];
                cell.sum += rho.mass(s.a, s.b, cell.origin_or(s.a));
                if (s.right != kNone) {
                  const double distance = norm(sites[s.left] - sites[s.right]);
                  result.facets[facet] = {s.left, s.right,
                                          rho.line_integral(s.a, s.b) / (2.0 * distance)};
                }
              }
              if (range.contains(s.right)) {
                CellSum<double>& cell = cells[s.right];
                cell.sum -= rho.mass(s.a, s.b, cell.origin_or(s.a));
              }
            },
            [&](SiteRange range) {
              for (Index k = range.begin; k < range.end; ++k) {
                result.masses[k] = std::max(cells[k].sum, 0.0);
              }
            });
      },
      density);
  return result;
}

CellMoments cell_moments(const CellBoundaries& diagram, Index site_count, const Density& density,
                         int workers, const CheckInterrupt& interrupt) {
  struct BoxedMoments {
    Moments moments;
    Box box;
  };
  UninitializedVector<CellSum<BoxedMoments>> cells(site_count);
  CellMoments result;
  result.masses.resize(site_count);
  result.centroids.resize(site_count);
  result.second_moments.resize(site_count);
  std::visit(
      [&](const auto& rho) {
        const auto add = [&](Index site, Point a, Point b, Point origin) {
          CellSum<BoxedMoments>& cell = cells[site];
          cell.sum.moments += rho.moments(a, b, cell.origin_or(origin));
          cell.sum.box.add(a);
        };
        for_each_range(
            diagram, site_count, workers, interrupt,
            [&](SiteRange range) {
              std::fill(cells.begin() + range.begin, cells.begin() + range.end,
                        CellSum<BoxedMoments>{});
            },
            [&](SiteRange range, const Segment& s, Index) {
              if (range.contains(s.left)) add(s.left, s.a, s.b, s.a);
              if (range.contains(s.right)) add(s.right, s.b, s.a, s.a);
            },
            [&](SiteRange range) {
              for (Index k = range.begin; k < range.end; ++k) {
                const auto& [moments, box] = cells[k].sum;
                const Point origin = cells[k].origin;
                if (!(moments.mass > 0.0)) {
                  result.centroids[k] = nowhere<Point>();
                  continue;
                }
                // In a cell as thin as the rounding errors the quotient could be any number: keep
                // it in the box. Not by 1 / mass, which is infinite for the least of all masses.
                const Point offset{moments.first.x / moments.mass, moments.first.y / moments.mass};
                const Point centroid = box.nearest(origin + offset);
                result.masses[k] = moments.mass;
                result.centroids[k] = centroid;
                result.second_moments[k] =
                    std::max(0.0, moments.second - moments.mass * squared_norm(centroid - origin));
              }
            });
      },
      density);
  return result;
}

}  // namespace brenier
