#include "brenier/space/problem/hidden_blocks.hpp"

#include "brenier/space/problem/settings.hpp"

namespace brenier::space {

std::vector<RaisedCell> in_blocks(std::span<const RaisedCell> raised) {
  std::vector<RaisedCell> result;
  for (std::size_t first = 0, last = 0; first < raised.size(); first = last) {
    while (last < raised.size() &&
           raised[last].site - raised[first].site == static_cast<Index>(last - first)) {
      ++last;
    }
    if (last - first < BlockConstants::kFewest) continue;
    result.insert(result.end(), raised.begin() + first, raised.begin() + last);
  }
  return result;
}

}  // namespace brenier::space
