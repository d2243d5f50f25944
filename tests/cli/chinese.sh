# SPDX-License-Identifier: GPL-3.0-or-later
# Errors in Chinese: by --lang wherever it stands, by GAOXIN_LANG, in any locale; carets stand
# under Chinese text; exit codes, results and what scripts read are as in English.
cat >land.mdl <<'EOF'
工业用地 = INTEG(征地 - 用地损失, "初始 面积") ~ km2 ~ |
征地 = 征地速度 * MIN(1) + SQRTT(2) ~ km2/year ~ |
"初始 面积" = 3 ~ km2 ~ |
征地速度 = IF THEN ELSE(Time > 2015, 1, (2) ~ km2/year ~ |
上限 = SMOOTH(工业用地) ~ 万元 ~ |
INITIAL TIME = 2011 ~~|
FINAL TIME = 2013 ~~|
TIME STEP = 1 ~ year ~|
EOF
cat >ring.mdl <<'EOF'
产值 = 就业 * 2 ~ 亿元 ~ |
就业 = 产值 / 3 ~ 万人 ~ |
土地 = INTEG(产值, 1) ~ km2 ~ |
INITIAL TIME = 2011 ~ year ~ |
FINAL TIME = 2013 ~ year ~ |
TIME STEP = 1 ~ year ~ |
EOF
sed 's/^产值 = .*/产值 = 征地 * 2 ~ 亿元 ~ |征地 = 5 ~ 亿元 ~ |/' ring.mdl >fine.mdl
cat >case.yaml <<'EOF'
model: fine.mdl
titel: 例
set: {工业增长: 1, 征地: 3 万元/亩, 产值: 2}
EOF
tell() {
    "$GAOXIN" "$@"
    echo "exit $?" >&2
}
tell run --lang zh land.mdl
tell run land.mdl -l zh -o x.png
tell check --lang=zh ring.mdl
tell check -lzh fine.mdl --draws 0
tell run case.yaml --lang zh
tell run --lang de fine.mdl
tell run fine.mdl --lang zh --mehtod rk4 --lang en # the last one counts
export GAOXIN_LANG=zh
export LC_ALL=C
tell rnu
tell run
tell run fine.mdl --mehtod rk4
tell run fine.mdl -o
tell run fine.mdl --method=rk5
tell run fine.mdl --set 征地=0 --vary "征地=1,2"
tell show nothing.h5
tell diff fine.mdl
tell help nothing
tell run fine.mdl --set 产值=0 --lang en
tell sweep plna study.yaml
tell run fine.mdl --vary "征地=1,1e308,3" -q -o zh.h5
GAOXIN_LANG=en "$GAOXIN" run fine.mdl --vary "征地=1,1e308,3" -q -o en.h5 2>/dev/null
cmp en.h5 zh.h5 # nothing of it is in what is saved
"$GAOXIN" run fine.mdl -q --json -o zh.h5 --force | sed 's/0.1.0/N/'
GAOXIN_LANG=de tell list fine.mdl
