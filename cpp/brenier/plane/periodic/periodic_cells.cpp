#include "brenier/plane/periodic/periodic_cells.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/periodic/settings.hpp"

namespace brenier {

std::shared_ptr<const SiteCopies> first_copies(std::span<const Point> sites, const Torus& torus,
                                               const CheckInterrupt& interrupt) {
  const Point period = torus.period();
  const double width = std::sqrt(period.x * period.y / static_cast<double>(sites.size()));
  return std::make_shared<const SiteCopies>(torus, sites, BandConstants::kFirst * width, interrupt);
}

PeriodicCells::PeriodicCells(std::shared_ptr<const SiteCopies> copies,
                             RegularTriangulation triangulation, std::span<const double> weights,
                             const Torus& torus, const DomainIndex& domain, int workers,
                             const CheckInterrupt& interrupt)
    : copies_(std::move(copies)),
      triangulation_(std::make_unique<RegularTriangulation>(std::move(triangulation))) {
  while (true) {
    boundaries_ =
        std::make_unique<const CellBoundaries>(*triangulation_, domain, workers, interrupt);
    extents_ = std::make_unique<const Extents>(*boundaries_, *copies_, weights);
    std::optional<std::vector<double>> reach = larger_reach(*extents_, *copies_, weights);
    if (!reach) return;
    std::vector<Point> sites;
    sites.reserve(weights.size());
    for (const Index k : copies_->originals()) sites.push_back(copies_->points()[k]);
    copies_ = std::make_shared<const SiteCopies>(torus, sites, *std::move(reach), interrupt);
    triangulation_ = std::make_unique<RegularTriangulation>(copies_->points(),
                                                            copies_->spread(weights), interrupt);
  }
}

PeriodicCells::PeriodicCells(std::span<const Point> sites, std::span<const double> weights,
                             const Torus& torus, const DomainIndex& domain, int workers,
                             const CheckInterrupt& interrupt)
    : copies_(first_copies(sites, torus, interrupt)) {
  RegularTriangulation triangulation(copies_->points(), copies_->spread(weights), interrupt);
  *this = PeriodicCells(std::move(copies_), std::move(triangulation), weights, torus, domain,
                        workers, interrupt);
}

CellMeasures PeriodicCells::measures(const Density& density, int workers,
                                     const CheckInterrupt& interrupt) const {
  return folded(measure_cells(*boundaries_, copies_->points(), density, workers, interrupt),
                *copies_);
}

CellMoments PeriodicCells::moments(const Density& density, int workers,
                                   const CheckInterrupt& interrupt) const {
  return folded(cell_moments(*boundaries_, copies_->size(), density, workers, interrupt), *copies_);
}

}  // namespace brenier
