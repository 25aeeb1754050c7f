#include "brenier/plane/measure/power_diagram.hpp"

#include "brenier/plane/diagram/hull_interpolation.hpp"
#include "brenier/plane/measure/integrate.hpp"
#include "brenier/required_points.hpp"
#include "brenier/weighted_sites.hpp"

namespace brenier {
PowerDiagram::PowerDiagram(std::span<const Point> sites, std::span<const double> weights,
                           std::shared_ptr<const Source> source, int workers,
                           const CheckInterrupt& interrupt)
    : frame_(source->similarity, required_sites(sites), true), source_(std::move(source)) {
  WeightedSites given(frame_.sites().to_local(sites), weights, frame_, interrupt);
  cell_site_ = std::move(given.cell_site);
  group_ = std::move(given.distinct.group);
  build(std::move(given.distinct.points), std::move(given.weights), workers, interrupt);
}

PowerDiagram::PowerDiagram(const Frame& frame, const DistinctSites& sites,
                           std::vector<double> group_weights, std::shared_ptr<const Source> source,
                           int workers, const CheckInterrupt& interrupt)
    : frame_(frame), source_(std::move(source)), group_(sites.group) {
  for (Index g = 0; g < sites.size(); ++g) {
    cell_site_.push_back(sites.members[sites.members_begin[g]]);
  }
  build(sites.points, std::move(group_weights), workers, interrupt);
}

void PowerDiagram::build(std::vector<Point> points, std::vector<double> weights, int workers,
                         const CheckInterrupt& interrupt) {
  triangulation_ = std::make_unique<const RegularTriangulation>(std::move(points),
                                                                std::move(weights), interrupt);
  workers_ = workers;
  boundaries_ = std::make_unique<const CellBoundaries>(*triangulation_, domain_of(source_->density),
                                                       workers, interrupt);
}

const CellLocator& PowerDiagram::locator() const {
  std::call_once(locator_once_, [&] { locator_.emplace(*triangulation_); });
  return *locator_;
}

CellMoments PowerDiagram::moments(const CheckInterrupt& interrupt) const {
  CellMoments local = cell_moments(*boundaries_, static_cast<Index>(cell_site_.size()),
                                   source_->density, workers_, interrupt);
  const double unit = source_->similarity.unit;
  for (Point& c : local.centroids) c = source_->similarity.from_local(c);
  for (double& second : local.second_moments) second *= unit * unit;
  return of_sites(local, cell_site_, group_.size());
}

std::vector<double> PowerDiagram::masses_under(const Density& density,
                                               const CheckInterrupt& interrupt) const {
  return of_sites(
      measure_cells(*boundaries_, triangulation_->sites(), density, workers_, interrupt).masses,
      cell_site_, group_.size());
}

std::vector<double> PowerDiagram::masses(const CheckInterrupt& interrupt) const {
  return masses_under(source_->density, interrupt);
}

std::vector<double> PowerDiagram::areas(const CheckInterrupt& interrupt) const {
  const Polygon& polygon = domain_of(source_->density).polygon();
  const double unit = source_->similarity.unit;
  std::vector<double> result = masses_under(Uniform(polygon), interrupt);
  for (double& area : result) area *= polygon.area() * unit * unit;
  return result;
}

std::vector<Index> PowerDiagram::hidden() const {
  std::vector<Index> result;
  for (Index k = 0; k < site_count(); ++k) {
    const Index g = group_[k];
    if (cell_site_[g] != k || triangulation_->is_hidden(g)) result.push_back(k);
  }
  return result;
}

std::vector<Triangle> PowerDiagram::triangles() const {
  std::vector<Triangle> result = triangulation_->triangles();
  for (Triangle& t : result) {
    for (Index& vertex : t.vertices) vertex = cell_site_[vertex];
  }
  return result;
}

std::vector<std::array<Index, 3>> PowerDiagram::simplices() const {
  std::vector<std::array<Index, 3>> result;
  result.reserve(triangulation_->triangles().size());
  for (const Triangle& t : triangles()) result.push_back(t.vertices);
  return result;
}

const Subdivision& PowerDiagram::subdivision(const CheckInterrupt& interrupt) const {
  std::call_once(subdivision_once_, [&] {
    subdivision_.emplace(*triangulation_, domain_of(source_->density), source_->similarity,
                         workers_, interrupt);
  });
  return *subdivision_;
}

FacetTable PowerDiagram::facets(const CheckInterrupt& interrupt) const {
  const Subdivision& all = subdivision(interrupt);
  FacetTable result;
  OccasionalCheck check_here(interrupt);
  std::visit(
      [&](const auto& rho) {
        for (const Piece& s : all.facets()) {
          check_here();
          const Point a = all.place(s.a), b = all.place(s.b);
          result.sites.push_back({cell_site_[s.left], cell_site_[s.right]});
          result.points.push_back({a, b});
          const double local_mass =
              a == b ? 0.0 : rho.line_integral(all.local_place(s.a), all.local_place(s.b));
          result.masses.push_back(local_mass / source_->similarity.unit);
        }
      },
      source_->density);
  return result;
}

CellPolygons PowerDiagram::cells(const CheckInterrupt& interrupt) const {
  std::vector<Index> cell_of_site;
  cell_of_site.reserve(group_.size());
  for (Index k = 0; k < site_count(); ++k) {
    cell_of_site.push_back(cell_site_[group_[k]] == k ? group_[k] : kNone);
  }
  return subdivision(interrupt).polygons(cell_of_site, interrupt);
}

std::vector<Index> PowerDiagram::locate(std::span<const Point> points, int workers,
                                        const CheckInterrupt& interrupt) const {
  const std::vector<Point> local = source_->similarity.to_local(required_points("x", points));
  std::vector<Index> result = locator().locate(local, workers, interrupt);
  for (Index& k : result) k = cell_site_[k];
  return result;
}

std::vector<double> PowerDiagram::interpolate(std::span<const double> values,
                                              std::span<const Point> at,
                                              const CheckInterrupt& interrupt) const {
  std::vector<double> of_groups;
  of_groups.reserve(cell_site_.size());
  for (const Index k : cell_site_) of_groups.push_back(values[k]);
  return brenier::interpolate(*triangulation_, of_groups,
                              frame_.sites().to_local(required_points("y", at)), interrupt);
}

}  // namespace brenier
