#include <pybind11/stl.h>

#include <optional>

#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/sampled/fit.hpp"
#include "brenier/sampled/settings.hpp"

namespace brenier::bindings {
namespace {

using FloatRows = py::array_t<float, py::array::c_style>;

std::shared_ptr<Sites> make_sites(const DoubleArray& sites) {
  if (sites.ndim() != 2 || sites.shape(0) == 0 || sites.shape(1) == 0) {
    throw InvalidArgument("sites has the wrong shape; expected (n, d)");
  }
  const std::span<const double> rows{sites.data(), static_cast<std::size_t>(sites.size())};
  return std::make_shared<Sites>(rows, static_cast<Index>(sites.shape(1)));
}

std::unique_ptr<SampleLists> make_lists(std::shared_ptr<Sites> sites, const DoubleArray& heights,
                                        int most) {
  const auto v = scalars(heights, "heights");
  if (v.size() != static_cast<std::size_t>(sites->count()) || most < 1) {
    throw InvalidArgument("heights has the wrong shape, or most is below 1; expected (n,)");
  }
  return std::make_unique<SampleLists>(std::move(sites), std::vector<double>(v.begin(), v.end()),
                                       most);
}

std::span<const double> samples_for(const SampleLists& lists, const DoubleArray& samples) {
  if (samples.ndim() != 2 || samples.shape(1) != lists.sites().dimension) {
    throw InvalidArgument("samples has the wrong shape; expected (m, d)");
  }
  return {samples.data(), static_cast<std::size_t>(samples.size())};
}

void add_scored(SampleLists& lists, const DoubleArray& samples, const FloatRows& scores,
                int workers) {
  const auto x = samples_for(lists, samples);
  if (scores.ndim() != 2 || scores.shape(0) != samples.shape(0) ||
      scores.shape(1) != lists.sites().count()) {
    throw InvalidArgument("scores has the wrong shape; expected (m, n)");
  }
  const ScoredBlock block{x, {scores.data(), static_cast<std::size_t>(scores.size())}};
  const InCore in_core;
  lists.add(block, workers, python_signals(in_core));
}

void add_candidates(SampleLists& lists, const DoubleArray& samples, const IndexArray& candidates,
                    int workers) {
  const auto x = samples_for(lists, samples);
  if (candidates.ndim() != 2 || candidates.shape(0) != samples.shape(0) ||
      candidates.shape(1) < lists.width()) {
    throw InvalidArgument("candidates has the wrong shape; expected (m, width or more)");
  }
  const std::span<const Index> sites{candidates.data(),
                                     static_cast<std::size_t>(candidates.size())};
  for (const Index j : sites) {
    if (j < 0 || j >= lists.sites().count()) {
      throw InvalidArgument(text("candidates has the entry ", j, "; expected a site"));
    }
  }
  const InCore in_core;
  lists.add(CandidateBlock{x, sites}, workers, python_signals(in_core));
}

std::span<const double> heights_for(const SampleLists& lists, const DoubleArray& heights) {
  const auto v = scalars(heights, "heights");
  if (v.size() != static_cast<std::size_t>(lists.sites().count())) {
    throw InvalidArgument("heights has the wrong shape; expected (n,)");
  }
  return v;
}

py::tuple counts(const SampleLists& lists, const DoubleArray& heights, int workers) {
  const auto v = heights_for(lists, heights);
  CellCounts result;
  {
    const InCore in_core;
    result = count_cells(lists, v, workers);
  }
  return py::make_tuple(owned<double>(std::move(result.counts)), result.uncertain);
}

NewtonResult fitted(const SampleLists& lists, const DoubleArray& masses,
                    const std::optional<DoubleArray>& heights, double smoothing, double tol,
                    int workers) {
  const auto nu = heights_for(lists, masses);
  std::vector<double> start;
  if (heights) {
    const auto v = heights_for(lists, *heights);
    start.assign(v.begin(), v.end());
  }
  const Targets targets{{nu.begin(), nu.end()}};
  const InCore in_core;
  return fit(lists, targets, std::move(start), smoothing,
             {.tol = tol,
              .max_iter = SampledConstants::kMostSteps,
              .workers = workers,
              .callback = {},
              .interrupt = python_signals(in_core)});
}

/// Of one place of all lists.
template <class Result, class Rows>
py::array_t<Result> place(const SampleLists& lists, int k, const Rows& row) {
  if (k < 0 || k >= lists.width()) throw InvalidArgument("k is not a place of the lists");
  std::vector<Result> result(lists.count());
  for (std::int64_t s = 0; s < lists.count(); ++s) result[s] = row(s)[k];
  return owned<Result>(std::move(result));
}

}  // namespace

void add_sampled(py::module_& m) {
  py::class_<Sites, std::shared_ptr<Sites>>(m, "SampledSites", "Sites of any dimension.")
      .def(py::init(&make_sites), py::arg("sites").noconvert());

  py::class_<SampleLists>(m, "SampleLists", "The sites whose cells samples may be in.")
      .def(py::init(&make_lists), py::arg("sites").none(false), py::arg("heights").noconvert(),
           py::arg("most"))
      .def("add", &add_scored, py::arg("samples").noconvert(), py::arg("scores").noconvert(),
           py::arg("workers"),
           "Add samples (m, d) with their scores (m, n), in float32, at the heights of the lists.")
      .def("add_candidates", &add_candidates, py::arg("samples").noconvert(),
           py::arg("candidates").noconvert(), py::arg("workers"),
           "Add samples (m, d), the best sites of which are among candidates (m, c).")
      .def_property_readonly("count", &SampleLists::count)
      .def_property_readonly("width", &SampleLists::width, "The length of each list.")
      .def_property_readonly(
          "best", [](const SampleLists& lists) { return owned<double>(lists.best()); },
          "The best score of each sample.")
      .def(
          "sites_at",
          [](const SampleLists& lists, int k) {
            return place<Index>(lists, k, [&](std::int64_t s) { return lists.list(s); });
          },
          py::arg("k"), "The site at a place of each list, 0 for the best.")
      .def(
          "behind_at",
          [](const SampleLists& lists, int k) {
            return place<float>(lists, k, [&](std::int64_t s) { return lists.behind(s); });
          },
          py::arg("k"), "By how much its score is behind the best.")
      .def("cell_counts", &counts, py::arg("heights").noconvert(), py::arg("workers"),
           "How many samples are in each cell at other heights, and of how many samples the lists "
           "do not tell for sure.")
      .def("fit", &fitted, py::arg("masses").noconvert(), py::arg("heights").noconvert().none(true),
           py::arg("smoothing"), py::arg("tol"), py::arg("workers"),
           "Heights with which cells that are smoothed have their masses.");
}

}  // namespace brenier::bindings
