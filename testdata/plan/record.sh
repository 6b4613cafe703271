#!/usr/bin/env bash
# Records the plans of the folders beside this script with the real Terraform and AWS provider.
#
#   record.sh [--out DIR] [CASE]...
#
# A case is a root module. `before/` is applied first (to moto_server on the loopback), then `drift/` behind the back of its
# state; `forget` names addresses that are taken out of the state; `arguments` are given to `terraform plan`; where there is a
# `show-state`, the state is shown instead of a plan. Exit 3: Terraform or its provider are not here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$here
[[ ${1:-} == --out ]] && { out=$2; shift 2; }
command -v terraform >/dev/null || { echo "record.sh: no terraform on PATH" >&2; exit 3; }
cases=("$@")
[[ ${#cases[@]} -gt 0 ]] || mapfile -t cases < <(cd "$here" && for case in */; do echo "${case%/}"; done)
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$work"' EXIT

moto() {
  if [[ -z $server ]]; then
    command -v moto_server >/dev/null || { echo "record.sh: no moto_server on PATH" >&2; exit 3; }
    MOTO_IAM_LOAD_MANAGED_POLICIES=false moto_server -H 127.0.0.1 -p 5757 >"$work/moto.log" 2>&1 &
    server=$!
    for _ in $(seq 100); do curl -fs "$endpoint/moto-api/" >/dev/null && break; sleep 0.2; done
  fi
  curl -fs -X POST "$endpoint/moto-api/reset" >/dev/null
  curl -fs -X POST "$endpoint/moto-api/seed?a=42" >/dev/null
}
endpoint=http://127.0.0.1:5757

init() { terraform -chdir="$1" init -no-color -input=false >/dev/null; }

for case in "${cases[@]}"; do
  folder=$work/$case
  cp -r "$here/$case" "$folder"
  rm -rf "$folder"/{plan.json,expected.txt,before,drift}
  arguments=(-refresh=false)
  [[ -f $folder/arguments ]] && mapfile -t -O 1 arguments <"$folder/arguments"
  if [[ -d $here/$case/before || -f $folder/show-state ]]; then
    moto
    export AWS_ENDPOINT_URL=$endpoint
    arguments[0]=-refresh=true
    first=$here/$case/before
    [[ -d $first ]] || first=$here/$case
    cp -r "$first" "$work/first" && init "$work/first"
    terraform -chdir="$work/first" apply -no-color -auto-approve >/dev/null
    cp "$work/first/terraform.tfstate" "$folder/"
    if [[ -d $here/$case/drift ]]; then
      cp "$here/$case/drift"/* "$work/first/"
      terraform -chdir="$work/first" apply -no-color -auto-approve >/dev/null
    fi
    rm -rf "$work/first"
  else
    unset AWS_ENDPOINT_URL
  fi
  init "$folder"
  if [[ -f $folder/forget ]]; then
    xargs -n1 terraform -chdir="$folder" state rm -no-color <"$folder/forget" >/dev/null
  fi
  mkdir -p "$out/$case"
  if [[ -f $folder/show-state ]]; then
    terraform -chdir="$folder" show -json >"$work/json"
  else
    terraform -chdir="$folder" plan -no-color -input=false -out=plan "${arguments[@]}" >"$work/log" 2>&1 ||
      [[ -f $folder/plan ]] || { cat "$work/log" >&2; exit 1; }
    terraform -chdir="$folder" show -json plan >"$work/json"
  fi
  sed 's/"timestamp":"[^"]*"/"timestamp":"2026-01-01T00:00:00Z"/' "$work/json" >"$out/$case/plan.json"
  echo "recorded $case"
done
