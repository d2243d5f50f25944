# SPDX-License-Identifier: GPL-3.0-or-later
# A test fails when any one of its stdout, stderr and exit status is not as expected.
CASES=$PWD
export CASES
run() {
    sh "$SOURCE/tests/cli/run.sh" "$@"
    echo "exit $?"
}
cat >case.sh <<'END'
echo one
echo two >&2
exit 3
END
echo one >case.stdout.exact
echo two >case.stderr.exact
echo 3 >case.exit
run case
echo uno >case.stdout.exact
run case
echo one >case.stdout.exact
rm case.stderr.exact
run case
echo two >case.stderr.exact
rm case.exit
run case
run no_such_case
