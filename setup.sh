#!/usr/bin/env bash
# Set dlvis up in .venv beside this file: `make setup`, which `make demo` and `make test` call.
#
# Installs only what is missing, asks apt (or Homebrew) only for what the system lacks, and is done in a blink
# when nothing changed. Two variables change what it does:
#   PYTHON=python3.12       the Python to build .venv with (>= 3.11)
#   DLVIS_TORCH=default     take torch as PyPI has it, with its gigabytes of CUDA libraries, without a GPU too
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

venv=.venv
log=$venv/setup.log
stamp=$venv/setup.stamp
started=$SECONDS

# ---- saying things -------------------------------------------------------------------------------------------

# die SENTENCE [MORE...]: each in a line of its own
die() {
  printf 'set-up: %s\n' "$1" >&2
  shift
  [ $# = 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# stage LABEL COMMAND...: run it with its output in the log; one line says what and how long
stage() {
  local label=$1 begun=$SECONDS code=0
  shift
  printf '  %-52s' "$label"
  set +e # a subshell of its own, so that the first failing line of a function ends it
  (set -e; printf '\n==> %s\n' "$label"; "$@") >>"$log" 2>&1 </dev/null
  code=$?
  set -e
  [ "$code" = 0 ] || show_failure "$code"
  printf '%5d s\n' $((SECONDS - begun))
}

show_failure() {
  printf 'failed (exit code %d)\n\n' "$1"
  tail -n 20 "$log" >&2
  die "the last lines of $log stand above; \`make setup\` goes on from here once the cause is gone"
}

# ---- has anything changed? -----------------------------------------------------------------------------------

# what .venv depends on: three files, and where it lies, since a moved one is broken
fingerprint() { cat pyproject.toml constraints.txt setup.sh <(pwd -P) | cksum; }

up_to_date() {
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ] && "$venv/bin/python" -c 'import dlvis' 2>/dev/null
}

# ---- Python --------------------------------------------------------------------------------------------------

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if new_enough "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  die "Python 3.11 or newer is needed; ${PYTHON:-python3} is $("${PYTHON:-python3}" --version 2>&1 || true)" \
    "on Debian 12 or Ubuntu 24.04 and newer: apt-get install python3 python3-venv" \
    "another one can be named: PYTHON=/path/to/python3.12 make setup"
}

has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

has_headers() { [ -f "$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" ]; }

# ---- packages of the system ----------------------------------------------------------------------------------

has_library() { command -v pkg-config >/dev/null && pkg-config --exists "$@"; }

# the Debian names of what building pycairo and manimpango needs and the machine lacks
missing_packages() {
  local version
  version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
  command -v pkg-config >/dev/null || echo pkg-config
  has_library cairo || echo libcairo2-dev
  has_library pango pangocairo pangoft2 || echo libpango1.0-dev
  command -v cc >/dev/null && command -v c++ >/dev/null || echo g++
  has_headers || echo "$version-dev"
  has_venv || echo "$version-venv"
}

may_install() { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# a dead source of somebody else's must not stop us: what we need may well be in the others
update_and_install() {
  as_root apt-get update || echo "apt-get update failed; trying with the lists there are"
  apt_install "$@"
}

need_apt() {
  command -v apt-get >/dev/null || die "this system has no apt-get; install what Debian calls: $*" \
    "(Fedora: cairo-devel pango-devel pkgconf gcc-c++ python3-devel), then run \`make setup\` again"
  may_install || die "packages of the system are missing and there is no sudo; as root, run:" \
    "  apt-get update && apt-get install -y --no-install-recommends $*"
  [ "$(id -u)" = 0 ] || sudo -v || die "sudo was refused; as root, run:" \
    "  apt-get update && apt-get install -y --no-install-recommends $*"
}

install_debian() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  missing=${missing% }
  if [ -n "$missing" ]; then
    need_apt "$missing"
    echo "  missing in the system: $missing"
    # shellcheck disable=SC2086  # a list of names
    stage "packages of the system" update_and_install $missing
  fi
}

system_ffmpeg() { apt_install ffmpeg || echo "no ffmpeg from the system: the one in imageio-ffmpeg serves"; }

may_install_unasked() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

# wanted, not needed: never asks for a password and never fails
install_ffmpeg() {
  if ! command -v ffmpeg >/dev/null && may_install_unasked; then
    stage "ffmpeg of the system" system_ffmpeg
  fi
}

# written by the book and never tried: no Mac was at hand
install_macos() {
  echo "  (the macOS branch of setup.sh is untried; please tell how it went)"
  command -v brew >/dev/null || die "on macOS, Homebrew is needed: https://brew.sh, then run \`make setup\` again"
  xcode-select -p >/dev/null 2>&1 || die "Apple's command line tools are missing; run: xcode-select --install"
  local formula missing=""
  for formula in pkg-config cairo pango ffmpeg; do
    brew list --formula "$formula" >/dev/null 2>&1 || missing="$missing $formula"
  done
  # shellcheck disable=SC2086  # a list of names
  [ -z "$missing" ] || stage "Homebrew: packages of the system" brew install $missing
}

install_system_packages() {
  case "$(uname -s)" in
    Linux)
      install_debian
      install_ffmpeg
      ;;
    Darwin) install_macos ;;
    MINGW* | MSYS* | CYGWIN*) die "on Windows, use WSL: \`wsl --install -d Debian\`, then \`make demo\` in there" ;;
    *) die "$(uname -s) is not known here; Linux, macOS, and Windows with WSL are" ;;
  esac
}

# ---- Python packages -----------------------------------------------------------------------------------------

same_python() {
  "$venv/bin/python" -c 'import sys; print(sys.version_info[:2])' 2>/dev/null |
    grep -qxF "$("$python" -c 'import sys; print(sys.version_info[:2])')"
}

make_venv() {
  "$python" -m venv "$venv"
  pip_install --upgrade pip
}

pip_install() { "$venv/bin/python" -m pip install --disable-pip-version-check -c constraints.txt "$@"; }

# no `grep -q`, which would end at the first GPU and break the pipe of nvidia-smi
has_gpu() { command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep GPU >/dev/null; }

# cpu, present, or "cuda SIZE": see setup_torch.py
look_for_torch() {
  pip_install --dry-run --quiet --report - torch | "$venv/bin/python" setup_torch.py >"$venv/torch-in-sight"
  cat "$venv/torch-in-sight"
}

# uv knows where PyTorch keeps its CPU builds
torch_from_its_own_index() {
  { pip_install uv &&
    "$venv/bin/uv" pip install --python "$venv/bin/python" --torch-backend cpu -c constraints.txt torch; } ||
    echo "PyTorch's own index of CPU builds gave none" # has_torch judges
}

has_torch() { "$venv/bin/python" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)'; }

refuse_torch() {
  die "no CPU build of torch is to be had here, neither from pip's indexes nor from PyTorch's own;" \
    "the default build brings CUDA libraries: a download of ${1#cuda }, about twice that on disk." \
    "To accept it: DLVIS_TORCH=default make setup"
}

install_cpu_torch() {
  local found
  stage "looking for a CPU build of torch" look_for_torch
  found=$(cat "$venv/torch-in-sight")
  case "$found" in
    present) ;;
    cpu) stage "torch, CPU build" pip_install torch ;;
    *)
      stage "torch, CPU build from PyTorch's own index" torch_from_its_own_index
      has_torch || refuse_torch "$found"
      ;;
  esac
}

install_torch() {
  if has_gpu || [ "${DLVIS_TORCH:-}" = default ]; then
    stage "torch, default build" pip_install torch
  else
    install_cpu_torch
  fi
}

install_dlvis() { pip_install -e ".[dev]"; }

# ---- all of it -----------------------------------------------------------------------------------------------

main() {
  if up_to_date; then return; fi
  echo "Setting dlvis up in $venv (log: $log)"
  python=$(find_python)
  same_python || rm -rf "$venv"
  mkdir -p "$venv"
  : >"$log"
  rm -f "$stamp"
  install_system_packages
  same_python || stage "$venv with $("$python" --version)" make_venv
  install_torch
  stage "dlvis and the Python packages it needs" install_dlvis
  fingerprint >"$stamp"
  printf 'Set up in %d s.\n' $((SECONDS - started))
}

main "$@"
