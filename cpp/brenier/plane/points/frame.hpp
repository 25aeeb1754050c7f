// How the caller's plane and the core's are related.
#pragma once

#include "brenier/frame.hpp"
#include "brenier/plane/points/box.hpp"

namespace brenier {

using Similarity = SimilarityOf<Point>;
using Frame = FrameOf<Point>;

}  // namespace brenier
