//! What the program is built from: licences that are allowed, advisories that are known, no unsafe code, builds that are locked.

use super::support::package;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences under which a dependency may come, alone or as a choice.
const ALLOWED: [&str; 12] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "BSL-1.0",
    "CC0-1.0",
];

/// `cargo metadata` of this package, without the network; `None` where it cannot be had.
fn metadata() -> Option<Value> {
    let arguments = ["metadata", "--format-version", "1", "--offline", "--locked"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(package()).output().ok()?;
    output.status.success().then(|| serde_json::from_slice(&output.stdout).ok()).flatten()
}

/// `A OR B` needs one, `A AND B` all; `/` is an old `OR`.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace(['(', ')'], "").replace('/', " OR ");
    let one = |name: &str| ALLOWED.contains(&name.trim());
    expression.split(" AND ").all(|part| part.split(" OR ").any(one))
}

#[test]
fn licences_are_read_as_they_are_meant() {
    assert!(
        is_allowed("MIT OR GPL-3.0")
            && is_allowed("Unlicense/MIT")
            && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0")
    );
    assert!(!is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0") && !is_allowed(""));
}

#[test]
fn dependencies_have_licences_that_are_allowed() {
    let Some(metadata) = metadata() else { return eprintln!("skipped: cargo metadata is not to be had offline") };
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 50);
    let licence = |package: &Value| package["license"].as_str().unwrap_or("").to_owned();
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_allowed(&licence(package)))
        .map(|package| format!("{} {:?}", package["name"], licence(package)))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// Name and version of every package of `Cargo.lock`.
fn locked() -> Vec<(String, [u64; 3])> {
    let text = std::fs::read_to_string(package().join("Cargo.lock")).expect("Cargo.lock is there");
    let lock: toml::Value = toml::from_str(&text).expect("Cargo.lock is TOML");
    let entry = |entry: &toml::Value| Some((entry["name"].as_str()?.to_owned(), version(entry["version"].as_str()?)?));
    lock["package"].as_array().expect("packages").iter().filter_map(entry).collect()
}

fn version(text: &str) -> Option<[u64; 3]> {
    let core = text.split(['-', '+']).next()?;
    let mut numbers = core.split('.').map(|number| number.trim().parse().ok());
    Some([numbers.next()??, numbers.next().flatten().unwrap_or(0), numbers.next().flatten().unwrap_or(0)])
}

/// `>=1.2.3, <2`: all parts hold.
fn matches(range: &str, version_of: [u64; 3]) -> bool {
    range.split(',').map(str::trim).all(|part| {
        let digits = part.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let Some(limit) = version(&part[digits..]) else { return false };
        match part[..digits].trim() {
            ">=" => version_of >= limit,
            ">" => version_of > limit,
            "<=" => version_of <= limit,
            "<" => version_of < limit,
            "=" => version_of == limit,
            // Caret: the first number that is not zero stays.
            _ => {
                version_of >= limit
                    && match limit {
                        [0, 0, _] => version_of == limit,
                        [0, minor, _] => version_of[0] == 0 && version_of[1] == minor,
                        [major, ..] => version_of[0] == major,
                    }
            }
        }
    })
}

#[test]
fn ranges_of_versions_are_read_as_they_are_meant() {
    assert!(matches(">=1.2.3", [1, 3, 0]) && !matches(">=1.2.3", [1, 2, 2]) && matches(">=1, <2", [1, 9, 9]));
    assert!(matches("^0.8.5", [0, 8, 6]) && !matches("^0.8.5", [0, 9, 0]) && matches("1.2", [1, 4, 0]));
}

/// `testdata/advisories.tsv` is a snapshot of the RustSec database for the names in `Cargo.lock`: id, package, patched and
/// unaffected ranges, separated by tabs; several ranges by `|`.
#[test]
fn dependencies_have_no_known_advisories() {
    let path = package().join("testdata/advisories.tsv");
    let Ok(text) = std::fs::read_to_string(&path) else { return eprintln!("skipped: no snapshot of advisories") };
    let mut by_name: BTreeMap<&str, Vec<[&str; 3]>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, name, patched, unaffected] = fields[..] else { panic!("a line has four fields: {line}") };
        by_name.entry(name).or_default().push([id, patched, unaffected]);
    }
    assert!(!by_name.is_empty(), "the snapshot names packages");
    let mut open = Vec::new();
    for (name, at) in locked() {
        for [id, patched, unaffected] in by_name.get(name.as_str()).into_iter().flatten() {
            let ranges = patched.split('|').chain(unaffected.split('|')).filter(|range| !range.is_empty());
            if !ranges.into_iter().any(|range| matches(range, at)) {
                open.push(format!("{id}: {name} {at:?}"));
            }
        }
    }
    assert!(open.is_empty(), "{}", open.join("\n"));
}

#[test]
fn dependencies_come_from_the_registry_alone() {
    let text = std::fs::read_to_string(package().join("Cargo.lock")).expect("Cargo.lock is there");
    let sources: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("source = ")).collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.contains("registry+")));
}

#[test]
fn unsafe_code_is_forbidden() {
    let manifest = std::fs::read_to_string(package().join("Cargo.toml")).expect("Cargo.toml is there");
    let manifest: toml::Value = toml::from_str(&manifest).expect("TOML");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    let library = std::fs::read_to_string(package().join("src/lib.rs")).expect("lib.rs is there");
    assert!(library.contains("#![forbid(unsafe_code)]"));
}
