//! Decoded templates equal Terraform's values: escapes, strip markers, heredoc indentation. Its values are recorded.

use super::super::*;
use super::generate::Random;
use crate::text::FileId;
use std::process::Command;
use std::sync::Arc;

const PIECES: [&str; 24] = [
    "a",
    " ",
    "  ",
    "\t",
    "    b",
    "$${c}",
    "%%{d}",
    "$",
    "%",
    "$$",
    "$$${",
    "%%%{",
    "${local.b}",
    "${~ local.b }",
    "${ local.b ~}",
    "${~local.b~}",
    "%{ if local.t }",
    "%{~ if local.f ~}",
    "%{ else }",
    "%{~ else ~}",
    "%{ endif }",
    "%{~ endif ~}",
    "%{ for x in local.l ~}",
    "%{ endfor ~}",
];
const QUOTED: [&str; 8] = ["\\n", "\\t", "\\\"", "\\\\", "\\u00e9", "\\U0001F600", "é", " \\n "];
const LINES: [&str; 9] = ["\n", "\n  ", "\n    ", "\n\t", "\n\n", "\n  \n", "\\n\"", "\r\n  ", "\n\u{a0}"];

/// Templates in quotes and heredocs; directives are paired, unless a sign before one escapes it.
fn samples(count: u64) -> Vec<String> {
    let parses = |text: &String| {
        let file = parse(FileId(0), "main.tf".into(), format!("a = {text}\n").into());
        file.tree.errors.is_empty()
    };
    (0..count).map(|seed| sample(&mut Random::new(seed + 1))).filter(parses).collect()
}

fn sample(random: &mut Random) -> String {
    let quoted = random.below(3) == 0;
    let mut text = String::new();
    let mut open: Vec<&str> = Vec::new();
    for _ in 0..1 + random.below(9) {
        let piece = match random.below(3) {
            0 => random.pick(if quoted { &QUOTED } else { &LINES }),
            _ => random.pick(&PIECES),
        };
        let fits = match (piece, open.last().copied()) {
            (piece, _) if piece.contains(" if ") || piece.contains(" for ") => {
                open.push(if piece.contains("if") { "if" } else { "for" });
                true
            }
            (piece, Some("if")) if piece.contains("else") => {
                open.pop();
                open.push("else");
                true
            }
            (piece, Some("if" | "else")) if piece.contains("endif") => open.pop().is_some(),
            (piece, Some("for")) if piece.contains("endfor") => open.pop().is_some(),
            (piece, _) => !piece.contains("else") && !piece.contains("end"),
        };
        text.push_str(if fits { piece } else { "" });
    }
    for directive in open.into_iter().rev() {
        text.push_str(if directive == "for" { "%{ endfor }" } else { "%{ endif ~}" });
    }
    match (quoted, random.below(2)) {
        (true, _) => format!("\"{text}\""),
        (false, 0) => format!("<<EOT\n{text}\n  EOT"),
        (false, _) => format!("<<-EOT\n{text}\n    EOT"),
    }
}

/// The template's value where `local.b` is `B`, `local.t` true, `local.f` false and `local.l` `[1, 2]`.
fn render(parts: &[Part]) -> String {
    let piece = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Interpolation(_) => "B".to_string(),
        Part::If { condition, then, otherwise } => render(if condition.text() == "local.t" { then } else { otherwise }),
        Part::For { body, .. } => render(body).repeat(2),
    };
    parts.iter().map(piece).collect()
}

fn ours(text: &str) -> String {
    let file = parse(FileId(0), "main.tf".into(), format!("a = {text}\n").into());
    assert_eq!(file.tree.errors, [], "{text:?}");
    let node = Node(file.tree.root().0 - 2);
    let template = Syntax { file: Arc::new(file), node };
    crate::value::Value::string(render(&template_parts(&template))).as_str().expect("a known string").to_string()
}

fn recording() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/parser/templates.jsonl")
}

#[test]
fn same_values_as_recorded() {
    let recorded = std::fs::read_to_string(recording()).expect("the recording");
    let mut wrong = Vec::new();
    for line in recorded.lines() {
        let (text, value): (String, String) = serde_json::from_str(line).expect("a template and its value");
        let ours = ours(&text);
        if ours != value {
            wrong.push(format!("{text:?}\n    ours {ours:?}\n  theirs {value:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Writes the recording: `cargo test source::tests::decode::record -- --ignored`.
#[test]
#[ignore = "needs terraform"]
fn record() {
    let count = std::env::var("DECODE_COUNT").ok().and_then(|text| text.parse().ok()).unwrap_or(2_500);
    let texts = samples(count);
    let folder = std::env::temp_dir().join(format!("tfmend-decode-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let mut source = String::from("locals {\n  b = \"B\"\n  t = true\n  f = false\n  l = [1, 2]\n}\n");
    for (index, text) in texts.iter().enumerate() {
        source += &format!("output \"o{index}\" {{\nvalue = {text}\n}}\n");
    }
    std::fs::write(folder.join("main.tf"), source).expect("a temporary file");
    let terraform = |arguments: &[&str]| {
        let output = Command::new("terraform").args(arguments).current_dir(&folder).output().expect("terraform");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    terraform(&["init", "-no-color"]);
    terraform(&["apply", "-auto-approve", "-no-color"]);
    let outputs: serde_json::Value = serde_json::from_slice(&terraform(&["output", "-json"])).expect("outputs");
    let line = |(index, text): (usize, &String)| {
        serde_json::json!([text, outputs[format!("o{index}")]["value"]]).to_string() + "\n"
    };
    std::fs::write(recording(), texts.iter().enumerate().map(line).collect::<String>()).expect("a writable recording");
    std::fs::remove_dir_all(&folder).expect("the temporary folder");
}
