#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The conformance models, where $GAOXIN_TEST_MODELS says they are; skipped without them.
[ -n "${GAOXIN_TEST_MODELS:-}" ] || exit 77
exec "$CONFORMANCE" "$GAOXIN_TEST_MODELS" "$SOURCE/tests/conformance/passing.txt"
