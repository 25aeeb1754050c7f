# Sourced by ../../dev: .venv, with the package, built from this checkout, and an extra's packages.

make_venv() {
    # A checkout that was moved or copied brings a .venv that points elsewhere.
    if [ -e .venv/.dev-root ] && [ "$(cat .venv/.dev-root)" != "$root" ]; then
        say "this checkout has moved: making .venv and build anew"
        rm -rf .venv build
    fi
    venv_works && return
    python=$(find_python)
    say "making .venv with $python"
    "$python" -m venv --clear .venv
    printf '%s\n' "$root" >.venv/.dev-root
}

pip_install() {
    with_steps ".venv/$(venv_bin)/python" -m pip install -v --disable-pip-version-check "$@"
}

# What an installation depends on: all that is compiled, and which Python modules there are (the
# editable installation knows them one by one).
sources_sum() {
    {
        find pyproject.toml CMakeLists.txt cmake cpp space -type f -exec cksum {} +
        find python -name '*.py'
    } | LC_ALL=C sort | cksum
}

environment() { # extra: demo < test < dev, and test < docs
    case $1 in
        demo) system compiler python cgal eigen ;;
        *) system compiler python cgal eigen doctest ;;
    esac
    make_venv
    packages="$(cat pyproject.toml space/pyproject.toml | cksum) $1"
    sources=$(sources_sum)
    if ! grep -qsxF "$packages" .venv/.dev-packages; then
        say "installing Python packages (extra '$1') and building the extension: minutes"
        requires=$(sed -n 's/^requires = \[\(.*\)\]$/\1/p' pyproject.toml | tr -d '",')
        # shellcheck disable=SC2086
        pip_install $requires cmake ninja
        pip_install --no-build-isolation --editable ".[$1]"
        pip_install --no-build-isolation --editable ./space
        case $1 in # each extra has all of those before it
            dev) extras='demo test dev' ;;
            docs) extras='demo test docs' ;;
            test) extras='demo test' ;;
            *) extras=$1 ;;
        esac
        sums=${packages% *}
        {
            grep -sF "$sums " .venv/.dev-packages || true
            for extra in $extras; do echo "$sums $extra"; done
        } >.venv/.dev-packages.new
        mv .venv/.dev-packages.new .venv/.dev-packages
    elif [ "$sources" != "$(cat .venv/.dev-sources 2>/dev/null)" ]; then
        say "the C++ sources, or the set of Python modules, have changed: installing again"
        pip_install --no-build-isolation --no-deps --editable . --editable ./space
    fi
    echo "$sources" >.venv/.dev-sources
}
