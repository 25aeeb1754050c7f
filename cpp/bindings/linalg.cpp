#include "arrays.hpp"
#include "boundary.hpp"
#include "brenier/linalg/graph_laplacian.hpp"
#include "modules.hpp"

namespace brenier::bindings {
namespace {

py::tuple jacobian(Index site_count, const IndexArray& sites, const DoubleArray& masses,
                   const DoubleArray& distances) {
  std::vector<Facet> facets;
  for (py::ssize_t k = 0; k < masses.shape(0); ++k) {
    facets.push_back({sites.at(k, 0), sites.at(k, 1), masses.at(k), distances.at(k)});
  }
  CompressedRows rows;
  {
    const InCore in_core;
    rows = compressed_rows(mass_jacobian(site_count, facets), 1.0);
  }
  return py::make_tuple(owned<Index>(std::move(rows.row_begin)),
                        owned<Index>(std::move(rows.columns)),
                        owned<double>(std::move(rows.values)));
}

}  // namespace

void add_linalg(py::module_& m) {
  m.def("mass_jacobian", &jacobian, py::arg("site_count"), py::arg("sites").noconvert(),
        py::arg("masses").noconvert(), py::arg("distances").noconvert(),
        "∂masses/∂weights from facets, by rows: (row_begin, columns, values).");
}

}  // namespace brenier::bindings
