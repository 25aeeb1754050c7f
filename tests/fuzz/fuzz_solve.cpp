// Transport problems: what the solver says about its last iterate is true, whatever it was given.
#include <algorithm>
#include <limits>

#include "brenier/plane/measure/integrate.hpp"
#include "brenier/plane/problem/transport_diagram.hpp"
#include "brenier/transport/solve.hpp"
#include "decoder.hpp"
#include "diagram_laws.hpp"
#include "require.hpp"
#include "solve_laws.hpp"

namespace brenier::fuzz {
namespace {

Error recomputed_error(const PlanarProblem& problem, const NewtonResult& result, double rounding) {
  const RegularTriangulation triangulation(problem.points, result.weights);
  const CellBoundaries diagram(triangulation, problem.domain());
  const CellMeasures measures = measure_cells(diagram, problem.points, problem.source->density);
  const double value = problem.targets.max_relative_error(measures.masses);
  return {value, 1e-9 * value + rounding / std::ranges::min(problem.targets.masses)};
}

/// Cells of the sites have their masses to the error that the solver tells; those of sites without
/// mass are empty.
void require_transport(const PlanarProblem& problem, const NewtonResult& result,
                       std::span<const Point> sites, std::span<const double> masses,
                       const SourceInput& input, Error error) {
  const auto diagram = transport_diagram(problem, result.weights, 1, {});
  require_partition(*diagram, sites, input);
  const std::vector<double> cells = diagram->masses();
  std::vector<double> of_groups(problem.sites.size(), 0.0);
  for (std::size_t k = 0; k < sites.size(); ++k) of_groups[problem.sites.group[k]] += cells[k];
  const double rounding = rounding_of_mass(input);
  for (Index g = 0; g < problem.sites.size(); ++g) {
    const Index p = problem.point_of[g];
    const double target = p == kNone ? 0.0 : problem.targets.masses[p];
    require(!(std::abs(of_groups[g] - target) > error.value * target + rounding), "cell ", g,
            " has mass ", of_groups[g], ", not ", target);
  }
  const std::vector<double> weights = problem.site_weights(result.weights);
  double mean = 0.0, size = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    require(std::isfinite(weights[k]), "weight ", k, " is ", weights[k]);
    if (masses[k] == 0.0) continue;
    mean += masses[k] * weights[k];
    size = std::max(size, std::abs(weights[k]));
  }
  constexpr double kLeast = std::numeric_limits<double>::denorm_min();
  const double rounding_of_mean = 1e-9 * size + kLeast * static_cast<double>(weights.size());
  require(!(std::abs(mean) > rounding_of_mean), "weights have mean ", mean, " and size ", size);
}

void test(Decoder decoder) {
  const auto input = if_accepted([&] { return decoder.source(); });
  if (!input) return;
  const std::vector<Point> sites = decoder.sites(12);
  const std::vector<double> masses = decoder.masses(sites.size());
  const auto problem = if_accepted([&] { return PlanarProblem(sites, masses, input->source); });
  if (!problem) return;
  std::vector<double> start;
  if (decoder.choice(4) == 0) {
    const auto given = if_accepted([&] { return problem->to_points(decoder.weights(sites)); });
    if (!given) return;
    start = *given;
  }
  NewtonSettings settings;
  settings.tol = std::ldexp(1.0, -1 - decoder.choice(64));
  settings.max_iter = decoder.choice(12);
  const int stop_at = decoder.choice(4) == 0 ? 1 + decoder.choice(4) : settings.max_iter + 1;
  settings.callback = [&](const StepRecord& record) { return record.nit < stop_at; };

  const NewtonResult result = solve(*problem, start, settings);
  require(result.weights.size() == problem->points.size(), "a weight for each point");
  const Error error = recomputed_error(*problem, result, rounding_of_mass(*input));
  require_true_status(result, settings, stop_at, error);
  require_transport(*problem, result, sites, masses, *input, error);
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
