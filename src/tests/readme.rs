//! The READMEs show what their commands print, and say the same. `TFMEND_BLESS=1` writes the outputs anew.

use super::cli::tfmend;
use super::support::package;

const MARK: &str = "<!-- output: ";

fn read(name: &str) -> String {
    std::fs::read_to_string(package().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

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
fn readmes_show_real_output() {
    for name in ["README.md", "README.ja.md"] {
        let readme = read(name);
        let wanted = with_outputs(&readme);
        if std::env::var_os("TFMEND_BLESS").is_some() {
            std::fs::write(package().join(name), &wanted).expect("the README can be written");
            continue;
        }
        assert!(readme == wanted, "{name} is out of date: run TFMEND_BLESS=1 cargo test readme");
    }
}

/// What does not depend on the language: headings by depth, marks, links, tables and the code without its comments.
fn skeleton(readme: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut block: Option<String> = None;
    for line in readme.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            block = if block.is_some() { None } else { Some(kind.to_owned()) };
            found.push(line.to_owned());
        } else if let Some(kind) = &block {
            let code = if line.starts_with("# ") { line } else { line.split("  # ").next().unwrap_or(line) };
            if kind != "text" {
                found.push(code.split("# ").next().filter(|_| kind == "toml").unwrap_or(code).trim_end().to_owned());
            }
        } else if line.starts_with('#') {
            found.push(line.chars().take_while(|character| *character == '#').collect());
        } else if line.starts_with("<!-- ") {
            found.push(line.replace(" --lang ja", ""));
        } else if line.starts_with('|') && line.contains(|character: char| character.is_ascii_digit()) {
            found.push(line.split('|').skip(2).collect());
        }
        let links = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        // Each names the other.
        found.extend(links.filter(|link| !matches!(*link, "README.md" | "README.ja.md")).map(str::to_owned));
    }
    found
}

#[test]
fn the_japanese_readme_says_the_same() {
    let (english, japanese) = (skeleton(&read("README.md")), skeleton(&read("README.ja.md")));
    for (number, (one, other)) in english.iter().zip(&japanese).enumerate() {
        assert_eq!(one, other, "part {number}, after {:?}", &english[number.saturating_sub(3)..number]);
    }
    assert_eq!(english.len(), japanese.len());
    assert!(english.iter().filter(|part| part.contains("tfmend ")).count() > 15);
}

#[test]
fn commands_of_the_readme_are_commands() {
    let readme = read("README.md");
    let mut in_shell = false;
    let mut seen = 0;
    for line in readme.lines() {
        if line.starts_with("```") {
            in_shell = line == "```sh";
        } else if in_shell && line.starts_with("tfmend ") {
            let command = line.split("  #").next().unwrap_or(line);
            let parsed = crate::cli::command_line().try_get_matches_from(command.split_whitespace());
            assert!(parsed.is_ok(), "{command}: {}", parsed.expect_err("just seen"));
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn the_settings_of_the_readme_are_settings() {
    let readme = read("README.md");
    let toml = readme.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let scratch = super::cli::Scratch::with(&[("tfmend.toml", toml), ("live/main.tf", "locals {}\n")]);
    let answer = tfmend(&["lint", "--profile", "audit", &scratch.path("live")]);
    assert_eq!(answer.status, 0, "{answer:?}");
}
