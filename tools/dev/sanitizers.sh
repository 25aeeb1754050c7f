# Sourced by ../../dev: the commands that build with sanitizers, and the fuzzers.

# What a build in C++ needs, without Python's packages.
build_tools() {
    system compiler python cgal eigen "$@"
    make_venv
    have cmake && have ninja || pip_install cmake ninja
}

build_preset() { # preset
    say "building the preset $1; this can take minutes"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1"
}

# The fuzzer of each target, as many at once as there are processors; each prints in one piece. New
# inputs are kept in build/fuzz/corpus, so that each run goes on from the last one.
fuzz_targets() { # arguments of libFuzzer
    # shellcheck disable=SC2016
    find tests/fuzz -name 'fuzz_*.cpp' | sed 's/.*fuzz_//; s/\.cpp$//' | sort |
        xargs -I '{}' -P "$(getconf _NPROCESSORS_ONLN)" sh -c '
            target=$1 new=build/fuzz/corpus/$1 log=build/fuzz/$1.log status=0
            shift
            mkdir -p "$new"
            "build/fuzz/tests/fuzz/fuzz_$target" -artifact_prefix="build/fuzz/finding-$target-" \
                "$@" "$new" "tests/data/fuzz/$target" >"$log" 2>&1 || status=$?
            { echo "fuzz $target"; cat "$log"; } >&2
            exit $status
        ' sh '{}' "$@"
}

run_fuzz() {
    seconds=${1:-120}
    [ $# -eq 0 ] || shift
    build_tools fuzzer
    build_preset fuzz
    count=$(find tests/fuzz -name 'fuzz_*.cpp' | wc -l)
    run fuzzers fuzz_targets -max_total_time=$((seconds / count)) -max_len=512 -len_control=0 \
        -timeout=60 -verbosity=0 -print_final_stats=1 "$@"
    [ -z "$failed" ] || say "what failed is in build/fuzz/finding-*: a fuzzer runs files that it" \
        "is given (fixed, they go to tests/data/fuzz)"
}

# The extension, built with the address sanitizer, in an environment of its own; all other packages
# are those of .venv. Python itself leaks by design, and does not bring the library whose `throw` is
# watched; some tests ask for more memory than there is.
run_python_under_asan() {
    environment test
    sanitized=$root/build/asan-python
    say "building the extension with the address sanitizer; this can take minutes"
    python -m venv --clear "$sanitized"
    packages=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    flags='-O1 -g1 -fno-omit-frame-pointer'
    flags="$flags -fsanitize=address,undefined -fno-sanitize-recover=undefined"
    with_steps env PYTHONPATH="$packages" "$sanitized/bin/python" -m pip install -v \
        --disable-pip-version-check --no-deps --no-build-isolation \
        --config-settings=build-dir=build/asan-python-objects \
        --config-settings=cmake.build-type=Debug \
        --config-settings=cmake.define.CMAKE_CXX_FLAGS_DEBUG="$flags" .
    libasan=$("${CXX:-c++}" -print-file-name=libasan.so)
    libraries="$libasan $("${CXX:-c++}" -print-file-name=libstdc++.so)"
    run "pytest under the address sanitizer" env PYTHONPATH="$packages" LD_PRELOAD="$libraries" \
        ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
        "$sanitized/bin/python" -m pytest "$@"
}

run_sanitize() {
    kinds=
    while [ $# -gt 0 ]; do
        case $1 in
            address | thread | python) kinds="$kinds $1" ;;
            *) break ;;
        esac
        shift
    done
    for kind in ${kinds:-address thread python}; do
        case $kind in
            python) run_python_under_asan "$@" ;;
            *)
                [ "$kind" = address ] && preset=asan-ubsan || preset=tsan
                build_tools doctest
                build_preset $preset
                run "ctest $preset" ctest --preset $preset --parallel "$(getconf _NPROCESSORS_ONLN)"
                ;;
        esac
    done
}
