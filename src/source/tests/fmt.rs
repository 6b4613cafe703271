//! What `terraform fmt` accepts, we accept; where it reports an error, so do we. Its answers are recorded.

use super::super::*;
use super::generate::{self, Random};
use crate::text::FileId;
use std::collections::BTreeMap;
use std::process::Command;

/// The lines of our errors.
fn ours(text: &str) -> Vec<u32> {
    let file = parse(FileId(0), "main.tf".into(), text.into());
    let line = |at: usize| text.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() as u32 + 1;
    file.tree.errors.iter().map(|error| line(error.span.start as usize)).collect()
}

/// The line of Terraform's first error for each text that it rejects.
fn terraform(texts: &[String]) -> BTreeMap<usize, u32> {
    let folder = std::env::temp_dir().join(format!("tfmend-fmt-{}", std::process::id()));
    let mut result = BTreeMap::new();
    for (batch, texts) in texts.chunks(2000).enumerate() {
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        for (index, text) in texts.iter().enumerate() {
            std::fs::write(folder.join(format!("t{index}.tf")), text).expect("a temporary file");
        }
        let mut command = Command::new("terraform");
        command.args(["fmt", "-no-color", "-write=false", "-list=false"]).arg(&folder);
        let output = command.output().expect("terraform on the path");
        for (index, line) in errors(&String::from_utf8_lossy(&output.stderr)) {
            let first = result.entry(batch * 2000 + index).or_insert(line);
            *first = line.min(*first);
        }
        std::fs::remove_dir_all(&folder).expect("the temporary folder");
    }
    result
}

/// File numbers and lines in messages such as `on /tmp/x/t12.tf line 3:`.
fn errors(output: &str) -> Vec<(usize, u32)> {
    let place = |line: &str| {
        let (file, rest) = line.split_once(".tf line ")?;
        let number = file.rsplit_once("/t")?.1.parse().ok()?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some((number, rest[..digits].parse().ok()?))
    };
    output.lines().filter_map(place).collect()
}

fn samples(from: u64, count: u64) -> Vec<String> {
    let mut texts = Vec::new();
    for seed in from..from + count {
        let mut random = Random::new(seed);
        let text = generate::file(&mut random);
        let text = if seed % 4 == 0 { text } else { generate::damaged(&mut random, &text) };
        if text.len() < 240 {
            texts.push(text);
        }
    }
    texts
}

/// Texts that once were, or easily could be, read wrongly.
fn edges() -> Vec<String> {
    include_str!("edges.txt").lines().filter(|line| !line.starts_with("//")).map(unescape).collect()
}

/// `edges.txt` writes a newline as `⏎`, a carriage return as `␍`, a tab as `⇥`, NUL as `␀`.
fn unescape(line: &str) -> String {
    line.replace('⏎', "\n").replace('␍', "\r").replace('⇥', "\t").replace('␀', "\0")
}

fn recording() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/parser/fmt.jsonl")
}

/// Where we differ from Terraform's verdicts, and how often our errors are on other lines than its first one.
fn differences(verdicts: impl Iterator<Item = (Option<u32>, String)>) -> (Vec<String>, usize, usize) {
    let (mut wrong, mut elsewhere, mut count) = (Vec::new(), 0, 0);
    for (theirs, text) in verdicts {
        let ours = ours(&text);
        count += 1;
        if ours.is_empty() == theirs.is_some() {
            wrong.push(format!("ours {ours:?} theirs {theirs:?}: {text:?}"));
        } else if theirs.is_some_and(|line| !ours.contains(&line)) {
            elsewhere += 1;
            if std::env::var("FMT_LINES").is_ok() {
                eprintln!("LINE ours {ours:?} theirs {theirs:?}: {text:?}");
            }
        }
    }
    (wrong, elsewhere, count)
}

#[test]
fn same_verdicts_as_recorded() {
    let recorded = std::fs::read_to_string(recording()).expect("the recording");
    let lines = recorded.lines().map(|line| serde_json::from_str(line).expect("a line, or null, and a text"));
    let (wrong, elsewhere, count) = differences(lines);
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(elsewhere * 20 < count, "{elsewhere} of {count} errors are not where Terraform reports them");
}

/// Writes the recording: `cargo test source::tests::fmt::record -- --ignored`.
#[test]
#[ignore = "needs terraform"]
fn record() {
    let texts: Vec<String> =
        edges().into_iter().chain(samples(7, 6_000).into_iter().filter(|text| text.len() < 160)).collect();
    let theirs = terraform(&texts);
    let line = |(index, text): (usize, &String)| serde_json::json!([theirs.get(&index), text]).to_string() + "\n";
    std::fs::write(recording(), texts.iter().enumerate().map(line).collect::<String>()).expect("a writable recording");
}

/// Compares fresh texts: `FMT_SEED=1 FMT_COUNT=20000 cargo test source::tests::fmt::compare -- --ignored --nocapture`.
#[test]
#[ignore = "needs terraform"]
fn compare() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let mut texts = edges();
    texts.extend(samples(number("FMT_SEED", 1), number("FMT_COUNT", 20_000)));
    let theirs = terraform(&texts);
    let verdicts = texts.into_iter().enumerate().map(|(index, text)| (theirs.get(&index).copied(), text));
    let (wrong, elsewhere, count) = differences(verdicts);
    eprintln!("{count} texts, {} rejected, {} wrong, {elsewhere} on another line", theirs.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
