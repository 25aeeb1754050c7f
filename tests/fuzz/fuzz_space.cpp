// Power diagrams in space, and transport problems.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "brenier/space/problem/spatial_engine.hpp"
#include "brenier/space/problem/transport_diagram.hpp"
#include "brenier/space/transport/solve.hpp"
#include "require.hpp"
#include "solve_laws.hpp"
#include "space_input.hpp"
#include "space_laws.hpp"

namespace brenier::fuzz {
namespace {

using SharedSource = std::shared_ptr<const space::Source>;

bool is_of_moderate_size(space::Point p) {
  const auto is_moderate = [](double c) { return std::abs(c) <= kLargestCoordinate; };
  return is_moderate(p.x) && is_moderate(p.y) && is_moderate(p.z);
}

/// The order in which the sites are given does not matter, to the last bit.
void require_independence_of_order(const space::PowerDiagram& diagram,
                                   std::vector<space::Point> sites, std::vector<double> weights,
                                   const SharedSource& source) {
  std::ranges::reverse(sites);
  std::ranges::reverse(weights);
  std::vector<double> masses = diagram.masses();
  std::vector<double> reversed = space::PowerDiagram(sites, weights, source).masses();
  std::ranges::sort(masses);  // of several sites at one place, another has the cell
  std::ranges::sort(reversed);
  require(masses == reversed, "masses do not depend on the order of the sites");
}

void test_diagram(Decoder& numbers, SpaceDecoder& decoder, const SharedSource& source) {
  const std::vector<space::Point> sites = decoder.sites(24);
  const std::vector<double> weights = decoder.weights(sites);
  const auto diagram = if_accepted(
      [&] { return std::make_shared<const space::PowerDiagram>(sites, weights, source); });
  if (!diagram) return;
  require_partition(**diagram, sites);
  require_independence_of_order(**diagram, sites, weights, source);
  std::vector<space::Point> queries = decoder.points(numbers.choice(9));
  queries.insert(queries.end(), sites.begin(), sites.end());
  std::erase_if(queries, [](space::Point x) { return !is_of_moderate_size(x); });
  require_location(**diagram, sites, weights, queries);
}

/// Cells of the sites have their masses to the error that the solver tells; those of sites without
/// mass are empty.
void require_transport(const space::SpatialProblem& problem, const NewtonResult& result,
                       std::span<const space::Point> sites, std::span<const double> masses,
                       Error error) {
  const auto diagram = space::transport_diagram(problem, result.weights, 1, {});
  require_partition(*diagram, sites);
  const std::vector<double> cells = diagram->masses();
  std::vector<double> of_groups(problem.sites.size(), 0.0);
  for (std::size_t k = 0; k < cells.size(); ++k) of_groups[problem.sites.group[k]] += cells[k];
  for (Index g = 0; g < problem.sites.size(); ++g) {
    const Index p = problem.point_of[g];
    const double target = p == kNone ? 0.0 : problem.targets.masses[p];
    const double rounding = rounding_of_mass(*problem.source);
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
  require(!(std::abs(mean) > 1e-9 * size + kLeast * static_cast<double>(weights.size())),
          "weights have mean ", mean, " and size ", size);
}

void test_solve(Decoder& numbers, SpaceDecoder& decoder, const SharedSource& source) {
  const std::vector<space::Point> sites = decoder.sites(12);
  const std::vector<double> masses = numbers.masses(sites.size());
  const auto problem = if_accepted([&] { return space::SpatialProblem(sites, masses, source); });
  if (!problem) return;
  std::vector<double> start;
  if (numbers.choice(4) == 0) {
    const auto given = if_accepted([&] { return problem->to_points(decoder.weights(sites)); });
    if (!given) return;
    start = *given;
  }
  NewtonSettings settings;
  settings.tol = std::ldexp(1.0, -1 - numbers.choice(64));
  settings.max_iter = numbers.choice(12);
  const int stop_at = numbers.choice(4) == 0 ? 1 + numbers.choice(4) : settings.max_iter + 1;
  settings.callback = [&](const StepRecord& record) { return record.nit < stop_at; };

  const NewtonResult result = space::solve(*problem, start, settings);
  require(result.weights.size() == problem->points.size(), "a weight for each point");
  const space::SpatialEngine engine(*problem);
  const auto again =
      engine.measure(result.weights, nullptr, {}, {problem->targets.cell_count(), {}});
  require(again.has_value(), "the result's weights can be measured");
  const double value = problem->targets.max_relative_error(again->masses());
  const Error error{value, 1e-9 * value + rounding_of_mass(*source) / problem->targets.least()};
  require_true_status(result, settings, stop_at, error);
  require_transport(*problem, result, sites, masses, error);
}

void test(Decoder numbers) {
  SpaceDecoder decoder(numbers);
  const bool is_solved = numbers.choice(2) == 1;
  const auto source = if_accepted([&] { return decoder.source(); });
  if (!source) return;
  if (is_solved) {
    test_solve(numbers, decoder, *source);
  } else {
    test_diagram(numbers, decoder, *source);
  }
}

}  // namespace
}  // namespace brenier::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  brenier::fuzz::test(brenier::fuzz::Decoder({data, size}));
  return 0;
}
