# CGAL >= 5.4 (with GMP, MPFR and Boost) and Eigen >= 3.4: the system's, or with BRENIER_FETCH=ON
# pinned releases of both. GMP, MPFR and Boost's headers always come from the system.
# Defines the imported targets CGAL::CGAL and Eigen3::Eigen.

set(CMAKE_POLICY_DEFAULT_CMP0167 NEW) # CGAL looks for Boost: by Boost's own configuration file
set(CGAL_DATA_DIR "unused") # CGAL warns if it finds no folder of example data
set(CGAL_DO_NOT_WARN_ABOUT_CMAKE_BUILD_TYPE TRUE) # the sanitizers' presets are meant to be slow

find_package(CGAL 5.4 QUIET)
find_package(Eigen3 QUIET CONFIG)
if(Eigen3_FOUND AND Eigen3_VERSION VERSION_LESS 3.4)
  set(Eigen3_FOUND FALSE)
endif()

if(BRENIER_FETCH AND NOT (CGAL_FOUND AND Eigen3_FOUND))
  include(FetchContent)
  set(CMAKE_POLICY_DEFAULT_CMP0135 NEW)
  # SOURCE_SUBDIR names a folder that does not exist: unpack, and run no CMakeLists.txt of theirs.
  if(NOT CGAL_FOUND)
    FetchContent_Declare(cgal
      URL https://github.com/CGAL/cgal/releases/download/v6.0.1/CGAL-6.0.1.tar.xz
      URL_HASH SHA256=0acdfbf317c556630dd526f3253780f29b6ec9713ee92903e81b5c93c0f59b7f
      SOURCE_SUBDIR unpack-only)
    FetchContent_MakeAvailable(cgal)
    find_package(CGAL 5.4 REQUIRED CONFIG PATHS "${cgal_SOURCE_DIR}" NO_DEFAULT_PATH)
  endif()
  if(NOT Eigen3_FOUND)
    FetchContent_Declare(eigen
      URL https://gitlab.com/libeigen/eigen/-/archive/3.4.0/eigen-3.4.0.tar.bz2
      URL_HASH SHA256=b4c198460eba6f28d34894e3a5710998818515104d6e74e5cc331ce31e46e626
      SOURCE_SUBDIR unpack-only)
    FetchContent_MakeAvailable(eigen)
    add_library(Eigen3::Eigen INTERFACE IMPORTED)
    target_include_directories(Eigen3::Eigen INTERFACE "${eigen_SOURCE_DIR}")
    set(Eigen3_FOUND TRUE)
  endif()
endif()

if(NOT (CGAL_FOUND AND Eigen3_FOUND))
  set(missing "")
  if(NOT CGAL_FOUND)
    list(APPEND missing "CGAL >= 5.4")
  endif()
  if(NOT Eigen3_FOUND)
    list(APPEND missing "Eigen >= 3.4")
  endif()
  list(JOIN missing " and " missing)
  message(FATAL_ERROR "brenier needs ${missing}. Install the headers with one of
  Debian, Ubuntu:  sudo apt-get install g++ libcgal-dev libeigen3-dev
  Fedora:          sudo dnf install gcc-c++ CGAL-devel eigen3-devel gmp-devel mpfr-devel boost-devel
  macOS:           brew install cgal eigen
or let CMake download CGAL and Eigen (GMP, MPFR and Boost must be there):
  cmake:           -DBRENIER_FETCH=ON
  pip:             --config-settings=cmake.define.BRENIER_FETCH=ON")
endif()
