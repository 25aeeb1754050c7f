# Sourced by ../../dev: .venv, with the package, built from this checkout, and an extra's packages.

distributions='.' # the folder of each one's pyproject.toml
[ ! -d space ] || distributions='. space' # brenier's sdist does without

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
        find pyproject.toml CMakeLists.txt cmake cpp -type f -exec cksum {} +
        [ ! -d space ] || find space -type f -exec cksum {} +
        find python -name '*.py'
    } | LC_ALL=C sort | cksum
}

environment() { # extra: demo < test < dev, and test < docs
    case $1 in
        demo) system compiler python cgal eigen ;;
        *) system compiler python cgal eigen doctest ;;
    esac
    make_venv
    projects=$(for folder in $distributions; do echo "$folder/pyproject.toml"; done)
    # shellcheck disable=SC2086
    packages="$(cat $projects | cksum) $1"
    sources=$(sources_sum)
    if ! grep -qsxF "$packages" .venv/.dev-packages; then
        say "installing Python packages (extra '$1') and building the extension: minutes"
        # shellcheck disable=SC2086
        requires=$(sed -n 's/^requires = \[\(.*\)\]$/\1/p' $projects | tr -d '",')
        # shellcheck disable=SC2086
        pip_install $requires cmake ninja
        pip_install --no-build-isolation --editable ".[$1]"
        [ ! -d space ] || pip_install --no-build-isolation --editable ./space
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
        # shellcheck disable=SC2046,SC2086
        pip_install --no-build-isolation --no-deps $(printf -- '--editable ./%s ' $distributions)
    fi
    echo "$sources" >.venv/.dev-sources
}
