#!/usr/bin/env python3
"""Records what Terraform says about the expressions in functions-*.txt.

Use: record.py [--check] [FILE...]   (needs terraform on PATH; no provider is downloaded)

A line is an expression, a tab, and the result: `!message` for an error, {"type", "value"} for a known value,
{"known", "unknown"} for one that is decided at apply; numbers are
strings that start with `#`, so that every digit counts. A further tab and `~reason` says that an unknown instead is a
documented difference. With --check nothing is written; the exit status is 1 when a result changed.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HEAD = """\
resource "terraform_data" "u" {}
resource "terraform_data" "v" {}
locals { text = terraform_data.u.id }
locals { other = terraform_data.v.id }
locals { any = jsondecode(terraform_data.u.id) }
locals { template = "Hi $${name}%%{ if x }!%%{ endif }" }
locals { list = split(",", terraform_data.u.id) }
locals { map = zipmap(split(",", terraform_data.u.id), split(",", terraform_data.v.id)) }
locals { number = parseint(terraform_data.u.id, 10) }
"""


def terraform(folder, *arguments):
    command = ["terraform", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"TF_IN_AUTOMATION": "1"})


def digits(text):
    return "#" + text


def without_words(text):
    """Messages depend on the order in which Terraform meets the mistakes."""
    return re.sub(r"\t!.*", "\t!", text)


def words(detail):
    """A message on one line, without the addresses of a crash."""
    return (detail.splitlines()[0] if "panic in function" in detail else detail).replace("\n", "\\n")


def write(folder, expressions, skip):
    """Every output on its own line; the line of the first one."""
    lines = HEAD.splitlines()
    first = len(lines) + 1
    for index, expression in enumerate(expressions):
        lines.append(f'output "o{index}" {{ value = {"null" if index in skip else expression} }}')
    (folder / "main.tf").write_text("\n".join(lines) + "\n")
    marks = "\n".join(f'output "o{index}" {{ sensitive = true }}' for index in range(len(expressions)))
    (folder / "sensitive_override.tf").write_text(marks + "\n")
    return first


def record(expressions):
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(HERE / "files", folder / "files")
        terraform(folder, "init")
        for _ in range(5):
            first = write(folder, expressions, results)
            plan = terraform(folder, "plan", "-json", "-out=plan")
            errors = [json.loads(line) for line in plan.stdout.splitlines() if '"diagnostic"' in line]
            errors = [line["diagnostic"] for line in errors if line.get("diagnostic", {}).get("severity") == "error"]
            if not errors:
                break
            for error in errors:
                if "range" not in error:
                    sys.exit(f"{error}")
                index = error["range"]["start"]["line"] - first
                if index < 0 or "There is no output" in error["detail"]:
                    sys.exit(f"{error}")
                results.setdefault(index, "!" + words(error["detail"]))
        shown = terraform(folder, "show", "-json", "plan").stdout
        plan = json.loads(shown, parse_float=digits, parse_int=digits)
    for index in range(len(expressions)):
        if index in results:
            continue
        planned = plan["planned_values"]["outputs"].get(f"o{index}", {})
        change = plan["output_changes"][f"o{index}"]
        if change.get("after_unknown") is False or "type" in planned:
            result = {"type": planned["type"], "value": planned.get("value")}
        else:
            result = {"known": change.get("after"), "unknown": change["after_unknown"]}
        results[index] = json.dumps(result, ensure_ascii=False, sort_keys=True)
    return [results[index] for index in range(len(expressions))]


def main(arguments):
    check = "--check" in arguments
    names = [name for name in arguments if not name.startswith("--")]
    files = [pathlib.Path(name) for name in names] or sorted(HERE.glob("functions-*.txt"))
    changed = 0
    for file in files:
        cases = [line.split("\t") for line in file.read_text().split("\n") if line.strip()]
        results = record([case[0] for case in cases])
        lines = ["\t".join([case[0], result, *[column for column in case[2:] if column.startswith("~")]]) for case, result in zip(cases, results)]
        text = "\n".join(lines) + "\n"
        if check and without_words(text) != without_words(file.read_text()):
            changed += 1
            print(f"{file.name} differs")
        elif not check:
            file.write_text(text)
    sys.exit(1 if changed else 0)


main(sys.argv[1:])
