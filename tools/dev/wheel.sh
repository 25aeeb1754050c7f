# Sourced by ../../dev: distributions as they are published, tested as their users get them.

packed=build/wheel # what is between the sources and dist/: sdists unpacked, wheels not yet repaired

# The sdist goes to dist/. The wheel is built of what is in it, without the network and without GMP,
# and has its platform's tag once it is known to need nothing but what every Linux has.
build_distribution() { # folder, where to unpack it
    python -m build --no-isolation --sdist --outdir "$2" "$1" &&
        tar -xzf "$2"/*.tar.gz -C "$2" && mv "$2"/*.tar.gz dist/ &&
        python -m pip wheel -v --disable-pip-version-check --no-index --no-build-isolation \
            --no-deps --config-settings=cmake.define.CGAL_DISABLE_GMP=ON --wheel-dir "$2" "$2"/*/ &&
        case $(uname -s) in
            Linux) auditwheel repair --wheel-dir dist "$2"/*.whl ;;
            *) mv "$2"/*.whl dist/ ;;
        esac
}

# Runs a command with the programs of an environment only. Where the system lets us, folders of
# headers and of compilers are empty for it, too.
without_compiler() { # environment, command
    bin=$1/$(venv_bin)
    hidden="/usr/include /usr/local/include /usr/lib/gcc"
    hidden="$hidden $("$bin/python" -c 'import sysconfig; print(sysconfig.get_path("include"))')"
    shift
    set -- env -u CC -u CXX -u PYTHONPATH PATH="$bin" "$@"
    if unshare --map-root-user --mount true 2>/dev/null; then
        # shellcheck disable=SC2016
        set -- unshare --map-root-user --mount sh -c '
            for folder in $1; do
                [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || exit
            done
            shift
            exec "$@"' sh "$hidden" "$@"
    fi
    "$@"
}

run_wheel() { # arguments of pytest
    environment dev
    rm -rf dist $packed
    mkdir -p dist
    for folder in $distributions; do
        name=$(basename "$(cd "$folder" && pwd)")
        mkdir -p "$packed/$name"
        say "building the sdist of $folder, and the wheel of it, without GMP: minutes"
        with_steps build_distribution "$folder" "$packed/$name" || fail "that failed"
    done
    say "installing in an environment of its own"
    python -m venv $packed/env
    wheels=$(ls dist/*.whl | sed 's/brenier-.*/&[test]/')
    # shellcheck disable=SC2086
    with_steps $packed/env/"$(venv_bin)"/python -m pip install --disable-pip-version-check \
        --no-compile $wheels
    run "sizes and contents" python tools/wheel/check_files.py dist
    run "no compiler in reach" without_compiler "$root/$packed/env" python -c '
import shutil, sys
sys.exit(any(map(shutil.which, ["c++", "g++", "clang++", "cl", "cmake"])))'
    for wheel in dist/*.whl; do
        module=$(basename "$wheel" | cut -d - -f 1)
        run "time to import $module" without_compiler "$root/$packed/env" \
            python tools/wheel/check_import.py "$module"
    done
    # The tests, of which some are in space, are in the sdist of brenier.
    for tests in "$packed"/*/*/tests/python; do
        run "pytest of ${tests%/tests/python}" test_unpacked "${tests%/tests/python}" "$@"
    done
    ls -l dist >&2
}

test_unpacked() { # folder, arguments of pytest
    # shellcheck disable=SC2086
    (cd "$1" && shift && without_compiler "$root/$packed/env" python $pytest "$@")
}
