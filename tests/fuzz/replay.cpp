// Runs a fuzz target on files, without a fuzzer: for compilers that have none, and to look into a
// finding.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::cout << path.filename().string() << ' '
            << std::flush;  // the last name is that of the finding
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  int count = 0;
  for (int k = 1; k < argc; ++k) {
    if (std::filesystem::is_directory(argv[k])) {
      for (const auto& entry : std::filesystem::directory_iterator(argv[k])) {
        replay(entry.path());
        ++count;
      }
    } else {
      replay(argv[k]);
      ++count;
    }
  }
  std::cout << "\nreplayed " << count << " files\n";
  return count > 0 ? 0 : 1;  // none: the path is wrong
}
