#include "brenier/geometry/regular_triangulation.hpp"

#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Regular_triangulation_2.h>
#include <CGAL/Triangulation_face_base_with_info_2.h>
#include <CGAL/Triangulation_vertex_base_with_info_2.h>

#include <algorithm>

#include "brenier/geometry/lawson_flips.hpp"

namespace brenier {
namespace {

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using VertexBase =
    CGAL::Triangulation_vertex_base_with_info_2<Index, Kernel,
                                                CGAL::Regular_triangulation_vertex_base_2<Kernel>>;
using FaceBase =
    CGAL::Triangulation_face_base_with_info_2<Index, Kernel,
                                              CGAL::Regular_triangulation_face_base_2<Kernel>>;
using CgalTriangulation =
    CGAL::Regular_triangulation_2<Kernel,
                                  CGAL::Triangulation_data_structure_2<VertexBase, FaceBase>>;

constexpr Index kCheckEvery = 1 << 14;  // insertions, some 20 ms

CgalTriangulation triangulate(const std::vector<Point>& sites, const std::vector<double>& weights,
                              const CheckInterrupt& interrupt) {
  CgalTriangulation result;
  CgalTriangulation::Face_handle hint;
  for (Index k = 0; k < static_cast<Index>(sites.size()); ++k) {
    const Kernel::Point_2 point(sites[k].x, sites[k].y);
    const auto vertex = result.insert(Kernel::Weighted_point_2(point, weights[k]), hint);
    vertex->info() = k;
    hint = vertex->face();
    if (k % kCheckEvery == 0) check(interrupt);
  }
  return result;
}

}  // namespace

RegularTriangulation::RegularTriangulation(std::vector<Point> sites, std::vector<double> weights,
                                           const CheckInterrupt& interrupt)
    : sites_(std::move(sites)), weights_(std::move(weights)), is_visible_(sites_.size(), 0) {
  const CgalTriangulation cgal = triangulate(sites_, weights_, interrupt);
  for (const auto vertex : cgal.finite_vertex_handles()) is_visible_[vertex->info()] = 1;
  const auto visible = std::find(is_visible_.begin(), is_visible_.end(), 1);
  some_visible_site_ = static_cast<Index>(visible - is_visible_.begin());

  if (cgal.dimension() < 2) {
    for (const auto& [face, k] : cgal.finite_edges()) {
      collinear_edges_.push_back(
          {face->vertex(cgal.cw(k))->info(), face->vertex(cgal.ccw(k))->info()});
    }
    return;
  }
  Index count = 0;
  for (const auto face : cgal.all_face_handles()) {
    face->info() = cgal.is_infinite(face) ? kNone : count++;
  }
  triangles_.reserve(count);
  for (const auto face : cgal.finite_face_handles()) {
    Triangle triangle;
    for (int k = 0; k < 3; ++k) {
      triangle.vertices[k] = face->vertex(k)->info();
      triangle.neighbors[k] = face->neighbor(k)->info();
    }
    triangles_.push_back(triangle);
  }
}

bool RegularTriangulation::has_hidden_sites() const {
  return std::find(is_visible_.begin(), is_visible_.end(), 0) != is_visible_.end();
}

std::optional<RegularTriangulation> RegularTriangulation::reweighted(
    std::vector<double> weights, const CheckInterrupt& interrupt) const {
  if (!triangles_.empty() && !has_hidden_sites()) {
    RegularTriangulation result(*this);
    result.weights_ = std::move(weights);
    switch (repair_by_flips(result.triangles_, sites_, result.weights_, interrupt)) {
      case Repair::kDone:
        return result;
      case Repair::kHidden:
        return std::nullopt;
      case Repair::kStuck:
        weights = std::move(result.weights_);
    }
  }
  RegularTriangulation rebuilt(sites_, std::move(weights), interrupt);
  if (rebuilt.has_hidden_sites()) return std::nullopt;
  return rebuilt;
}

}  // namespace brenier
