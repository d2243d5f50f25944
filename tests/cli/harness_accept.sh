# SPDX-License-Identifier: GPL-3.0-or-later
# --accept writes what is expected from what was printed, and removes what is printed no more.
CASES=$PWD
export CASES
run() {
    sh "$SOURCE/tests/cli/run.sh" "$@"
    echo "exit $?"
}
echo 'echo "高新区 *"; exit 75' >case.sh
echo old >case.stderr.exact
run --accept case
run case
cat case.stdout.exact case.exit
ls
