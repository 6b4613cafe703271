//! The README shows what its commands print. `TFMEND_BLESS=1` writes it anew.

use super::cli::tfmend;
use super::support::package;

const MARK: &str = "<!-- output: ";

/// The README with the output of each marked command in a fenced block below its mark.
fn with_outputs(readme: &str) -> String {
    let mut out = String::new();
    let mut lines = readme.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(command) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let answer = tfmend(&arguments);
        assert!(answer.err.is_empty(), "{command}: {}", answer.err);
        out.push_str(&format!("```text\n{}\n```\n", answer.out.trim_end()));
        // What stood there before.
        if lines.peek().is_some_and(|line| line.starts_with("```")) {
            lines.next();
            lines.by_ref().find(|line| line.starts_with("```"));
        }
    }
    out
}

#[test]
fn readme_shows_real_output() {
    let path = package().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README is there");
    let wanted = with_outputs(&readme);
    if std::env::var_os("TFMEND_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("the README can be written");
        return;
    }
    assert!(readme == wanted, "README.md is out of date: run TFMEND_BLESS=1 cargo test readme");
}
