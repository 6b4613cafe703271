//! Outcomes made by hand: one of each kind that a format must carry.

use crate::report::{
    ControlText, Entry, FixText, Neighbours, NotJudged, Outcome, Place, Problem, ProblemLevel, Replacement, RunFacts,
    Status, Step, Suppression, Totals,
};
use crate::rules::Severity;
use crate::text::File;
use std::sync::Arc;

const SEVERITIES: [Severity; 4] = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

/// A control whose texts hold this text.
pub fn control(number: usize, text: &str) -> Arc<ControlText> {
    let requirements = (0..30).map(|number| Arc::from(format!("AC-{number}"))).collect();
    Arc::new(ControlText {
        id: format!("EC2.{number}").into(),
        slug: format!("control-{number}").into(),
        severity: SEVERITIES[number % 4],
        title: format!("Volumes are encrypted {text}").into(),
        why: format!("Whoever gets a snapshot reads it. {text}").into(),
        service: "ec2".into(),
        steps: vec![format!("Open the console. {text}").into(), "Choose the volume.".into()],
        command: Some(format!("aws ec2 describe-volumes # {text}").into()),
        frameworks: [(Arc::from("cis-aws-5.0"), vec![Arc::from("5.1.1")]), (Arc::from("nist-800-53-r5"), requirements)]
            .into(),
    })
}

/// The place of `encrypted = false` in a file of this path.
pub fn place(path: &str) -> Place {
    let text = "resource \"aws_ebs_volume\" \"a\" {\n  # 日本語\n  encrypted = false\n}\n";
    let start = text.find("false").expect("in the text") as u32;
    Place { file: Arc::new(File::new(path, text)), start, end: start + 5 }
}

/// A finding that says this text wherever a finding says something.
pub fn entry(number: usize, status: Status, at: Option<Place>, text: &str) -> Entry {
    Entry {
        control: control(number % 7, text),
        status,
        change: None,
        address: format!("aws_ebs_volume.v[\"{number}{text}\"]").into(),
        resource_type: "aws_ebs_volume".into(),
        root: 0,
        account: false,
        account_id: None,
        region: Some("eu-west-1".into()),
        message: format!("volume is not encrypted {text}").into(),
        blocked_by: if status == Status::Unknown { vec![format!("var.encrypt{text}")] } else { Vec::new() },
        root_file: Some("main.tf".into()),
        origin: at.iter().map(|place| step(place, text)).collect(),
        fix: (status == Status::Fail).then_some(at.as_ref()).flatten().map(|place| Box::new(fix(place, text))),
        place: at,
        no_fix_reason: None,
        fingerprint: format!("{:064x}", number / 2),
        gates: true,
        suppression: (status == Status::Suppressed)
            .then(|| Box::new(Suppression { by: "comment", reason: Some(format!("scratch data {text}")) })),
    }
}

fn step(place: &Place, text: &str) -> Step {
    Step { kind: "variable-default", place: Some(place.clone()), expression: format!("var.encrypt {text}") }
}

fn fix(place: &Place, text: &str) -> FixText {
    FixText {
        class: "needs-input",
        impact: "replaces",
        proven: true,
        proof: "configuration",
        summary: format!("encrypt the volume {text}"),
        warning: Some(format!("the volume is made anew {text}")),
        diff: format!(
            "--- a/x.tf\n+++ b/x.tf\n@@ -3 +3 @@\n-  encrypted = false # {text}\n+  encrypted = true # {text}\n"
        ),
        hides: false,
        also_changes: vec![format!("aws_ebs_volume.w{text}")],
        inputs: vec![("key_id".into(), format!("the key {text}"))],
        edits: vec![Replacement { place: place.clone(), text: format!("true # {text}") }],
    }
}

fn problem(level: ProblemLevel, place: Option<Place>, text: &str) -> Problem {
    let file = place.is_none().then(|| format!("modules/{text}"));
    Problem { level, kind: "syntax".into(), message: format!("expected an expression {text}"), place, file }
}

fn outcome(entries: Vec<Entry>, problems: Vec<Problem>) -> Outcome {
    let mut outcome = Outcome {
        frameworks: Vec::new(),
        passed: Default::default(),
        totals: Totals { roots: 1, files: 1, resources: entries.len(), controls: 7 },
        entries,
        problems,
        not_judged: Vec::new(),
        neighbours: Neighbours::default(),
        run: RunFacts {
            time: "2026-01-02T03:04:05Z".parse().expect("a time"),
            account_id: "123456789012".into(),
            region: "eu-west-1".into(),
            ..RunFacts::default()
        },
    };
    outcome.sort();
    outcome
}

/// One of everything, every text of it holding this text.
pub fn everything(text: &str) -> Outcome {
    let at = || Some(place(&format!("dir/{text}.tf")));
    let resolved = Entry { change: Some("resolved"), ..entry(9, Status::Pass, at(), text) };
    let introduced = Entry { change: Some("introduced"), ..entry(10, Status::Fail, at(), text) };
    let account = Entry {
        account: true,
        address: "".into(),
        resource_type: "".into(),
        no_fix_reason: Some(format!("a person decides {text}").into()),
        ..entry(11, Status::Fail, None, text)
    };
    let entries = vec![
        entry(0, Status::Fail, at(), text),
        entry(1, Status::Fail, None, text),
        entry(2, Status::Unknown, at(), text),
        entry(3, Status::Unknown, None, text),
        entry(4, Status::Suppressed, at(), text),
        entry(5, Status::Pass, at(), text),
        resolved,
        introduced,
        account,
    ];
    let problems = vec![
        problem(ProblemLevel::Error, at(), text),
        problem(ProblemLevel::Warning, None, text),
        Problem { file: None, ..problem(ProblemLevel::Warning, None, text) },
    ];
    let mut outcome = outcome(entries, problems);
    outcome.not_judged.push(NotJudged {
        kind: "account",
        reason: format!("no account {text}"),
        controls: vec!["Account.1".into()],
    });
    outcome
}

/// Failing findings, each in its own line of one file.
pub fn many(count: usize) -> Outcome {
    outcome((0..count).map(|number| entry(number, Status::Fail, Some(place("main.tf")), "")).collect(), Vec::new())
}

/// Names and outcomes on which every format must be right.
pub fn cases() -> Vec<(&'static str, Outcome)> {
    let without = |status: Status| outcome(vec![entry(1, status, None, "")], Vec::new());
    let nowhere = Entry { root_file: None, region: None, ..entry(1, Status::Fail, None, "") };
    let unnamed = Entry { message: "".into(), address: "".into(), ..entry(1, Status::Fail, None, "") };
    vec![
        ("nothing", outcome(Vec::new(), Vec::new())),
        ("passes only", outcome(vec![entry(1, Status::Pass, Some(place("a.tf")), "")], Vec::new())),
        ("thousands", many(1_000)),
        ("everything", everything("")),
        ("not ASCII", everything("日本語 äöü 🦀")),
        ("paths of Windows", everything("C:\\Users\\a b\\x")),
        ("a drive", outcome(vec![entry(1, Status::Fail, Some(place("C:/infra/main.tf")), "")], Vec::new())),
        ("a share", outcome(vec![entry(1, Status::Fail, Some(place("\\\\server\\share\\main.tf")), "")], Vec::new())),
        ("an absolute path", outcome(vec![entry(1, Status::Fail, Some(place("/infra/main.tf")), "")], Vec::new())),
        ("no place", without(Status::Fail)),
        ("no file", outcome(vec![nowhere], Vec::new())),
        ("no message", outcome(vec![unnamed], Vec::new())),
        ("suppressed only", without(Status::Suppressed)),
        ("unknown only", without(Status::Unknown)),
        ("problems only", outcome(Vec::new(), vec![problem(ProblemLevel::Error, None, "x")])),
        ("very long", everything(&"long ".repeat(700))),
        ("hostile", everything(HOSTILE)),
    ]
}

/// What tries to leave its place in one of the formats.
pub const HOSTILE: &str = "\u{1b}[31m\u{9b}2J\r\n::error::forged\n  ::error::forged\n##vso[task.x]##[error]\u{202e}txt\u{2066}\u{2028}%0A::warning::x ]]> <!-- --> </script><img src=x \
     onerror=alert(1)>`` ``` ~~~ \"quoted\" 'q' | [a](javascript:x) @everyone #1 &lt; \u{0}\u{fffe}\u{feff} =1+1 ${x} %{if}";
