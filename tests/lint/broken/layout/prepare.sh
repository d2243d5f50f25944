# SPDX-License-Identifier: GPL-3.0-or-later
mkdir -p .ci model scenarios src tests output
for file in README.zh-CN.md CHANGELOG.md CMakeLists.txt bootstrap .ci/run output/README.md; do
    : >"$file"
done
