#!/usr/bin/env bash
# Builds what a page of releases holds: one archive with the program (static: it needs no other file of the system), its completions, its manual page, the licences
# of everything that is in it, and the checksum of the archive.
#
#     examples/release.sh [FOLDER]      default: target/release-archives
#
# TARGET names another target than x86_64-unknown-linux-musl; `rustup target add` it first.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${TARGET:-x86_64-unknown-linux-musl}
out=${1:-target/release-archives}
version=$(cargo metadata --no-deps --format-version 1 | sed -E 's/.*"name":"verbatims","version":"([^"]+)".*/\1/')
name=verbatims-$version-$target

cargo build --profile dist --target "$target" --features cli --bin verbatims
program=${CARGO_TARGET_DIR:-target}/$target/dist/verbatims

mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$work/$name
mkdir -p "$folder/completions" "$folder/licences"
cp "$program" README.md CHANGELOG.md LICENSE-* "$folder"
for shell in bash zsh fish elvish powershell; do
    "$program" completions "$shell" >"$folder/completions/verbatims.$shell"
done
"$program" completions man >"$folder/verbatims.1"

# A folder with the licence texts of each package that is linked, and a list of all.
cargo metadata --format-version 1 --features cli --filter-platform "$target" >"$work/metadata.json"
cargo tree --features cli --edges normal --target "$target" --prefix none --format '{p}|{l}|{r}' | sort -u >"$work/packages"
while IFS='|' read -r package licence home; do
    package=${package% (*}
    read -r crate number _ <<<"$package"
    number=${number#v}
    [ "$crate" = verbatims ] && continue
    printf '%s %s  %s  %s\n' "$crate" "$number" "$licence" "$home" >>"$folder/licences/packages.txt"
    source=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -maxdepth 2 -type d -name "$crate-$number" | head -n 1)
    [ -n "$source" ] || { printf 'no source of %s %s\n' "$crate" "$number" >&2; exit 1; }
    find "$source" -maxdepth 1 -type f \( -iname 'licen[sc]e*' -o -iname 'copying*' -o -iname 'notice*' -o -iname 'unlicense*' \) | while read -r text; do
        cp "$text" "$folder/licences/$crate-$number-$(basename "$text")"
    done
done <"$work/packages"

# The same bytes from the same sources: names in order, no times, no owners.
tar --sort=name --mtime='UTC 2026-01-01' --owner=0 --group=0 --numeric-owner -C "$work" -cf - "$name" | gzip -n -9 >"$out/$name.tar.gz"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
printf '%s  %s bytes\n' "$out/$name.tar.gz" "$(stat -c %s "$out/$name.tar.gz")"
