# Sourced by ./run, ./test, ./dist and ./bench: installs what is missing on Debian 12 and says so.
# need GROUP...: product | console | test | full | dist | bench. Needs root or sudo; without either it names what is missing and exits 4.

packages_product="g++ cmake ninja-build pkg-config python3 ca-certificates publicsuffix
 libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libcurl4-openssl-dev libc-ares-dev libssl-dev libargon2-dev libldap-dev
 libsqlite3-dev libpq-dev libidn2-dev libunistring-dev libpsl-dev libuchardet-dev libcli11-dev libspdlog-dev libfmt-dev
  libtomlplusplus-dev libexpat1-dev libzip-dev zlib1g-dev libxlsxwriter-dev libseccomp-dev libvectorscan-dev libyara-dev"
packages_console=""
packages_test="clang-format-19 clang-tidy-19 libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
 python3-openpyxl python3-yaml python3-jsonschema chromium fonts-noto-cjk libreoffice-calc-nogui poppler-utils ccache git openssl
 python3-aiosmtpd prometheus-alertmanager dpkg-dev binutils adduser slapd ldap-utils postgresql"
packages_full="clang-19 libclang-rt-19-dev lld-19"
packages_dist="dpkg-dev binutils"
packages_bench="libbenchmark-dev python3-openpyxl python3-scrapy prometheus-blackbox-exporter util-linux zstd libgumbo-dev libmodest-dev libxml2-dev"

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

# The packages of the list that dpkg does not know as installed.
missing_of() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

node_is_missing() {
  local version
  version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
  [ -z "$version" ] || [ "$version" -lt 18 ] || ! command -v npm >/dev/null
}

need() {
  local group list="" missing
  for group in "$@"; do
    eval "list=\"\$list \$packages_$group\""
    if [ "$group" = console ] && node_is_missing; then list="$list nodejs npm"; fi
  done
  # shellcheck disable=SC2086
  missing=$(missing_of $list | tr '\n' ' ')
  [ -z "${missing// /}" ] && return 0
  if ! may_install; then
    echo "Missing Debian packages, and neither root nor password-less sudo to install them. As root, run:" >&2
    echo "  apt-get install $missing" >&2
    exit 4
  fi
  echo "Installing Debian packages: $missing" >&2
  as_root apt-get update -qq >/dev/null || echo "apt-get update failed; trying with the lists at hand" >&2
  # shellcheck disable=SC2086
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$setup_log" 2>&1
  then
    tail -n 20 "$setup_log" >&2
    echo "apt-get could not install the packages; the end of its output is above, the rest in $setup_log" >&2
    exit 4
  fi
}

# install_packages FOLDER: what its package.json names, from the npm registry. The lock file is not written: it holds the
# optional packages of one platform only.
install_packages() {
  (cd "$root/$1" && npm install --no-save --no-audit --no-fund)
}

# Builds console/dist when its sources changed since the last time.
build_console() {
  [ -f "$root/console/package.json" ] || return 0
  local stamp="$root/build/console.stamp" now
  now=$(cd "$root" && find console api -type f -not -path '*/node_modules/*' -not -path 'console/dist/*' -not -name schema.d.ts -print0 |
    sort -z | xargs -0 sha256sum | sha256sum)
  if [ -f "$root/console/dist/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  echo "Building the console" >&2
  if ! (install_packages console && cd "$root/console" && npm run build) >"$root/build/console.log" 2>&1; then
    tail -n 30 "$root/build/console.log" >&2
    echo "The console does not build; the end of the output is above, the rest in build/console.log" >&2
    exit 4
  fi
  echo "$now" >"$stamp"
}

# build PRESET TARGET...: configures when needed and builds; the log is shown only when it fails.
build() {
  local preset=$1 log="$root/build/$1.log"
  shift
  mkdir -p "$root/build"
  if ! (cd "$root" && cmake --preset "$preset" && cmake --build --preset "$preset" --target "$@") >"$log" 2>&1; then
    grep -E 'error|FAILED|Error' "$log" | head -n 30 >&2
    tail -n 5 "$log" >&2
    echo "The $preset build failed; the whole output is in build/$preset.log" >&2
    exit 4
  fi
}

mkdir -p "$root/build"
setup_log="$root/build/setup.log"
