// Giving cells on a torus that came out empty some mass, by raising the weights of their sites.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "brenier/interrupt.hpp"
#include "brenier/plane/points/site_copies.hpp"
#include "brenier/plane/triangulation/regular_triangulation.hpp"
#include "brenier/waist/cell_measures.hpp"

namespace brenier {

/// Of the sites, those whose cells are empty in the diagram of the copies already, increasing.
std::vector<Index> hidden_sites(const RegularTriangulation& triangulation,
                                const SiteCopies& copies);

/// The weight with which the cell of a site that is hidden, alone, would have about an area;
/// nullopt if no vertex of the diagram in the box tells.
std::optional<double> weight_to_appear(const RegularTriangulation& triangulation, Point site,
                                       double weight, double area, const Torus& torus);

/// The weights with those of underfilled sites raised, so that their cells get about the masses
/// wanted; nullopt if one of them cannot be helped.
std::optional<std::vector<double>> underfilled_raised(
    const RegularTriangulation& triangulation, const SiteCopies& copies,
    std::span<const double> weights, const CellMeasures& measures,
    std::span<const Index> underfilled, std::span<const double> wanted_masses, const Torus& torus,
    const CheckInterrupt& interrupt);

}  // namespace brenier
