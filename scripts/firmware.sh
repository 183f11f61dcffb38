# Builds and tests the firmware on this machine. Sourced by ./verify, not run. Needs toolchain.sh.

firmware_builds="$home/target/firmware"

need_firmware_tools() {
  need_tools cmake:cmake ninja:ninja-build g++:g++ openssl:openssl
  need_headers doctest/doctest.h:doctest-dev mbedtls/ssl.h:libmbedtls-dev
}

# build_firmware NAME OPTION…: configures and builds firmware/host; what fails is shown whole.
build_firmware() {
  local build="$firmware_builds/$1" log="$firmware_builds/$1.log"
  shift
  mkdir -p "$build"
  if ! { cmake -G Ninja -S "$home/firmware/host" -B "$build" "$@" && ninja -C "$build"; } \
    >"$log" 2>&1; then
    cat "$log" >&2
    die "the firmware could not be built for this machine; the log is in $log"
  fi
}

# test_firmware: its tests, as they are and with AddressSanitizer and UBSan.
test_firmware() {
  local kind
  for kind in plain sanitize; do
    say "building and testing the firmware on this machine, $kind"
    if [ "$kind" = sanitize ]; then
      build_firmware sanitize -DSANITIZE=ON
    else
      build_firmware plain
    fi
    ctest --test-dir "$firmware_builds/$kind" --output-on-failure --no-tests=error ||
      die "the firmware's tests have failed ($kind)"
  done
}

# check_firmware_format: as clang-format 14 has it (Debian 12's); other versions lay out differently.
check_firmware_format() {
  local files
  if ! clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
    say "the firmware's layout is not checked: that needs clang-format 14"
    return
  fi
  mapfile -t files < <(find "$home"/firmware \( -name '*.h' -o -name '*.cpp' -o -name '*.ino' \))
  clang-format --style=file --dry-run -Werror "${files[@]}" ||
    die "the firmware's layout is not clang-format's: clang-format -i FILE"
}

# need_fuzzer_runtime: libFuzzer and the sanitizers, which Debian only recommends beside clang.
need_fuzzer_runtime() {
  local version
  if ! clang_links_fuzzers; then
    version=$(clang++ -dumpversion)
    install_packages "libclang-rt-${version%%.*}-dev"
    clang_links_fuzzers || die "clang++ still finds no libFuzzer; which clang++ is it? $(command -v clang++)"
  fi
}

clang_links_fuzzers() {
  echo 'extern "C" int LLVMFuzzerTestOneInput(const char *, unsigned long) { return 0; }' |
    clang++ -fsanitize=address,undefined,fuzzer -x c++ - -o /dev/null 2>/dev/null
}

# fuzz_firmware SECONDS: each target for so long. What it finds stays in target/firmware/found.
fuzz_firmware() {
  local target corpus found
  need_tools clang++:clang
  need_fuzzer_runtime
  build_firmware fuzz -DFUZZ=ON -DCMAKE_CXX_COMPILER=clang++
  for target in "$firmware_builds"/fuzz/fuzz-*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    found="$firmware_builds/found/$(basename "$target")"
    corpus="$home/firmware/host/fuzz/corpus/$(basename "$target")"
    mkdir -p "$found/corpus" "$found/crashes"
    say "fuzzing for $1 s: $(basename "$target")"
    "$target" -max_total_time="$1" -print_final_stats=1 -artifact_prefix="$found/crashes/" \
      "$found/corpus" "$corpus" 2>"$found/log" ||
      { tail -n 60 "$found/log" >&2; die "fuzzing found something; it is in $found/crashes"; }
    grep -E '^(stat::number_of_executed_units|stat::new_units_added)|DONE' "$found/log" || true
  done
}
