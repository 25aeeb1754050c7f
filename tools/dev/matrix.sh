# Sourced by ../../dev: the package with every Python that it is for, and old and new dependencies.

# Those of some Pythons that the package is for, each once; if none is named, of this machine's:
# pyenv's, the system's, those on the path.
pythons() {
    [ $# -gt 0 ] || set -- "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python /usr/bin/python3 \
        /usr/local/bin/python3 python3 python3.14 python3.13 python3.12 python3.11 python3.10
    for python in "$@"; do
        ! python_is_complete "$python" ||
            "$python" -c 'import os, sys; print(os.path.realpath(sys.executable))'
    done | sort -u
}

build_wheels() { # python, folder for the wheels
    rm -rf "$2"/*.whl
    "$1" -m venv --clear "$2/build" || return
    for distribution in $distributions; do
        with_steps "$2/build/bin/python" -m pip wheel -v --disable-pip-version-check --no-deps \
            --config-settings=build-dir="$root/$2/objects/$distribution" --wheel-dir "$2" \
            "./$distribution" || return
    done
}

# In an environment of its own with the oldest or the newest releases of NumPy and SciPy.
# shellcheck disable=SC2086
test_with() { # python, folder of its wheels, oldest or newest, arguments of pytest
    wheel=$(ls "$2"/brenier-*.whl) wheels=$(ls "$2"/*.whl | sed 's/brenier-.*/&[test]/')
    env=$2/$3 releases='numpy scipy'
    "$1" -m venv --clear "$env" || return
    if [ "$3" = oldest ]; then
        releases=$("$env/bin/python" tools/wheel/oldest.py "$wheel" numpy scipy) || return
    fi
    shift 3
    with_steps "$env/bin/python" -m pip install -v --disable-pip-version-check --no-compile \
        $wheels $releases || return
    say "with $("$env/bin/python" -m pip freeze | grep -E '^(numpy|scipy)=' | paste -sd ' ' -)"
    "$env/bin/python" $pytest "$@"
}

run_matrix() { # arguments of pytest
    system compiler python cgal eigen
    for python in $(pythons ${PYTHON:+"$PYTHON"}); do
        version=$("$python" -c 'import platform; print(platform.python_version())')
        folder=build/matrix/$version
        run "build with Python $version" build_wheels "$python" "$folder"
        case $failed in *"Python $version,") continue ;; esac
        for age in oldest newest; do
            run "Python $version, $age NumPy and SciPy" test_with "$python" "$folder" $age "$@"
        done
    done
}
