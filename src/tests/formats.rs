//! Every format on every kind of outcome: it parses, follows its published schema, and keeps the limits of who reads it.

use super::outcomes::{HOSTILE, cases, everything, many};
use super::support::package;
use crate::report::{Format, Lang, Outcome, TextOptions, render};
use clap::ValueEnum;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

fn options(lang: Lang, all: bool) -> TextOptions {
    TextOptions { lang, all, ..TextOptions::default() }
}

/// Each case in both languages, with and without passes.
fn reports(format: Format) -> Vec<(String, String)> {
    let mut reports = Vec::new();
    for (name, outcome) in cases() {
        for (lang, all) in [(Lang::En, false), (Lang::Ja, true)] {
            if all && outcome.entries.len() > 100 {
                continue;
            }
            let name = format!("{name}, {}{}", lang.code(), if all { ", all" } else { "" });
            reports.push((name, render(&outcome, format, &options(lang, all))));
        }
    }
    reports
}

/// What the program that knows the schema says; `None`, with a message, where it is not here.
pub fn complaints(kind: &str, reports: &[&str]) -> Option<String> {
    let python = std::env::var("TFMEND_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(&python);
    command.arg(package().join("testdata/schemas/validate")).arg(kind).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        eprintln!("skipped: {kind} is not compared with its schema: no {python}");
        return None;
    };
    let input = serde_json::to_vec(reports).expect("strings are JSON");
    let written = child.stdin.take().map(|mut pipe| pipe.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    match output.status.code() {
        Some(77) => {
            eprintln!("skipped: {kind} is not compared with its schema: {}", said.trim());
            None
        }
        Some(0) if matches!(written, Some(Ok(()))) => Some(said),
        code => panic!("{kind}: the comparison ended with {code:?}: {said}"),
    }
}

fn follows(kind: &str, format: Format) {
    let reports = reports(format);
    let texts: Vec<&str> = reports.iter().map(|(_, text)| text.as_str()).collect();
    if let Some(found) = complaints(kind, &texts) {
        let names: Vec<String> =
            reports.iter().enumerate().map(|(number, (name, _))| format!("{number}: {name}")).collect();
        assert!(found.is_empty(), "{found}\n{}", names.join("\n"));
    }
}

#[test]
fn sarif_follows_its_schema() {
    follows("sarif", Format::Sarif);
}

#[test]
fn rdjson_follows_its_schema() {
    follows("rdjson", Format::Rdjson);
}

#[test]
fn asff_follows_the_service() {
    follows("asff", Format::Asff);
}

#[test]
fn asff_types_are_those_of_the_service() {
    let types = crate::report::ASFF_TYPES;
    assert!(types.is_sorted_by(|(a, _), (b, _)| a < b), "the table is searched by halves");
    let schema = crate::schema::Schema::builtin();
    let wrong: Vec<&str> = types.iter().map(|(name, _)| *name).filter(|name| schema.resource(name).is_none()).collect();
    assert!(wrong.is_empty(), "no resource types: {wrong:?}");
    let names: Vec<&str> = types.iter().map(|(_, name)| *name).collect();
    if let Some(found) = complaints("asff-types", &[&serde_json::to_string(&names).expect("strings are JSON")]) {
        assert!(found.is_empty(), "{found}");
    }
}

#[test]
fn ocsf_follows_its_schema() {
    follows("ocsf", Format::Ocsf);
}

#[test]
fn junit_is_read_by_a_parser_that_counts() {
    follows("junit", Format::Junit);
}

#[test]
fn json_is_json() {
    for format in [Format::Json, Format::Sarif, Format::Rdjson, Format::Gitlab, Format::Ocsf] {
        for (name, text) in reports(format) {
            serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{format:?}, {name}: {error}"));
        }
    }
    for (name, text) in reports(Format::Asff) {
        for line in text.lines() {
            serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
}

#[test]
fn xml_has_no_character_that_xml_forbids() {
    for (name, text) in reports(Format::Junit) {
        let forbidden =
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        assert!(!text.contains(forbidden), "{name}: {text:.3000}");
        let opened = text.matches('<').count();
        assert_eq!(opened, text.matches('>').count(), "{name}: {text:.3000}");
    }
}

#[test]
fn a_comment_fits_github_and_says_what_was_cut() {
    for (name, text) in reports(Format::Markdown) {
        assert!(text.encode_utf16().count() <= 65_536, "{name}");
        assert!(text.starts_with("<!-- tfmend -->\n"), "{name}");
        let diffs = text.matches("\n```diff\n").count() + text.matches("\n````diff\n").count();
        assert!(text.matches("</details>").count() >= diffs, "{name}");
    }
    let all = render(&many(1_000), Format::Markdown, &options(Lang::En, false));
    let headings = all.matches("\n### ").count();
    let said = format!("{} findings", 1_000 - headings);
    assert!(headings > 50 && all.contains(&said) && all.contains("diffs"), "{said}");
    assert!(all.find("### critical").expect("severe ones are kept") < all.find("### high").unwrap_or(usize::MAX));
    let few = render(&many(3), Format::Markdown, &options(Lang::En, false));
    assert!(!few.contains("Cut to"), "{few}");
}

#[test]
fn annotations_start_with_what_is_severe_and_say_what_github_hides() {
    let text = render(&many(100), Format::Github, &options(Lang::En, false));
    assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
    // 100 findings, and one line for each level that has more than ten.
    assert_eq!(text.lines().count(), 102);
    assert!(text.starts_with("::error title=tfmend::"));
    assert!(text.contains("42 annotations of this level") && text.contains("58 annotations of this level"));
    let few = render(&everything(""), Format::Github, &options(Lang::En, false));
    assert!(!few.contains("of this level"), "{few}");
    for (name, text) in reports(Format::Github) {
        for line in text.lines() {
            let level = ["::error ", "::warning ", "::notice "].iter().any(|level| line.starts_with(level));
            assert!(level && line.len() < 65_536, "{name}: {line}");
        }
    }
}

/// Findings and problems of the outcome that a format lists.
fn listed(outcome: &Outcome, format: Format) -> usize {
    let open = outcome.entries.iter().filter(|entry| entry.is_open()).count();
    let resolved = outcome.entries.iter().filter(|entry| entry.is_resolved()).count();
    let problems = outcome.problems.len();
    match format {
        Format::Asff | Format::Ocsf => open + resolved,
        Format::Csv => open + resolved + problems,
        _ => open + problems,
    }
}

#[test]
fn nothing_is_lost_or_told_twice() {
    for (name, outcome) in cases() {
        for format in [Format::Rdjson, Format::Gitlab, Format::Asff, Format::Ocsf, Format::Csv] {
            let text = render(&outcome, format, &options(Lang::En, false));
            let count = match format {
                Format::Csv => {
                    let mut reader = csv::Reader::from_reader(text.as_bytes());
                    reader
                        .records()
                        .map(|row| row.expect("a row of fifteen fields").len())
                        .filter(|len| *len == 15)
                        .count()
                }
                Format::Asff => text.lines().map(|line| array(line, "/Findings")).sum(),
                Format::Rdjson => array(&text, "/diagnostics"),
                _ => array(&text, ""),
            };
            assert_eq!(count, listed(&outcome, format), "{format:?}, {name}");
        }
    }
}

fn array(text: &str, pointer: &str) -> usize {
    let value: Value = serde_json::from_str(text).expect("JSON");
    value.pointer(pointer).and_then(Value::as_array).expect("an array").len()
}

#[test]
fn fingerprints_of_gitlab_are_unique() {
    for (name, text) in reports(Format::Gitlab) {
        let issues: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        let unique: std::collections::BTreeSet<&str> =
            issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!(unique.len(), issues.len(), "{name}");
        for issue in &issues {
            let has = |pointer: &str| issue.pointer(pointer).is_some_and(|value| !value.is_null());
            let keys = ["/description", "/check_name", "/severity", "/location/path", "/location/lines/begin"];
            assert!(keys.iter().all(|key| has(key)), "{name}: {issue}");
        }
    }
}

#[test]
fn sarif_tells_fixes_suppressions_and_what_is_resolved() {
    let text = render(&everything(""), Format::Sarif, &options(Lang::Ja, false));
    let run: Value = serde_json::from_str::<Value>(&text).expect("JSON")["runs"][0].clone();
    let results = run["results"].as_array().expect("results");
    assert_eq!(run["language"], "ja");
    assert_eq!(results.len(), 8, "everything but the pass");
    let state = |state: &str| results.iter().filter(|result| result["baselineState"] == *state).count();
    assert_eq!((state("absent"), state("new")), (1, 1));
    assert!(results.iter().all(|result| result["partialFingerprints"]["tfmend/v1"].is_string()));
    assert!(
        results
            .iter()
            .all(|result| { result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_string() })
    );
    let suppressed: Vec<&Value> = results.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["kind"], "inSource");
    let fixed = results.iter().find(|result| result["fixes"].is_array()).expect("a fix");
    let change = &fixed["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["deletedRegion"]["startLine"], 3);
    let rule = &run["tool"]["driver"]["rules"][0];
    let help = rule["help"]["markdown"].as_str().expect("help");
    assert!(help.contains("コンソールで") && help.contains("1. Open the console"), "{help}");
    assert!(rule["properties"]["tags"].as_array().expect("tags").len() <= 20);
}

#[test]
fn paths_are_uris() {
    let uri = |path: &str| {
        let mut outcome = many(1);
        outcome.entries[0].place = Some(super::outcomes::place(path));
        let text = render(&outcome, Format::Sarif, &options(Lang::En, false));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        let location = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        location["artifactLocation"]["uri"].as_str().expect("a URI").to_owned()
    };
    assert_eq!(uri("a b/ü#.tf"), "a%20b/%C3%BC%23.tf");
    assert_eq!(uri("/infra/main.tf"), "file:///infra/main.tf");
    assert_eq!(uri("C:\\infra\\main.tf"), "file:///C:/infra/main.tf");
    assert_eq!(uri("C:/infra/main.tf"), "file:///C:/infra/main.tf");
    assert_eq!(uri("\\\\server\\share\\main.tf"), "file://server/share/main.tf");
}

#[test]
fn hostile_names_stay_in_their_place() {
    for format in Format::value_variants() {
        let text = render(&everything(HOSTILE), *format, &options(Lang::En, true));
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\0']), "{format:?}");
        let forged = |line: &str| line.trim_start().starts_with("::error::forged") || line.starts_with("::warning::x");
        assert!(!text.lines().any(forged), "{format:?}: {text:.3000}");
        let machine = serde_json::from_str::<Value>(&text).is_ok();
        assert!(machine || !text.contains("##vso[") && !text.contains("##[error]"), "{format:?}: {text:.3000}");
        assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{2028}', '\u{feff}']), "{format:?}: {text:.3000}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    for start in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
        let mut outcome = many(1);
        outcome.entries[0].message = start.into();
        outcome.entries[0].address = start.into();
        let text = render(&outcome, Format::Csv, &options(Lang::En, false));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().next().expect("a row").expect("fields");
        for cell in [&row[5], &row[10]] {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝']), "{start:?}: {cell:?}");
        }
    }
}

/// Characters that mean something to some reader, and some that mean nothing.
const PIECES: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]8;;x\u{7}",
    "\u{9b}",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{8}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{e0041}",
    "::error::",
    "::set-env name=a::",
    "::",
    "##[error]",
    "##vso[task.x]",
    "##teamcity[x]",
    "<",
    ">",
    "&",
    "\"",
    "'",
    "`",
    "```",
    "````",
    "~~~",
    "*",
    "_",
    "[",
    "](",
    "|",
    "#",
    "@user",
    "!",
    "$",
    "{",
    "}",
    "${",
    "%{",
    "%0A",
    "%",
    ",",
    ";",
    "=",
    "+",
    "-",
    "\\",
    "/",
    "<!--",
    "-->",
    "]]>",
    "</script>",
    "<script>",
    "</details>",
    "</title>",
    "<img src=x>",
    "javascript:",
    "&lt;",
    "\\u003c",
    "a",
    "b",
    " ",
    "日本",
    "é",
    "e\u{301}",
    "🦀",
];

fn hostile(character: char) -> bool {
    crate::report::escape_line(character.encode_utf8(&mut [0; 4])) != character.to_string()
}

#[test]
fn random_hostile_text_forges_nothing() {
    // Numbers of a fixed seed (xorshift), so that a failure repeats.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for _ in 0..60 {
        let length = 1 + next(14);
        let text: String = (0..length).map(|_| PIECES[next(PIECES.len())]).collect();
        let (outcome, plain) = (everything(&text), everything("plain"));
        for format in Format::value_variants() {
            let report = render(&outcome, *format, &options(Lang::En, true));
            let wrong = |what: &str| format!("{format:?}: {what}: {text:?}\n{report:.2000}");
            let raw = |c: char| hostile(c) && c != '\n' && c != '\t';
            assert!(!report.contains(raw), "{}", wrong("a raw character"));
            let same = |mark: &str| {
                let of = |report: &str| report.lines().filter(|line| line.trim_start().starts_with(mark)).count();
                of(&report) == of(&render(&plain, *format, &options(Lang::En, true)))
            };
            match format {
                Format::Json | Format::Sarif | Format::Rdjson | Format::Gitlab | Format::Ocsf => {
                    assert!(serde_json::from_str::<Value>(&report).is_ok(), "{}", wrong("not JSON"));
                }
                Format::Asff => {
                    assert!(
                        report.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()),
                        "{}",
                        wrong("not JSON")
                    );
                }
                Format::Github => assert!(same("::"), "{}", wrong("another number of commands")),
                Format::Text => assert!(
                    same("::error") && same("::set-env") && !report.contains("##vso["),
                    "{}",
                    wrong("a command")
                ),
                Format::Markdown => {
                    for mark in ["</details>", "<details>", "### ", "<!-- tfmend -->"] {
                        assert!(same(mark), "{}", wrong(mark));
                    }
                }
                Format::Junit => {
                    let tags = |report: &str| (report.matches('<').count(), report.matches('>').count());
                    let expected = tags(&render(&plain, *format, &options(Lang::En, true)));
                    assert_eq!(tags(&report), expected, "{}", wrong("another number of tags"));
                }
                Format::Csv => {
                    let mut reader = csv::Reader::from_reader(report.as_bytes());
                    let rows = reader.records().filter(|row| row.as_ref().is_ok_and(|row| row.len() == 15)).count();
                    assert_eq!(rows, outcome.entries.len() + outcome.problems.len(), "{}", wrong("rows"));
                }
                Format::Html => {
                    let tags = |report: &str| report.matches('<').count();
                    let expected = tags(&render(&plain, *format, &options(Lang::En, true)));
                    assert_eq!(tags(&report), expected, "{}", wrong("another number of tags"));
                }
            }
        }
    }
}
