#!/usr/bin/env python3
"""Records what Terraform makes of the expressions in *.txt: one line of JSON for each in *.recorded.

A case is a line; `#` starts a comment line; a case of several lines stands between `<<<` and `>>>`. All cases of a
file are outputs of one plan, beside preamble.tf. `record.py [--check] [FILE.txt]...`: with --check nothing is written,
and the exit status is 1 when a recording differs. Needs terraform on the path."""
import json, os, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def cases(path):
    found, block = [], None
    for line in open(path, encoding="utf-8").read().split("\n"):
        if block is not None:
            if line == ">>>":
                found.append("\n".join(block))
                block = None
            else:
                block.append(line)
        elif line == "<<<":
            block = []
        elif line.strip() and not line.startswith("#"):
            found.append(line)
    return found


def plan(folder, expressions, errors):
    text, lines = "", {}
    for index, expression in enumerate(expressions):
        if index in errors:
            continue
        block = f'output "c{index}" {{\n  sensitive = true\n  value = {{\n    ok = {expression}\n  }}\n}}\n'
        for line in range(block.count("\n")):
            lines[text.count("\n") + 1 + line] = index
        text += block
    with open(os.path.join(folder, "main.tf"), "w", encoding="utf-8") as file:
        file.write(text)
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    environment.pop("TF_CLI_CONFIG_FILE", None)
    run = lambda *command: subprocess.run(["terraform", *command], cwd=folder, env=environment, capture_output=True, text=True)
    initialised = run("init", "-input=false", "-json")
    planned = run("plan", "-input=false", "-json", "-out=plan.bin") if initialised.returncode == 0 else initialised
    before = len(errors)
    for line in planned.stdout.splitlines():
        diagnostic = json.loads(line).get("diagnostic") if line.startswith("{") else None
        if not diagnostic or diagnostic["severity"] != "error":
            continue
        place = diagnostic.get("range") or {}
        context = re.match(r'output "c(\d+)"$', (diagnostic.get("snippet") or {}).get("context") or "")
        context = context or re.search(r'output value "c(\d+)"', diagnostic["detail"])
        index = int(context[1]) if context else lines.get(place.get("start", {}).get("line")) if place.get("filename") == "main.tf" else None
        if index is None:
            continue
        errors.setdefault(index, f"{diagnostic['summary']}: {diagnostic['detail']}")
    if planned.returncode == 0:
        # Fractions stay as they are printed.
        return json.loads(run("show", "-json", "plan.bin").stdout, parse_float=lambda text: f"@number {text}@")
    if len(errors) == before:
        raise SystemExit(planned.stdout + planned.stderr)
    return None


def record(path):
    expressions, errors, document = cases(path), {}, None
    with tempfile.TemporaryDirectory() as folder:
        for name in ("preamble.tf", "typed", "files"):
            source = os.path.join(HERE, name)
            if os.path.isdir(source):
                shutil.copytree(source, os.path.join(folder, name))
            elif os.path.exists(source):
                shutil.copy(source, folder)
        while document is None:
            document = plan(folder, expressions, errors)
    planned, changes = document["planned_values"].get("outputs", {}), document.get("output_changes", {})
    recorded = []
    for index, expression in enumerate(expressions):
        entry = {"expression": expression}
        if index in errors:
            entry["error"] = errors[index]
        else:
            name = f"c{index}"
            change = changes[name]
            unknown = change["after_unknown"]
            entry["unknown"] = unknown is True or (unknown or {}).get("ok", False)
            entry["value"] = (change.get("after") or {}).get("ok")
            if isinstance(planned[name].get("type"), list):
                entry["type"] = planned[name]["type"][1]["ok"]
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True)
        recorded.append(re.sub(r'"@number ([^"@]*)@"', r"\1", line))
    return "\n".join(recorded) + "\n"


def without_words(text):
    """Which of several mistakes Terraform reports changes from run to run."""
    return re.sub(r'"error": "(?:[^"\\]|\\.)*"', '"error": ""', text)


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    paths = [argument for argument in arguments if argument != "--check"]
    paths = paths or sorted(os.path.join(HERE, name) for name in os.listdir(HERE) if name.endswith(".txt") and name != "differences.txt")
    differs = False
    for path in paths:
        target = path[: -len(".txt")] + ".recorded"
        text = record(path)
        if check:
            known = without_words(open(target, encoding="utf-8").read()) if os.path.exists(target) else ""
            # Terraform walks some maps in an order of its own, so that what it knows of an unknown can change: a difference has to stay.
            for attempt in range(3):
                same = known == without_words(text)
                if same:
                    break
                different = [line for line in without_words(text).split("\n") if line not in known.split("\n")]
                print("\n".join(different), file=sys.stderr)
                text = record(path)
            differs |= not same
            print(f"{'same' if same else 'DIFFERS'} {path}")
        else:
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
            print(f"{text.count(chr(10))} recorded: {target}")
    sys.exit(1 if differs else 0)


main()
