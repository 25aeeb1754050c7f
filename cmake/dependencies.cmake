# CGAL >= 5.4 (with Boost, and with GMP and MPFR unless CGAL_DISABLE_GMP is on) and Eigen >= 3.4:
# the system's, or with BRENIER_FETCH=ON pinned releases of the headers that it lacks. GMP and MPFR,
# which are libraries, always come from the system.
# Defines the imported targets CGAL::CGAL and Eigen3::Eigen.

set(CMAKE_POLICY_DEFAULT_CMP0167 NEW) # CGAL looks for Boost: by Boost's own configuration file
set(CGAL_DATA_DIR "unused") # CGAL warns if it finds no folder of example data
set(CGAL_DO_NOT_WARN_ABOUT_CMAKE_BUILD_TYPE TRUE) # the sanitizers' presets are meant to be slow

if(BRENIER_FETCH)
  include(cmake/fetch.cmake)
  brenier_fetch_boost()
endif()
find_package(CGAL 5.4 QUIET)
find_package(Eigen3 QUIET CONFIG)
if(Eigen3_FOUND AND Eigen3_VERSION VERSION_LESS 3.4)
  set(Eigen3_FOUND FALSE)
endif()
if(BRENIER_FETCH AND NOT CGAL_FOUND)
  brenier_fetch_cgal()
endif()
if(BRENIER_FETCH AND NOT Eigen3_FOUND)
  brenier_fetch_eigen()
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
or let CMake download them, and do without GMP:
  cmake:           -DBRENIER_FETCH=ON -DCGAL_DISABLE_GMP=ON
  pip:             --config-settings=cmake.define.BRENIER_FETCH=ON
                   --config-settings=cmake.define.CGAL_DISABLE_GMP=ON")
endif()
