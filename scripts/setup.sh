# What ./peakline, scripts/test and scripts/lint share; sourced by them with $root set to the checkout. POSIX sh.
# Everything it says goes to stderr, so that stdout stays the program's own.

# Debian package and how to see that it is not needed: a command, a header or a file that is already there.
build_packages='
g++                      command:g++
cmake                    command:cmake
ninja-build              command:ninja
libboost-dev             header:boost/math/distributions/gamma.hpp
libcli11-dev             header:CLI/CLI.hpp
libeigen3-dev            header:eigen3/Eigen/Core
libfmt-dev               header:fmt/format.h
libhowardhinnant-date-dev header:date/tz.h
librandom123-dev         header:Random123/philox.h
libtbb-dev               header:tbb/parallel_for.h
libyaml-cpp-dev          header:yaml-cpp/yaml.h
nlohmann-json3-dev       header:nlohmann/json.hpp
nodejs                   command:node
npm                      command:npm
zlib1g-dev               header:zlib.h
tzdata                   file:/usr/share/zoneinfo/Europe/Berlin
'
test_packages='
chromium                 command:chromium
doctest-dev              header:doctest/doctest.h
fonts-dejavu-core        file:/usr/share/fonts/truetype
git                      command:git
libbenchmark-dev         header:benchmark/benchmark.h
'
lint_packages='
clang-format             command:clang-format
clang-tidy               command:clang-tidy
'

say() { printf 'peakline: %s\n' "$*" >&2; }

is_there() {  # is_there KIND:NAME
    case $1 in
    command:*) command -v "${1#command:}" >/dev/null 2>&1 ;;
    header:*) [ -e "/usr/include/${1#header:}" ] || [ -e "/usr/local/include/${1#header:}" ] ;;
    file:*) [ -e "${1#file:}" ] ;;
    esac
}

missing_packages() {  # missing_packages TABLE: the names of the missing, on stdout
    printf '%s' "$1" | while read -r package sign; do
        [ -z "$package" ] || is_there "$sign" || printf '%s ' "$package"
    done
}

# Installs what is missing of a table and nothing else; asks for nothing where all is there.
install_missing() {
    missing=$(missing_packages "$1")
    missing=${missing% }
    [ -n "$missing" ] || return 0
    as_root=
    if ! command -v apt-get >/dev/null 2>&1; then
        say "these Debian packages are missing, and this system has no apt-get to install them: $missing"
        return 1
    elif [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "these packages are missing: $missing"
            say "install them as root with:  apt-get install $missing"
            return 1
        fi
        as_root=sudo
    fi
    say "installing $missing"
    # shellcheck disable=SC2086  # a list of words
    if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } </dev/null >&2; then
        say "installing failed; the lines above say why"
        return 1
    fi
}

# build/release in the checkout; where that cannot be written, a folder of the user's cache. PEAKLINE_BUILD names another.
build_folder() {
    if [ -n "${PEAKLINE_BUILD:-}" ]; then  # as CMake writes it down: absolute, without links
        mkdir -p "$PEAKLINE_BUILD" && (CDPATH='' cd -- "$PEAKLINE_BUILD" && printf '%s' "$(pwd -P)")
    elif mkdir -p "$root/build/release" 2>/dev/null && [ -w "$root/build/release" ]; then
        printf '%s' "$root/build/release"
    else
        printf '%s/peakline/%s' "${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}" "$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)"
    fi
}

# A build folder that was copied or moved with its checkout is of no use: its paths are those of the old place.
# Another project's folder, which PEAKLINE_BUILD may name by mistake, is left alone.
forget_if_moved() {  # forget_if_moved FOLDER
    [ -f "$1/CMakeCache.txt" ] || return 0
    if ! grep -qxF 'CMAKE_PROJECT_NAME:STATIC=peakline' "$1/CMakeCache.txt"; then
        say "$1 holds the build of another project; PEAKLINE_BUILD may name an empty folder"
        return 1
    fi
    grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$1/CMakeCache.txt" && grep -qxF "CMAKE_CACHEFILE_DIR:INTERNAL=$1" "$1/CMakeCache.txt" ||
        find "$1" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
}

configure() {  # configure FOLDER
    cmake -S "$root" -B "$1" -G Ninja -DCMAKE_BUILD_TYPE=Release </dev/null >&2
}
