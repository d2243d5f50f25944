# SPDX-License-Identifier: GPL-3.0-or-later
# What figures of each kind show, their texts in PDF and EMF, and what is done when gnuplot or
# a Chinese font is missing.
cat >f.mdl <<'END'
zone: north, south ~~|
x[north]= Time ~~|
x[south]= 2 ~~|
low= 1 - Time/4 ~~|
high= Time/4 ~~|
INITIAL TIME= 0 ~~|
FINAL TIME= 4 ~~|
TIME STEP= 1 ~~|
SAVEPER= 1 ~~|
END
printf '{north: {en: North, zh: 北区}, south: {en: South, zh: 南区}}\n' >f-labels.yaml
cat >f-figures.yaml <<'END'
figures:
  stack: {kind: stacked-area, variable: x, title: {en: Layers, zh: 分区产值}}
  one: {kind: small-multiples, variables: ["x[north]", low]}
  strip: {kind: strip, variables: [low, high], binds: {which: lowest, free at: 0.5, free: none}}
  ratio: {kind: comparison, variable: "x[south]"}
  wrong: {kind: time-series, variable: "x[east]"}
END
"$GAOXIN" run f.mdl -q -o f.h5
"$GAOXIN" plot f.h5 --figure stack --figure one --figure strip --format pdf,emf --lang en,zh
sed -n '/^\$layer_2/,/^EOD/p' stack-en.gp
sed -n '/^\$pieces_/,/^EOD/p' strip-en.gp
cat one-zh.csv strip-en.csv
"$GAOXIN" run f.mdl -q --set "x[south]=3" -o g.h5
"$GAOXIN" plot f.h5 g.h5 --figure ratio --format svg
cat ratio-en.csv
pdftotext stack-zh.pdf - | grep -E '分区产值|[北南]区'
python3 - <<'END'
import struct
data, at = open("stack-zh.emf", "rb").read(), 0
while at < len(data):
    kind, size = struct.unpack_from("<II", data, at)
    if kind == 84:
        count, start = struct.unpack_from("<II", data, at + 44)
        print("emf:", data[at + start:at + start + 2 * count].decode("utf-16le"))
    at += size
END
echo '--- wrong'
"$GAOXIN" plot f.h5 --figure ratio || echo "exit $?"
"$GAOXIN" plot f.h5 --all | tail -n 3 # the comparison is left out, 'wrong' comes
"$GAOXIN" plot f.h5 --figure stak || echo "exit $?"
"$GAOXIN" plot f.h5 --figure wrong || echo "exit $?"
"$GAOXIN" plot f.h5 --width 3 || echo "exit $?"
echo '--- no gnuplot'
mkdir none old
PATH=$PWD/none "$GAOXIN" plot f.h5 --figure stack --lang en,zh -o none || echo "exit $?"
ls none
printf '#!/bin/sh\necho gnuplot 5.0 patchlevel 3\n' >old/gnuplot
chmod +x old/gnuplot
PATH=$PWD/old:$PATH "$GAOXIN" plot f.h5 --figure one -o old || echo "exit $?"
ls old
echo '--- no font'
printf '<?xml version="1.0"?><fontconfig></fontconfig>\n' >empty.conf
printf '<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>\n' >fonts.conf
FONTCONFIG_FILE=$PWD/empty.conf "$GAOXIN" plot f.h5 --figure one -o none || echo "exit $?"
FONTCONFIG_FILE=$PWD/fonts.conf "$GAOXIN" plot f.h5 --figure stack --lang zh --format png,svg -o none 2>font.txt
head -n 2 font.txt
grep -c Layers none/stack-zh.svg
FONTCONFIG_FILE=$PWD/fonts.conf "$GAOXIN" plot f.h5 --figure stack --lang zh --format svg -o none
grep -c 分区产值 none/stack-zh.svg
