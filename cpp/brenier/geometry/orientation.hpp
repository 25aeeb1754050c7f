// On which side of a directed line does a point lie? Exactly, and never "on it".
#pragma once

#include "brenier/types.hpp"

namespace brenier {

/// cross(b - a, c - a) in double precision, and its exact sign: +1 when a, b, c turn left.
double signed_double_area(Point a, Point b, Point c);
int orientation(Point a, Point b, Point c);

/// Simulation of simplicity [edelsbrunner1990]: the domain is thought to be moved by the
/// infinitesimal vector (ε, ε²) against the diagram. No vertex of one then lies on an edge of the
/// other, no two edges overlap, and the answers below are those of one true configuration, however
/// degenerate the input.
///
/// Is the diagram's point x to the left of the domain's edge p → q?
bool left_of_domain_edge(Point p, Point q, Point x);
/// Is the domain's vertex p to the left of the diagram's edge a → b?
bool left_of_diagram_edge(Point a, Point b, Point p);

}  // namespace brenier
