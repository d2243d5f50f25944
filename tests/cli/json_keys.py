# SPDX-License-Identifier: GPL-3.0-or-later
# json_keys.py: read a document of --json from stdin and print where its keys are, one a line.
import json
import sys


def keys(value, path):
    if isinstance(value, dict):
        for key, member in value.items():
            yield f"{path}.{key}"
            yield from keys(member, f"{path}.{key}")
    elif isinstance(value, list):
        for member in value:
            yield from keys(member, path + "[]")


document = json.load(sys.stdin)
assert list(document)[:2] == ["command", "version"], list(document)
print(document["command"], document["version"])
print("\n".join(dict.fromkeys("  " + key[1:] for key in list(keys(document, ""))[2:])))
