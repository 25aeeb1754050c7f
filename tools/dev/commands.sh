# Sourced by ../../dev: the commands, but for those of sanitizers.sh.

cpp_files() {
    for folder in cpp tests/cpp tests/fuzz benchmarks/cpp; do
        [ ! -d $folder ] || find $folder -name '*.cpp' -o -name '*.hpp'
    done
}

run() { # name, command: one check of several; all run, and a failure is remembered
    name=$1
    shift
    say "$name"
    "$@" || failed="$failed $name,"
}

run_demo() {
    environment demo
    cd "$caller"
    exec brenier demo "$@"
}

has_torch() { python -c 'import torch' 2>/dev/null; }

install_torch() { # the version that TORCH names, if it does
    [ -n "${TORCH:-}" ] || return 0
    say "installing torch $TORCH, unless it is there"
    pip_install "torch==$TORCH" || fail "torch $TORCH cannot be installed"
}

# On all processors. A file of tests stays together, for what they share.
pytest="-m pytest -p no:benchmark -n logical --dist loadfile"

run_tests() {
    environment test
    install_torch
    say "building the C++ tests"
    cmake --preset dev >/dev/null
    cmake --build --preset dev
    run ctest ctest --preset dev --parallel "$(getconf _NPROCESSORS_ONLN)"
    # shellcheck disable=SC2086
    run pytest python $pytest "$@"
    has_torch || say "torch is not installed: the tests of brenier.torch were SKIPPED" \
        "(TORCH=2.13.0 ./dev test installs it)"
}

run_lint() {
    environment dev
    # shellcheck disable=SC2046
    run clang-format clang-format --dry-run --Werror $(cpp_files)
    run "ruff check" ruff check .
    run "ruff format" ruff format --check .
    run mypy mypy --strict
    run stubtest python -m mypy.stubtest --mypy-config-file pyproject.toml \
        --allowlist tools/lint/stubtest_allowed.txt brenier._core brenier_space._core
    run "rooms of the core" python tools/lint/rooms.py
    run "circles of imports" python tools/lint/import_circles.py
    run lengths python tools/lint/lengths.py
    run workflows check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
}

run_format() {
    environment dev
    # shellcheck disable=SC2046
    run clang-format clang-format -i $(cpp_files)
    run "ruff check" ruff check --fix .
    run "ruff format" ruff format .
}

run_bench() {
    environment test
    say "building the C++ benchmarks in build/release/bench"
    cmake --preset release >/dev/null
    cmake --build --preset release --target bench_build
    for program in build/release/bench/bench_*; do
        run "C++ ${program##*/}" "$program"
    done
    run "python benchmarks" python -m pytest benchmarks "$@" # the table of targets comes last
}

run_docs() { # --all: the gallery's long programs, too
    case ${1:-} in
        '') long= ;;
        --all) long='--tag all' ;;
        *) fail "docs takes --all, and nothing else" ;;
    esac
    environment docs
    install_torch
    run links python docs/check_links.py
    run pages python docs/check_pages.py
    run blocks python -m pytest tests/pages
    # shellcheck disable=SC2086
    run site python -m sphinx --write-all --fail-on-warning --keep-going --quiet $long \
        docs build/docs
    has_torch || say "torch is not installed: the blocks that need it were SKIPPED" \
        "(TORCH=2.13.0 ./dev docs installs it)"
}
