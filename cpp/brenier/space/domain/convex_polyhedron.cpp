#include "brenier/space/domain/convex_polyhedron.hpp"

#include <map>
#include <set>
#include <utility>

#include "brenier/error.hpp"
#include "brenier/text.hpp"

namespace brenier::space {
namespace {

// What rounding of a vertex may lift it off its faces, as a part of the size.
constexpr double kRounding = 1e-12;

/// Half the sum of cross products around the polygon: its area, in the direction of its normal.
Point vector_area(std::span<const Point> polygon) {
  Point sum;
  for (std::size_t k = 2; k < polygon.size(); ++k) {
    sum = sum + cross(polygon[k - 1] - polygon[0], polygon[k] - polygon[0]);
  }
  return 0.5 * sum;
}

}  // namespace

ConvexPolyhedron::ConvexPolyhedron(std::vector<Point> vertices,
                                   std::vector<std::vector<Index>> faces)
    : vertices_(std::move(vertices)), faces_(std::move(faces)) {
  require_indices();
  require_closed();
  require_one_body();
  add_planes();
  measure();
  require_convex();
}

Surface box_surface(Point low, Point high) {
  std::vector<Point> vertices;
  for (int k = 0; k < 8; ++k) {
    vertices.push_back({k & 1 ? high.x : low.x, k & 2 ? high.y : low.y, k & 4 ? high.z : low.z});
  }
  return {std::move(vertices),
          {{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}}};
}

void ConvexPolyhedron::require_indices() const {
  if (faces_.size() < 4) {
    throw InvalidArgument(text("faces: got ", faces_.size(), "; expected at least 4"));
  }
  const Index count = static_cast<Index>(vertices_.size());
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    if (faces_[f].size() < 3) {
      throw InvalidArgument(
          text("faces[", f, "] has ", faces_[f].size(), " vertices; expected at least 3"));
    }
    for (const Index v : faces_[f]) {
      if (0 <= v && v < count) continue;
      throw InvalidArgument(
          text("faces[", f, "] names the vertex ", v, "; expected indices from 0 to ", count - 1));
    }
  }
}

/// Each edge belongs to two faces, which run along it in opposite directions.
void ConvexPolyhedron::require_closed() const {
  std::map<std::pair<Index, Index>, std::size_t> face_of_edge;
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    for (std::size_t k = 0; k < faces_[f].size(); ++k) {
      const Index a = faces_[f][k], b = faces_[f][(k + 1) % faces_[f].size()];
      if (a != b && face_of_edge.emplace(std::pair(a, b), f).second) continue;
      throw InvalidArgument(text("faces[", f, "] runs from vertex ", a, " to ", b,
                                 " as another face does; expected faces that are all "
                                 "counter-clockwise as seen from outside"));
    }
  }
  for (const auto& [edge, f] : face_of_edge) {
    if (face_of_edge.contains({edge.second, edge.first})) continue;
    throw InvalidArgument(text("faces[", f, "] has an edge from vertex ", edge.first, " to ",
                               edge.second, " that no other face has; expected a closed surface"));
  }
}

/// No vertex lies on no face, and the faces are one surface without handles.
void ConvexPolyhedron::require_one_body() const {
  std::vector<bool> is_used(vertices_.size(), false);
  std::size_t sides = 0;
  for (const std::vector<Index>& face : faces_) {
    sides += face.size();
    for (const Index v : face) is_used[v] = true;
  }
  for (std::size_t v = 0; v < is_used.size(); ++v) {
    if (!is_used[v]) {
      throw InvalidArgument(
          text("vertices[", v, "] is on no face; expected vertices of faces only"));
    }
  }
  if (vertices_.size() + faces_.size() != sides / 2 + 2) {
    throw InvalidArgument(
        "faces are not one surface around one body; expected a convex polyhedron");
  }
}

void ConvexPolyhedron::add_planes() {
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    std::vector<Point> polygon;
    Point mean;
    for (const Index v : faces_[f]) {
      polygon.push_back(vertices_[v]);
      bounds_.add(vertices_[v]);
      mean = mean + (1.0 / static_cast<double>(faces_[f].size())) * vertices_[v];
    }
    const Point area = vector_area(polygon);
    if (!(norm(area) > 0.0)) {
      throw InvalidArgument(text("faces[", f, "] has no area; expected vertices of a polygon"));
    }
    const Point normal = (1.0 / norm(area)) * area;
    half_spaces_.push_back({normal, dot(normal, mean)});
    polygons_.push_back(std::move(polygon));
  }
}

/// Volume and centroid, by pyramids from a vertex.
void ConvexPolyhedron::measure() {
  const Point apex = vertices_[faces_[0][0]];
  Point moment;
  for (const std::vector<Point>& polygon : polygons_) {
    for (std::size_t k = 2; k < polygon.size(); ++k) {
      const Point a = polygon[0] - apex, b = polygon[k - 1] - apex, c = polygon[k] - apex;
      const double part = dot(a, cross(b, c)) / 6.0;
      volume_ += part;
      moment = moment + 0.25 * part * (a + b + c);
    }
  }
  const double size = bounds_.size();
  if (volume_ < 0.0) {
    throw InvalidArgument(
        "faces run clockwise as seen from outside; expected counter-clockwise: reverse each");
  }
  if (!(volume_ > kRounding * size * size * size)) {
    throw InvalidArgument(
        "faces enclose next to no volume for their size; expected a polyhedron that is less flat, "
        "or "
        "less long");
  }
  centroid_ = apex + (1.0 / volume_) * moment;
}

void ConvexPolyhedron::require_convex() const {
  const double tolerance = kRounding * (bounds_.size() + largest_coordinate(centroid_));
  std::set<Index> used;
  for (const std::vector<Index>& face : faces_) used.insert(face.begin(), face.end());
  for (std::size_t f = 0; f < faces_.size(); ++f) {
    for (const Index v : used) {
      if (!(half_spaces_[f].excess(vertices_[v]) > tolerance)) continue;
      throw InvalidArgument(text("vertices[", v, "] is outside of the plane of faces[", f,
                                 "]; expected a convex polyhedron with plane faces"));
    }
    for (const Index v : faces_[f]) {
      if (!(half_spaces_[f].excess(vertices_[v]) < -tolerance)) continue;
      throw InvalidArgument(text("vertices[", v, "] is off the plane of faces[", f,
                                 "]; expected plane faces: divide it into triangles"));
    }
  }
}

double ConvexPolyhedron::excess(Point x) const {
  double result = -std::numeric_limits<double>::infinity();
  for (const HalfSpace& side : half_spaces_) {
    const double excess = side.excess(x);
    if (!(excess <= result)) result = excess;
  }
  return result;
}

}  // namespace brenier::space
