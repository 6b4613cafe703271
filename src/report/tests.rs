//! Every format, on outcomes made by hand.

use super::*;
use crate::rules::Severity;
use crate::text::File;
use std::sync::Arc;

fn control(id: &str) -> Arc<ControlText> {
    Arc::new(ControlText {
        id: id.into(),
        slug: "ebs-volume-encrypted".into(),
        severity: Severity::Medium,
        title: "EBS volume is encrypted at rest".into(),
        service: "ec2".into(),
        steps: vec!["Open the console.".into()],
        command: None,
        why: "A snapshot of a plain volume can be read by whoever gets it.".into(),
        frameworks: [(Arc::from("cis-aws-5.0"), vec![Arc::from("5.1.1")])].into(),
    })
}

fn place(text: &str, needle: &str) -> Place {
    let file = Arc::new(File::new("dir/ボリューム main.tf", text));
    let start = text.find(needle).expect("in the text") as u32;
    Place { file, start, end: start + needle.len() as u32 }
}

fn entry(status: Status, address: &str, at: Option<Place>) -> Entry {
    Entry {
        control: control("EC2.3"),
        status,
        change: None,
        address: address.into(),
        resource_type: "aws_ebs_volume".into(),
        root: 0,
        account: false,
        account_id: None,
        region: None,
        message: "volume is not encrypted".into(),
        blocked_by: Vec::new(),
        place: at,
        root_file: Some("main.tf".into()),
        origin: Vec::new(),
        fix: None,
        no_fix_reason: None,
        fingerprint: "f00d".into(),
        gates: true,
        suppression: None,
    }
}

fn fix(at: &Place) -> FixText {
    FixText {
        class: "unsafe",
        impact: "replaces",
        proven: true,
        proof: "configuration",
        summary: "encrypt the volume".into(),
        warning: Some("the volume is made anew".into()),
        diff: "--- a/main.tf\n+++ b/main.tf\n@@ -1 +1 @@\n-encrypted = false\n+encrypted = true\n".into(),
        hides: false,
        also_changes: Vec::new(),
        inputs: Vec::new(),
        edits: vec![Replacement { place: at.clone(), text: "true".into() }],
    }
}

/// One of everything, with hostile names.
fn outcome() -> Outcome {
    let at = place("# 日本語\nvolume {\n\tencrypted = false # ここ\n}\n", "false");
    let mut failed = entry(Status::Fail, "aws_ebs_volume.a[\"\u{1b}[31m<b>\n::error::x,|`@you\"]", Some(at.clone()));
    failed.fix = Some(Box::new(fix(&at)));
    let mut unknown = entry(Status::Unknown, "aws_ebs_volume.b", Some(at.clone()));
    unknown.blocked_by = vec!["var.encrypt".into()];
    let mut set_aside = entry(Status::Suppressed, "aws_ebs_volume.c", None);
    set_aside.suppression = Some(Box::new(Suppression { by: "comment", reason: Some("scratch data".into()) }));
    let mut missing = entry(Status::Fail, "", None);
    missing.account = true;
    missing.no_fix_reason = Some("a person decides".into());
    let mut outcome = Outcome {
        frameworks: Vec::new(),
        passed: Default::default(),
        entries: vec![missing, set_aside, unknown, failed, entry(Status::Pass, "aws_ebs_volume.d", None)],
        problems: vec![Problem {
            level: ProblemLevel::Error,
            kind: "syntax".into(),
            message: "expected an expression".into(),
            place: Some(at),
            file: None,
        }],
        not_judged: vec![NotJudged {
            kind: "account",
            reason: "no account".into(),
            controls: vec!["Account.1".into()],
        }],
        totals: Totals { roots: 1, files: 1, resources: 4, controls: 1 },
        neighbours: Neighbours::default(),
        run: RunFacts { account_id: "123456789012".into(), region: "eu-west-1".into(), ..RunFacts::default() },
    };
    outcome.sort();
    outcome
}

#[test]
fn no_format_lets_control_characters_out() {
    for format in <Format as clap::ValueEnum>::value_variants() {
        let text = render(&outcome(), *format, &TextOptions { all: true, ..TextOptions::default() });
        assert!(!text.contains('\u{1b}'), "{format:?}: {text}");
        assert!(!text.lines().any(|line| line.starts_with("::error::x")), "{format:?}: {text}");
    }
}

#[test]
fn json_formats_are_json() {
    for format in [Format::Json, Format::Sarif, Format::Rdjson, Format::Gitlab, Format::Ocsf] {
        let text = render(&outcome(), format, &TextOptions::default());
        serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|error| panic!("{format:?}: {error}"));
    }
}

#[test]
fn json_has_the_documented_shape() {
    let text = render(&outcome(), Format::Json, &TextOptions::default());
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["findings"].as_array().unwrap().len(), 3);
    let failed = &json["findings"][0];
    assert_eq!(failed["status"], "fail");
    assert_eq!(failed["location"]["start"], serde_json::json!({ "line": 3, "column": 14 }));
    assert_eq!(failed["fix"]["class"], "unsafe");
    assert_eq!(failed["fix"]["proven"], true);
    assert_eq!(failed["frameworks"]["cis-aws-5.0"][0], "5.1.1");
    assert_eq!(json["summary"]["fail"], 2);
    assert_eq!(json["summary"]["fixes"]["without"], 1);
    let all = render(&outcome(), Format::Json, &TextOptions { all: true, ..TextOptions::default() });
    assert_eq!(all.matches("\"status\"").count(), 5);
}

#[test]
fn text_is_plain_unless_coloured() {
    let plain = render(&outcome(), Format::Text, &TextOptions::default());
    assert!(plain.contains("3 |     encrypted = false # ここ\n"), "{plain}");
    assert!(plain.contains("  |                 ^^^^^"), "{plain}");
    let options = TextOptions { paint: Paint { color: true, links: None }, ..TextOptions::default() };
    assert!(render(&outcome(), Format::Text, &options).contains("\u{1b}["));
    let japanese = render(&outcome(), Format::Text, &TextOptions { lang: Lang::Ja, ..TextOptions::default() });
    assert!(japanese.contains("不合格"), "{japanese}");
}

#[test]
fn instances_at_one_place_are_one_finding() {
    let at = place("encrypted = false", "false");
    let entries = (0..20).map(|index| entry(Status::Fail, &format!("aws_ebs_volume.v[{index}]"), Some(at.clone())));
    let outcome = Outcome { entries: entries.collect(), ..Outcome::default() };
    let text = render(&outcome, Format::Text, &TextOptions::default());
    assert_eq!(text.matches("-->").count(), 1, "{text}");
    assert!(text.contains("(+14 more)"), "{text}");
}

#[test]
fn excerpts_of_odd_lines() {
    let long = format!("{}x{}", "あ".repeat(100_000), "b".repeat(100_000));
    let cases = [
        ("", 0, 0),
        ("a = 1\r\n", 4, 5),
        ("a = 1\r\n", 5, 7),
        ("\ta\u{202e}b", 1, 5),
        ("日本", 0, 3),
        ("日本", 1, 2),
        ("a\n\nb", 2, 2),
        (&long, 300_000, 300_001),
        (&long, 0, 400_001),
        ("short", 90, 95),
    ];
    for (text, start, end) in cases {
        let file = File::new("a.tf", text);
        let shown = excerpt(&Mark { file: &file, start, end, label: "" }, Paint::default());
        assert_eq!(shown.lines().count(), 4, "{shown}");
        assert!(shown.contains('^'), "{shown}");
        assert!(!shown.contains('\u{202e}') && !shown.contains('\r'), "{shown}");
        assert!(shown.chars().count() < 1000, "{}", shown.len());
    }
}

/// Takes so many bytes, then no more.
struct Reader {
    left: usize,
    largest: usize,
    text: Vec<u8>,
}

impl std::io::Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if bytes.len() > self.left {
            self.left = 0;
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        self.left -= bytes.len();
        self.largest = self.largest.max(bytes.len());
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn reports_are_written_as_they_are_made() {
    let at = place("暗号化 = false", "false");
    let named = |index: usize| format!("aws_ebs_volume.鍵{index}[\"あ\u{202e}{}\"]", "日本".repeat(index % 7));
    let entries = (0..500).map(|index| entry(Status::Fail, &named(index), (index % 2 == 0).then(|| at.clone())));
    let outcome = Outcome { entries: entries.collect(), ..outcome() };
    let (all, lang) = (true, Lang::Ja);
    let options = TextOptions { all, lang, ..TextOptions::default() };
    use Format::{Asff, Csv, Gitlab, Json, Ocsf, Rdjson, Sarif, Text};
    for format in [Text, Json, Sarif, Rdjson, Gitlab, Ocsf, Asff, Csv] {
        let whole = render(&outcome, format, &options);
        let mut reader = Reader { left: usize::MAX, largest: 0, text: Vec::new() };
        write(&outcome, format, &options, &mut reader).expect("it takes everything");
        assert!(reader.text == whole.as_bytes(), "{format:?}: another text");
        assert!(reader.largest < whole.len() && reader.largest < 1 << 18, "{format:?}: {} at once", reader.largest);
        assert!(!whole.contains('\u{202e}') && whole.contains("鍵499"), "{format:?}");
        let mut closes = Reader { left: whole.len() / 2, largest: 0, text: Vec::new() };
        let error = write(&outcome, format, &options, &mut closes).expect_err("it closed");
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format:?}");
        assert!(whole.as_bytes().starts_with(&closes.text), "{format:?}");
    }
}
