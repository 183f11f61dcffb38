#!/bin/sh
# Renders the sample photos again and makes them look as an OV2640 would have taken them.
# Needs POV-Ray 3.7 and ImageMagick 6 (Debian: povray, imagemagick); takes about ten minutes on two cores.
#
#   ./render.sh                 all three
#   ./render.sh gate            one of them
set -eu

here=$(cd "$(dirname "$0")" && pwd)
photos=$here/../resources/io/camrelay/samples
width=1600
height=1200
least=100000
most=300000
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The scene as light falls on it: no lens, no sensor yet.
render() {
  (cd "$here" && povray +I"$1.pov" +O"$scratch/$1.png" +W$width +H$height \
    +A0.12 +AM2 +R3 -J -D -GA) >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
}

# What the camera adds: a lens that bends, softens and darkens towards the corners, a sensor that is
# a little blind to colour and noisy, its sharpening, and a baseline JPEG with half the colour (4:2:2).
expose() {
  convert -limit thread 1 "$scratch/$1.png" -alpha off \
    -distort Barrel '0.0 0.012 -0.004 0.964' -resize ${width}x${height}! \
    -gaussian-blur 0x0.9 \
    \( -size ${width}x${height} -define gradient:radii=1180,1180 'radial-gradient:#ffffff-#a0a0a0' \) \
    -compose multiply -composite -gamma 1.1 \
    -modulate 100,88 -channel R -evaluate multiply 0.985 -channel B -evaluate multiply 0.975 +channel \
    -seed 2640 -attenuate 0.22 +noise Gaussian -gaussian-blur 0x0.55 \
    -unsharp 0x1.1+0.6+0.01 \
    -strip -interlace none -sampling-factor 2x1 -define jpeg:optimize-coding=false \
    -quality "$2" "$photos/$1.jpg"
}

photo() {
  echo "rendering $1"
  render "$1"
  expose "$1" "$2"
  bytes=$(wc -c <"$photos/$1.jpg")
  echo "$1.jpg: $bytes bytes"
  if [ "$bytes" -lt $least ] || [ "$bytes" -gt $most ]; then
    echo "$1.jpg is not within $least to $most bytes: change its quality in render.sh" >&2
    exit 1
  fi
}

quality() {
  case $1 in
    gate) echo 62 ;;
    meter) echo 82 ;;
    doorstep) echo 74 ;;
    *) echo "no such photo: $1 (gate, meter, doorstep)" >&2; exit 2 ;;
  esac
}

mkdir -p "$photos"
[ $# -gt 0 ] || set -- gate meter doorstep
for name in "$@"; do
  photo "$name" "$(quality "$name")"
done
