//! Embeds `rules/**/*.hcl` with an index, so that start-up parses nothing. A test compares the index with a full parse.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files);
    files.sort();
    let mut rules = String::from("pub(super) static RULES: &[Embedded] = &[\n");
    let mut frameworks = String::from("pub(super) static FRAMEWORKS: &[(&str, &str)] = &[\n");
    for file in &files {
        let path = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{path}: {error}"));
        let include = format!("include_str!({:?})", file.to_string_lossy());
        if path.starts_with("rules/frameworks/") {
            writeln!(frameworks, "    ({path:?}, {include}),").expect("a string takes all");
        } else {
            writeln!(rules, "{}", entry(&path, &text, &include)).expect("a string takes all");
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(out, format!("{rules}];\n{frameworks}];\n")).expect("the output folder is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "hcl") {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
}

/// The index entry of a rule file, read from its lines: attributes and checks of the control stand two spaces in.
fn entry(path: &str, text: &str, include: &str) -> String {
    let (mut id, mut slug, mut severity) = (String::new(), String::new(), String::new());
    let (mut aliases, mut types) = (Vec::new(), Vec::new());
    let mut account = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("control ") {
            id = quoted(line).into_iter().next().unwrap_or_default();
        }
        let Some(item) = line.strip_prefix("  ").filter(|item| !item.starts_with(' ')) else { continue };
        let name = item.split([' ', '=', '{']).next().unwrap_or_default();
        match name {
            "slug" => slug = quoted(item).into_iter().next().unwrap_or_default(),
            "severity" => severity = quoted(item).into_iter().next().unwrap_or_default(),
            "aliases" => {
                let mut list = item.to_string();
                while !list.contains(']') {
                    let Some(next) = lines.next() else { break };
                    list.push_str(next);
                }
                aliases = quoted(&list);
            }
            "check" => {
                for label in quoted(item.split('{').next().unwrap_or_default()) {
                    if label == "account" {
                        account = true;
                    } else {
                        types.push(label);
                    }
                }
            }
            _ => {}
        }
    }
    types.sort();
    types.dedup();
    format!(
        "    Embedded {{ path: {path:?}, text: {include}, id: {id:?}, slug: {slug:?}, aliases: &{aliases:?}, \
         severity: {severity:?}, types: &{types:?}, account: {account} }},"
    )
}

/// The quoted texts of a line.
fn quoted(line: &str) -> Vec<String> {
    line.split('"').skip(1).step_by(2).map(str::to_string).collect()
}
