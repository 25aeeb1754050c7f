#include "bindings/arrays.hpp"
#include "bindings/boundary.hpp"
#include "bindings/modules.hpp"
#include "brenier/linalg/graph_laplacian.hpp"

namespace brenier::bindings {
namespace {

py::tuple jacobian(Index site_count, const IndexArray& sites, const DoubleArray& conductances) {
  const auto pairs = sites.unchecked<2>();
  const auto conductance = conductances.unchecked<1>();
  CompressedRows rows;
  {
    const InCore in_core;
    std::vector<Facet> facets;
    facets.reserve(static_cast<std::size_t>(pairs.shape(0)));
    for (py::ssize_t k = 0; k < pairs.shape(0); ++k) {
      facets.push_back({pairs(k, 0), pairs(k, 1), conductance(k)});
    }
    rows = compressed_rows(mass_jacobian(site_count, facets), 1.0);
  }
  return py::make_tuple(owned<Index>(std::move(rows.row_begin)),
                        owned<Index>(std::move(rows.columns)),
                        owned<double>(std::move(rows.values)));
}

}  // namespace

void add_linalg(py::module_& m) {
  m.def("mass_jacobian", &jacobian, py::arg("site_count"), py::arg("sites").noconvert(),
        py::arg("conductances").noconvert(),
        "∂masses/∂weights from facets, by rows: (row_begin, columns, values).");
}

}  // namespace brenier::bindings
