# SPDX-License-Identifier: GPL-3.0-or-later
# Every command of README.md and README.zh-CN.md that names the program is typed, in their
# order, after what './bootstrap run' leaves that they read; a block of YAML is written into
# the file that its first line names. What does not exit 0 is printed. The zone's studies are
# made of few samples but in the long tier: whole, they take minutes.
samples='s|sweep [a-z]* scenarios/studies/[a-z-]*.yaml|& --samples 16|'
[ -z "${GAOXIN_LONG:-}" ] || samples=
type_all() { # README
    mkdir "$1.d" "$1.d/build" "$1.d/output"
    ln -s "$GAOXIN" "$1.d/build/gaoxin"
    cp -r "$SOURCE/model" "$SOURCE/scenarios" "$1.d"
    (
        cd "$1.d"
        "$GAOXIN" run scenarios/baseline.yaml -q -o output/baseline.h5
        awk '
            /^```yaml$/ { inside = 1; file = ""; next }
            /^```$/ { inside = 0 }
            inside && file == "" { file = $2; sub(/:$/, "", file) }
            inside { print >file }
            /^    build\/gaoxin / { sub(/^ */, ""); print > "commands"; close(file) }
        ' "$SOURCE/$1"
        sed "$samples" commands >typed
        while read -r line; do
            sh -c "$line" >out 2>err </dev/null || { echo "exit $?: $line" && cat out err; }
        done <typed
        wc -l <commands
        ls output/*.png
    )
}
for readme in README.md README.zh-CN.md; do
    echo "--- $readme"
    type_all "$readme"
done
