#include "brenier/plane/density/grid.hpp"

namespace brenier {

Grid::Grid(const Box& box, Index rows, Index columns)
    : domain_(rectangle(box)),
      low_(box.low),
      tile_{box.width() / columns, box.height() / rows},
      rows_(rows),
      columns_(columns) {}

}  // namespace brenier
