# Headers that are downloaded where the system has none (BRENIER_FETCH), each a release that is
# pinned by its sum. A folder FETCHCONTENT_SOURCE_DIR_<NAME> stands for a download.

include(FetchContent)
set(CMAKE_POLICY_DEFAULT_CMP0135 NEW)

# SOURCE_SUBDIR names a folder that does not exist: unpack, and run no CMakeLists.txt of theirs.
function(brenier_unpack name url sum)
  FetchContent_Declare(${name} URL "${url}" URL_HASH SHA256=${sum} SOURCE_SUBDIR unpack-only)
  FetchContent_MakeAvailable(${name})
  set(${name}_SOURCE_DIR "${${name}_SOURCE_DIR}" PARENT_SCOPE)
endfunction()

# What is unpacked has no configuration file, which CGAL would look for: CMake's module finds it.
macro(brenier_fetch_boost)
  find_package(Boost 1.72 QUIET)
  if(NOT Boost_FOUND)
    brenier_unpack(boost https://archives.boost.io/release/1.86.0/source/boost_1_86_0.tar.bz2
                   1bed88e40401b2cb7a1f76d4bab499e352fa4d0c5f31c0dbae64e24d34d7513b)
    set(CMAKE_POLICY_DEFAULT_CMP0167 OLD)
    set(Boost_NO_BOOST_CMAKE ON)
    set(Boost_INCLUDE_DIR "${boost_SOURCE_DIR}")
  endif()
endmacro()

macro(brenier_fetch_cgal)
  brenier_unpack(cgal https://github.com/CGAL/cgal/releases/download/v6.0.1/CGAL-6.0.1.tar.xz
                 0acdfbf317c556630dd526f3253780f29b6ec9713ee92903e81b5c93c0f59b7f)
  find_package(CGAL 5.4 REQUIRED CONFIG PATHS "${cgal_SOURCE_DIR}" NO_DEFAULT_PATH)
endmacro()

macro(brenier_fetch_eigen)
  brenier_unpack(eigen https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
                 b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626)
  add_library(Eigen3::Eigen INTERFACE IMPORTED)
  target_include_directories(Eigen3::Eigen INTERFACE "${eigen_SOURCE_DIR}")
  set(Eigen3_FOUND TRUE)
endmacro()
