//! A report with hostile words in every place is valid in every format.

use std::collections::BTreeMap;
use std::sync::Arc;
use tfmend::report::{
    ControlText, Entry, FixText, Format, Lang, NotJudged, Outcome, Paint, Place, Problem, ProblemLevel, Replacement,
    Status, Step, Suppression, TextOptions, Totals, render,
};
use tfmend::rules::Severity;
use tfmend::text::File;

/// Takes words and numbers off the bytes.
struct Bytes<'d>(&'d [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first)
    }

    fn word(&mut self) -> String {
        let length = (self.number() % 24).min(self.0.len());
        let (word, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8_lossy(word).into_owned()
    }

    fn flag(&mut self) -> bool {
        self.number().is_multiple_of(2)
    }

    fn place(&mut self) -> Option<Place> {
        let text = self.word();
        let boundary =
            |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0) as u32;
        let (a, b) = (boundary(self.number()), boundary(self.number()));
        let file = Arc::new(File::new(self.word(), text));
        self.flag().then_some(Place { file, start: a.min(b), end: a.max(b) })
    }

    fn entry(&mut self) -> Entry {
        let severities = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
        let control = ControlText {
            id: self.word().into(),
            slug: self.word().into(),
            severity: severities[self.number() % 4],
            title: self.word().into(),
            why: self.word().into(),
            service: self.word().into(),
            steps: vec![self.word().into()],
            command: Some(self.word().into()),
            frameworks: BTreeMap::from([(self.word().into(), vec![self.word().into()])]),
        };
        let edits = self.place().map(|place| Replacement { place, text: self.word() });
        let fix = FixText {
            class: "safe",
            impact: "in-place",
            proven: true,
            proof: "proven",
            summary: self.word(),
            warning: Some(self.word()),
            diff: format!("--- a/{0}\n+++ b/{0}\n@@ -1 +1 @@\n-{1}\n+{0}\n", self.word(), self.word()),
            hides: self.flag(),
            also_changes: vec![self.word()],
            inputs: vec![(self.word(), self.word())],
            edits: edits.into_iter().collect(),
        };
        Entry {
            control: Arc::new(control),
            status: [Status::Fail, Status::Unknown, Status::Suppressed, Status::Pass][self.number() % 4],
            change: self.flag().then_some("introduced"),
            address: self.word().into(),
            resource_type: self.word().into(),
            account: self.flag(),
            message: self.word().into(),
            blocked_by: vec![self.word()],
            place: self.place(),
            origin: vec![Step { kind: "local", place: self.place(), expression: self.word() }],
            fix: self.flag().then_some(Box::new(fix)),
            no_fix_reason: Some(self.word().into()),
            fingerprint: self.word(),
            gates: self.flag(),
            account_id: self.flag().then(|| "123456789012".into()),
            region: self.flag().then(|| self.word().into()),
            root: self.number(),
            root_file: Some(self.word().into()),
            suppression: self.flag().then(|| Box::new(Suppression { by: "comment", reason: Some(self.word()) })),
        }
    }

    fn outcome(&mut self) -> Outcome {
        let entries = (0..1 + self.number() % 3).map(|_| self.entry()).collect();
        let level = if self.flag() { ProblemLevel::Error } else { ProblemLevel::Warning };
        let problem = Problem {
            level,
            kind: "syntax".to_owned(),
            message: self.word(),
            place: self.place(),
            file: Some(self.word()),
        };
        let not_judged = NotJudged { kind: "account", reason: self.word(), controls: vec![self.word().into()] };
        let mut outcome = Outcome {
            entries,
            problems: vec![problem],
            not_judged: vec![not_judged],
            totals: Totals { roots: 1, files: self.number(), resources: self.number(), controls: self.number() },
            ..Outcome::default()
        };
        outcome.sort();
        outcome
    }
}

pub fn outputs(data: &[u8]) {
    let mut bytes = Bytes(data);
    let options = TextOptions {
        lang: if bytes.flag() { Lang::En } else { Lang::Ja },
        paint: Paint::default(),
        all: bytes.flag(),
        quiet: bytes.flag(),
        statistics: bytes.flag(),
    };
    let outcome = bytes.outcome();
    let text = |format| render(&outcome, format, &options);
    for format in [Format::Json, Format::Gitlab, Format::Rdjson] {
        super::is_json(&text(format));
    }
    for format in [Format::Asff, Format::Ocsf] {
        let printed = text(format);
        // One value, or one a line.
        if serde_json::from_str::<serde::de::IgnoredAny>(&printed).is_err() {
            printed.lines().for_each(super::is_json);
        }
    }
    sarif(&text(Format::Sarif));
    let junit = text(Format::Junit);
    assert!(roxmltree::Document::parse(&junit).is_ok(), "{junit}");
    let table = text(Format::Csv);
    let rows = csv::ReaderBuilder::new().from_reader(table.as_bytes()).into_records().all(|row| row.is_ok());
    assert!(rows, "{table}");
    for format in [Format::Text, Format::Markdown, Format::Github] {
        let printed = text(format);
        let forged = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\t')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!printed.contains(forged), "{format:?} {printed:?}");
    }
}

/// What SARIF 2.1.0 asks of every log, run, result and region.
fn sarif(text: &str) {
    let log: serde_json::Value = serde_json::from_str(text).expect("SARIF is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert!(run["tool"]["driver"]["name"].is_string());
    for result in run["results"].as_array().expect("results") {
        assert!(result["message"]["text"].is_string(), "{text}");
        assert!(result["ruleId"].is_string(), "{text}");
        for location in result["locations"].as_array().into_iter().flatten() {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str();
            assert!(uri.is_none_or(|uri| !uri.contains([' ', '\\', '\n', '"'])), "{text}");
            let region = &physical["region"];
            let number = |key: &str| region[key].as_u64();
            assert!(region.is_null() || number("startLine") >= Some(1), "{text}");
            if number("endLine") == number("startLine") {
                assert!(number("endColumn").is_none() || number("endColumn") >= number("startColumn"), "{text}");
            }
        }
    }
}
