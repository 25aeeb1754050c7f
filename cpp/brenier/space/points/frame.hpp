// How the caller's space and the core's are related.
#pragma once

#include "brenier/frame.hpp"
#include "brenier/space/points/point.hpp"

namespace brenier::space {

using Similarity = SimilarityOf<Point>;
using Frame = FrameOf<Point>;

}  // namespace brenier::space
