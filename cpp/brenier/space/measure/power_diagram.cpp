#include "brenier/space/measure/power_diagram.hpp"

#include "brenier/error.hpp"
#include "brenier/in_order.hpp"
#include "brenier/required_points.hpp"
#include "brenier/space/measure/measure_cells.hpp"
#include "brenier/text.hpp"
#include "brenier/validate.hpp"
#include "brenier/weighted_sites.hpp"

namespace brenier::space {

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
  for (Index g = 0; g < sites.size(); ++g) cell_site_.push_back(sites.first_member(g));
  build(sites.points, std::move(group_weights), workers, interrupt);
}

void PowerDiagram::build(std::vector<Point> points, std::vector<double> weights, int workers,
                         const CheckInterrupt& interrupt) {
  workers_ = workers;
  sites_.emplace(std::move(points));
  triangulation_.emplace(*sites_, std::move(weights), source_->local.bounds(), workers, interrupt);
  surfaces_.emplace(*triangulation_, source_->local, workers, interrupt);
}

const SiteGraph& PowerDiagram::graph(const CheckInterrupt& interrupt) const {
  std::call_once(graph_once_, [&] { graph_.emplace(*triangulation_, interrupt); });
  return *graph_;
}

const CellLocator& PowerDiagram::locator(const CheckInterrupt& interrupt) const {
  std::call_once(locator_once_, [&] {
    locator_.emplace(*triangulation_, graph(interrupt), source_->local.bounds(), interrupt);
  });
  return *locator_;
}

const HullTriangulation& PowerDiagram::hull(const CheckInterrupt& interrupt) const {
  std::call_once(hull_once_, [&] { hull_.emplace(*sites_, triangulation_->weights(), interrupt); });
  return *hull_;
}

CellMoments PowerDiagram::moments(const CheckInterrupt& interrupt) const {
  CellMoments local = cell_moments(*surfaces_, workers_, interrupt);
  const double unit = source_->similarity.unit;
  for (Point& c : local.centroids) c = source_->similarity.from_local(c);
  for (double& second : local.second_moments) second *= unit * unit;
  return of_sites(local, cell_site_, group_.size());
}

std::vector<double> PowerDiagram::masses(const CheckInterrupt& interrupt) const {
  return of_sites(measure_cells(*surfaces_, workers_, interrupt).masses, cell_site_, group_.size());
}

std::vector<double> PowerDiagram::volumes(const CheckInterrupt& interrupt) const {
  std::vector<double> result = masses(interrupt);
  for (double& volume : result) volume *= source_->volume();
  return result;
}

std::vector<Index> PowerDiagram::hidden() const {
  std::vector<Index> result;
  for (Index k = 0; k < site_count(); ++k) {
    const Index g = group_[k];
    if (cell_site_[g] != k || triangulation_->tetrahedron_of(g) == kNone) result.push_back(k);
  }
  return result;
}

FacetTable PowerDiagram::facets(const CheckInterrupt& interrupt) const {
  FacetTable result;
  const double unit = source_->similarity.unit, density = 1.0 / source_->local.volume();
  use_in_order(
      workers_, surfaces_->block_count(),
      [&](Index block) {
        FacetTable part;
        surfaces_->for_each_facet(block, [&](const FacetPolygon& facet) {
          const auto [low, high] = std::minmax(cell_site_[facet.i], cell_site_[facet.j]);
          part.sites.push_back({low, high});
          part.areas.push_back(unit * unit * facet.area);
          part.masses.push_back(density * facet.area / unit);
        });
        return part;
      },
      [&](const FacetTable& part) {
        result.sites.insert(result.sites.end(), part.sites.begin(), part.sites.end());
        result.areas.insert(result.areas.end(), part.areas.begin(), part.areas.end());
        result.masses.insert(result.masses.end(), part.masses.begin(), part.masses.end());
      },
      interrupt);
  return result;
}

Polyhedron PowerDiagram::cell(Index site) const {
  if (site < 0 || site >= site_count()) {
    throw InvalidArgument(
        text("i is ", site, "; expected the index of a site, 0 to ", site_count() - 1));
  }
  const Index g = group_[site];
  if (cell_site_[g] != site) return {};
  Polyhedron result = cell_polyhedron(*surfaces_, g, graph().neighbors(g));
  for (Point& p : result.vertices) p = source_->similarity.from_local(p);
  for (Index& j : result.neighbors) {
    if (j != kNone) j = cell_site_[j];
  }
  return result;
}

std::vector<Index> PowerDiagram::locate(std::span<const Point> points, int workers,
                                        const CheckInterrupt& interrupt) const {
  const std::vector<Point> local = source_->similarity.to_local(required_points("x", points));
  Box window = source_->local.bounds();
  for (const Point p : local) window.add(p);
  std::vector<Index> result;
  if (window == source_->local.bounds()) {
    result = locator(interrupt).locate(local, workers, interrupt);
  } else {
    // Guards keep out of the window of the triangulation: here it is a wider one.
    const RegularTriangulation wider(*sites_, triangulation_->weights(), window, workers,
                                     interrupt);
    const SiteGraph wider_graph(wider, interrupt);
    result = CellLocator(wider, wider_graph, window, interrupt).locate(local, workers, interrupt);
  }
  for (Index& k : result) k = cell_site_[k];
  return result;
}

std::vector<double> PowerDiagram::interpolate(std::span<const double> values,
                                              std::span<const Point> at,
                                              const CheckInterrupt& interrupt) const {
  required_numbers("values", values, group_.size());
  std::vector<double> of_groups;
  for (const Index site : cell_site_) of_groups.push_back(values[site]);
  const std::vector<Point> local = frame_.sites().to_local(required_points("y", at));
  return space::interpolate(hull(interrupt), of_groups, local, workers_, interrupt);
}

}  // namespace brenier::space
