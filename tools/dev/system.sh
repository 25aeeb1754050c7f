# Sourced by ../../dev: what it needs of the system, a compiler, Python and headers.

has_header() {
    for prefix in $(printf '%s' "${CMAKE_PREFIX_PATH:-}" | tr ':;' '  ') ${CONDA_PREFIX:-} \
        /usr/local /opt/homebrew /opt/local /usr; do
        [ -e "$prefix/include/$1" ] || [ -e "$prefix/include/eigen3/$1" ] && return 0
    done
    return 1
}

python_is_complete() {
    have "$1" && "$1" - 2>/dev/null <<'EOF'
import ensurepip, os, sys, sysconfig, venv
headers = sysconfig.get_config_var("INCLUDEPY")
sys.exit(sys.version_info < (3, 10) or not os.path.exists(os.path.join(headers, "Python.h")))
EOF
}

find_python() {
    for python in ${PYTHON:-python3 /usr/bin/python3 \
        python3.14 python3.13 python3.12 python3.11 python3.10}; do
        if python_is_complete "$python"; then
            command -v "$python"
            return
        fi
    done
    return 1
}

on_windows() { # in the shell that comes with git
    case $(uname -s) in
        MINGW* | MSYS*) ;;
        *) return 1 ;;
    esac
}

# The folder of an environment's programs.
venv_bin() {
    if on_windows; then echo Scripts; else echo bin; fi
}

venv_works() { ".venv/$(venv_bin)/python" -c '' 2>/dev/null; }

can_fuzz() { # clang, libFuzzer and the sanitizers' runtimes
    program='extern "C" int LLVMFuzzerTestOneInput(const char *, unsigned long) { return 0; }'
    have clang++ && echo "$program" |
        clang++ -x c++ -fsanitize=fuzzer,address,undefined - -o /dev/null 2>/dev/null
}

missing() { # what of "$@" the system lacks
    for need in "$@"; do
        case $need in
            compiler) have "${CXX:-c++}" || have g++ || have clang++ || echo compiler ;;
            python) venv_works || find_python >/dev/null || echo python ;;
            cgal) has_header CGAL/version.h || echo cgal ;;
            eigen) has_header Eigen/Core || echo eigen ;;
            doctest) has_header doctest/doctest.h || echo doctest ;;
            fuzzer) can_fuzz || echo fuzzer ;;
        esac
    done
}

package_names() { # manager, needs
    manager=$1
    shift
    for need in "$@"; do
        case $manager:$need in
            apt:compiler) echo g++ ;;
            apt:python) echo python3 python3-venv python3-dev ;;
            apt:cgal) echo libcgal-dev ;;
            apt:eigen) echo libeigen3-dev ;;
            apt:doctest) echo doctest-dev ;;
            apt:fuzzer) echo clang libclang-rt-dev ;;
            dnf:compiler) echo gcc-c++ ;;
            dnf:python) echo python3 python3-devel ;;
            dnf:cgal) echo CGAL-devel gmp-devel mpfr-devel boost-devel ;;
            dnf:eigen) echo eigen3-devel ;;
            dnf:doctest) echo doctest-devel ;;
            dnf:fuzzer) echo clang compiler-rt ;;
            brew:compiler) fail "no C++ compiler; run: xcode-select --install" ;;
            brew:fuzzer) fail "no libFuzzer; run: brew install llvm, and put its bin on the path" ;;
            brew:*) echo "$need" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

install_system() { # needs
    if on_windows; then # CMake downloads the headers; the C++ tests are not built there
        export CMAKE_ARGS="-DBRENIER_FETCH=ON -DCGAL_DISABLE_GMP=ON"
        set -- python
    fi
    if have apt-get; then
        manager=apt
    elif have dnf; then
        manager=dnf
    elif have brew; then
        manager=brew
    else
        fail "missing, and no apt, dnf or brew to install it with: $*"
    fi
    names=$(package_names $manager "$@" | paste -sd ' ' -)
    case $manager in
        apt) line="apt-get update && apt-get install -y --no-install-recommends $names" ;;
        *) line="$manager install $names" ;;
    esac
    if [ $manager != brew ] && [ "$(id -u)" != 0 ]; then
        have sudo || fail "system packages are missing. As root, run: $line"
        line="sudo sh -c '$line'"
        sudo -v # asks for the password, if at all, before there is something on the line
    fi
    say "installing system packages: $names"
    # shellcheck disable=SC2086
    case $manager in
        apt)
            with_steps as_root apt-get update -q &&
                with_steps as_root env DEBIAN_FRONTEND=noninteractive \
                    apt-get install -y -q --no-install-recommends $names
            ;;
        dnf) with_steps as_root dnf install -y $names ;;
        brew) with_steps brew install $names ;;
    esac || fail "that failed. By hand: $line"
}

system() { # needs
    if on_windows; then # CMake downloads the headers; the C++ tests are not built there
        export CMAKE_ARGS="-DBRENIER_FETCH=ON -DCGAL_DISABLE_GMP=ON"
        set -- python
    fi
    # shellcheck disable=SC2046
    set -- $(missing "$@")
    [ $# -gt 0 ] || return 0
    if [ -n "${PYTHON:-}" ] && [ "$(missing python)" ]; then
        fail "PYTHON=$PYTHON is not a Python >= 3.10 with venv and its C headers"
    fi
    install_system "$@"
    # shellcheck disable=SC2046
    set -- $(missing "$@")
    [ $# -eq 0 ] || fail "still missing after the installation, or too old (Python before 3.10): $*"
}
