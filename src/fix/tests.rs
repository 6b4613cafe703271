//! Fixes of whole configurations.

use super::{Batch, Judge, Proposal, Selection, Settings, fix_all, propose};
use crate::check::{CheckOptions, Finding, run};
use crate::eval::{Evaluation, Project, ProjectOptions};
use crate::graph::Graph;
use crate::rules::{Class, Rules, Verdict};
use crate::schema::Schema;
use crate::text::FileId;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) use crate::tests::fuzz::targets::memory::Memory;

fn graph(files: &Memory, options: &ProjectOptions) -> Graph {
    let project = Project::load(Arc::new(files.clone()), options.clone());
    Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())))
}

/// A configuration under some rules.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) files: Memory,
    /// How the root is read.
    pub(crate) root: ProjectOptions,
    pub(crate) rules: Arc<Rules>,
    pub(crate) options: CheckOptions,
}

impl Line {
    pub(crate) fn run(&self, files: &Memory) -> (Graph, Vec<Finding>) {
        let graph = graph(files, &self.root);
        let findings = run(&graph, &self.rules, &self.options);
        (graph, findings)
    }

    fn rerun(&self, graph: &Graph, texts: &BTreeMap<FileId, String>) -> (Graph, Vec<Finding>) {
        self.run(&self.patched(graph, texts))
    }

    fn patched(&self, graph: &Graph, texts: &BTreeMap<FileId, String>) -> Memory {
        let mut files = self.files.clone();
        let project = &graph.configuration().expect("a configuration").project;
        for (id, text) in texts {
            files.0.insert(project.files.get(*id).path.trim_start_matches("./").to_owned(), text.clone());
        }
        files
    }

    fn settings(&self, partial: bool) -> Settings {
        let judge =
            Judge { rules: self.rules.clone(), options: self.options.clone(), aside: Default::default(), ledger: None };
        Settings { judge: partial.then_some(judge), ..Settings::default() }
    }

    fn proposals(&self, partial: bool) -> (Vec<Finding>, Vec<Proposal>) {
        let (graph, findings) = self.run(&self.files);
        let proposals = propose(&findings, &graph, &|texts| self.rerun(&graph, texts), &self.settings(partial));
        (findings, proposals)
    }

    /// A partial proof says the same as a whole one.
    fn check_partial_proofs(&self) {
        let text = |proposals: Vec<Proposal>| {
            let one = |proposal: Proposal| match proposal.fix {
                Some(fix) => format!("{} {:?}\n{}", fix.class, fix.also_changes, fix.diff),
                None => proposal.no_fix_reason.map_or_else(String::new, |reason| reason.en.to_string()),
            };
            proposals.into_iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(text(self.proposals(true).1), text(self.proposals(false).1));
    }

    pub(crate) fn batch(&self, selection: &Selection) -> (Batch, Memory, Vec<Finding>) {
        let (graph, findings) = self.run(&self.files);
        let batch = fix_all(&findings, &graph, &|texts| self.rerun(&graph, texts), &self.settings(true), selection);
        let after = self.patched(&graph, &batch.texts);
        let (_, findings) = self.run(&after);
        (batch, after, findings)
    }
}

pub(crate) fn all_classes() -> Selection {
    Selection {
        classes: vec![Class::Safe, Class::Unsafe, Class::NeedsInput],
        with_values: false,
        ..Selection::default()
    }
}

/// Every failing example of a built-in rule that asks for an edit gets a proven one, which clears it.
#[test]
fn failing_examples_of_rules_are_mended() {
    let mut misses = Vec::new();
    let mut mended = 0;
    for control in Rules::builtin().entries().iter().filter_map(|entry| entry.whole()) {
        for example in &control.examples {
            if example.kind.verdict() != Verdict::Fail || example.prior.is_some() {
                continue;
            }
            let mut files = Memory::default();
            files.0.insert("main.tf".to_owned(), example.source.to_string());
            files.0.insert("provider.tf".to_owned(), crate::check::examples::PROVIDER.to_owned());
            let params = BTreeMap::from([(control.id.clone(), example.params.clone())]);
            let today = example.today.as_deref().unwrap_or("2026-01-01").to_owned();
            let options = CheckOptions { today, account: example.account, params, only: None };
            let line =
                Line { files, root: ProjectOptions::new("."), rules: Arc::new(Rules::only(control.clone())), options };
            line.check_partial_proofs();
            let (findings, proposals) = line.proposals(true);
            let (_, after, _) = line.batch(&all_classes());
            check_texts(&line.files, &after);
            dump(&format!("{}-{}", control.id, example.name), &after);
            for proposal in proposals {
                let finding = &findings[proposal.finding];
                match proposal.fix {
                    Some(fix) => {
                        mended += 1;
                        if std::env::var_os("SHOW_DIFFS").is_some() {
                            println!("{} {} {}\n{}", control.id, example.name, finding.address, fix.diff);
                        }
                    }
                    None => {
                        let told =
                            proposal.no_fix_reason.as_ref().is_some_and(|it| it.en.len() > 20 && !it.ja.is_empty());
                        assert!(told && proposal.reason.is_some(), "{} {}: no reason", control.id, finding.address);
                        let reason = proposal.no_fix_reason.map_or_else(String::new, |reason| reason.en.to_string());
                        let asked = if finding.details().requests.is_empty() { "no request" } else { "request" };
                        misses
                            .push(format!("{} {:?} {}: {asked}: {reason}", control.id, example.name, finding.address));
                    }
                }
            }
        }
    }
    println!("{mended} mended\n{}", misses.join("\n"));
    assert!(mended > 0);
}

/// `testdata/fix/scenarios/*.txt`: files, then what `fix_all` with all classes makes of them. `BLESS=1` writes the results anew.
#[test]
fn scenarios_are_mended_as_recorded() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix/scenarios");
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("the folder is there").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let bless = std::env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for entry in entries {
        let text = std::fs::read_to_string(entry.path()).expect("readable");
        let (source, expected) = text.split_once("=== result\n").unwrap_or((&text, ""));
        let result = scenario(source);
        if bless {
            std::fs::write(entry.path(), format!("{source}=== result\n{result}")).expect("writable");
        } else if result != expected {
            failures.push(format!("{:?}\n{result}", entry.file_name()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_fix_warns_of_a_check_block_that_it_breaks() {
    let source = std::fs::read_to_string("testdata/fix/scenarios/checks.txt").expect("readable");
    let (_, proposals) = line_of(source.split("=== result").next().unwrap_or_default()).proposals(true);
    let warning = proposals[0].fix.as_ref().and_then(|fix| fix.warning.clone()).expect("a warning");
    assert!(warning.en.ends_with("the check at main.tf:7 no longer holds, of which Terraform warns"), "{}", warning.en);
}

/// The files and rules of a scenario; `account` among the controls judges the account.
fn line_of(source: &str) -> Line {
    let mut files = Memory::default();
    let mut only = Vec::new();
    for part in source.split("=== ").filter(|part| !part.is_empty()) {
        let (name, text) = part.split_once('\n').expect("a name");
        match name.strip_prefix("controls ") {
            Some(controls) => only = controls.split(' ').map(str::to_owned).collect(),
            None => drop(files.0.insert(name.to_owned(), text.to_owned())),
        }
    }
    let today = "2026-01-01".to_owned();
    let account = only.iter().any(|control| control == "account");
    let options = CheckOptions { today, account, params: BTreeMap::new(), only: Some(only) };
    Line { files, root: ProjectOptions::new("."), rules: Arc::new(Rules::builtin()), options }
}

/// Layouts that mean the same: line endings, a BOM, tabs, comments, blank lines, no last line feed.
const LAYOUTS: [fn(&str) -> String; 7] = [
    |text| text.replace('\n', "\r\n"),
    |text| format!("\u{feff}{text}"),
    |text| text.replace("  ", "\t"),
    |text| text.replace("\" {\n", "\" { # {note}\n"),
    |text| text.replace("\n\n", "\n\n\n"),
    |text| text.trim_end().to_owned(),
    |text| text.replace(" = ", "=").replace("  }\n", "}\n"),
];

#[test]
fn layout_does_not_matter_to_what_is_mended() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix/scenarios");
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("readable");
        let source = text.split("=== result").next().unwrap_or_default();
        let plain = line_of(source).batch(&all_classes()).0.applied.len();
        for (number, layout) in LAYOUTS.iter().enumerate() {
            let mut line = line_of(source);
            for (_, text) in line.files.0.iter_mut().filter(|(path, _)| !path.ends_with(".json")) {
                *text = layout(text);
            }
            let (batch, after, _) = line.batch(&all_classes());
            assert_eq!(batch.applied.len(), plain, "{:?} in layout {number}: {:?}", entry.file_name(), batch.left);
            check_texts(&line.files, &after);
            check_layout(&line.files, &after);
        }
    }
}

/// Line endings and byte order marks stay, and what is not part of the diff is there unchanged.
fn check_layout(before: &Memory, after: &Memory) {
    for (path, old) in &before.0 {
        let new = &after.0[path];
        assert_eq!(old.starts_with('\u{feff}'), new.starts_with('\u{feff}'), "{path}");
        if old.contains("\r\n") {
            assert_eq!(new.matches('\n').count(), new.matches("\r\n").count(), "{path}");
        }
    }
}

fn scenario(source: &str) -> String {
    let line = line_of(source);
    line.check_partial_proofs();
    let (batch, after, findings) = line.batch(&all_classes());
    let mut out = String::new();
    for applied in &batch.applied {
        let (control, address) = &applied.finding;
        let fix = &applied.fix;
        out += &format!("# {control} {address}: {} {}", fix.class, fix.impact);
        if !fix.also_changes.is_empty() {
            out += &format!(", also changes {}", fix.also_changes.join(" "));
        }
        out += "\n";
    }
    for left in &batch.left {
        let why = match &left.why {
            super::LeftReason::NoFix(reason) => reason.text().en.to_string(),
            other => format!("{other:?}"),
        };
        out += &format!("# left {} {}: {why}\n", left.finding.0, left.finding.1);
    }
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Fail) {
        out += &format!("# fails {} {}\n", finding.control.id, finding.address);
    }
    check_texts(&line.files, &after);
    let again = Line { files: after.clone(), ..line.clone() };
    let (second, _, _) = again.batch(&all_classes());
    assert_eq!(second.diff, "", "applying twice equals applying once");
    dump(&format!("scenario-{}", line.files.0.values().map(String::len).sum::<usize>()), &after);
    out + &batch.diff
}

/// With `FIX_DUMP=FOLDER` the mended files are written there, for Terraform to validate.
fn dump(name: &str, files: &Memory) {
    let Some(folder) = std::env::var_os("FIX_DUMP") else { return };
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    for (path, text) in &files.0 {
        let path = std::path::Path::new(&folder).join(&name).join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }
}

pub(crate) fn is_formatted(text: &str) -> bool {
    super::format::is_formatted(text)
}

/// What was formatted stays formatted, and what parsed still parses.
fn check_texts(before: &Memory, after: &Memory) {
    for (path, new) in &after.0 {
        let tree = crate::source::parse(FileId(0), path.as_str().into(), new.as_str().into()).tree;
        assert_eq!(tree.errors, [], "{path}");
        if !path.ends_with(".json") && super::format::is_formatted(&before.0[path]) {
            assert!(super::format::is_formatted(new), "{path}\n{new}");
        }
    }
}

/// The tree of the cost measurements: each part has a bucket, a volume and a group with an open port.
fn tree(parts: usize, one_file: bool) -> Line {
    let mut files = Memory::default();
    for part in 0..parts {
        let text = format!(
            "resource \"aws_s3_bucket\" \"logs_{part}\" {{\n  bucket = \"team-logs-{part}\"\n}}\n\nresource \"aws_ebs_volume\" \"data_{part}\" {{\n  availability_zone = \"us-east-1a\"\n  size              = 20\n}}\n\nresource \"aws_security_group\" \"web_{part}\" {{\n  name = \"web-{part}\"\n\n  ingress {{\n    from_port   = 22\n    to_port     = 22\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }}\n}}\n\n"
        );
        let name = if one_file { "main.tf".to_owned() } else { format!("part{part}.tf") };
        files.0.entry(name).or_default().push_str(&text);
    }
    // Without S3.9: where each bucket logs to is a value that a person gives, and while it is not known it may be any bucket,
    // so that these fixes hang on each other.
    let only = ["S3.5", "S3.8", "S3.11", "EC2.3", "EC2.18", "EC2.19", "EC2.22"].map(str::to_owned).to_vec();
    let options = CheckOptions { today: "2026-01-01".to_owned(), only: Some(only), ..CheckOptions::default() };
    Line { files, root: ProjectOptions::new("."), rules: Arc::new(Rules::builtin()), options }
}

/// Judgements that lint makes, and that proving every fix makes besides; runs of everything count as they judge.
fn costs(line: &Line) -> (usize, usize, usize) {
    let count = || crate::check::JUDGEMENTS.replace(0);
    count();
    let (graph, findings) = line.run(&line.files);
    let lint = count();
    let rerun = |texts: &BTreeMap<FileId, String>| line.rerun(&graph, texts);
    let proposals = propose(&findings, &graph, &rerun, &line.settings(true));
    (lint, count(), proposals.iter().filter(|proposal| proposal.fix.is_some()).count())
}

#[test]
fn proving_every_fix_costs_at_most_three_times_linting() {
    for one_file in [false, true] {
        let mut ratios = Vec::new();
        for parts in [10, 40] {
            let (lint, proofs, fixes) = costs(&tree(parts, one_file));
            assert!(fixes >= 4 * parts, "{fixes} fixes of {parts} parts");
            ratios.push(proofs as f64 / lint as f64);
        }
        println!("one file: {one_file}; judgements of proofs to those of lint: {ratios:.2?}");
        assert!(ratios[1] <= 3.0, "{ratios:?}");
        assert!(ratios[1] <= ratios[0] * 1.1, "it grows faster than the tree: {ratios:?}");
    }
}

/// Two fixes that one judgement reads are not proven by each other: each proof says what the whole run says of it alone.
#[test]
fn fixes_with_something_in_common_are_proven_apart() {
    let source = "=== controls EC2.3 EC2.7 S3.8 EC2.18 EC2.19 EC2.13\n=== main.tf\nresource \"aws_ebs_encryption_by_default\" \"this\" {\n  enabled = false\n}\n\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"a\"\n  size              = 1\n}\n\nresource \"aws_ebs_volume\" \"b\" {\n  availability_zone = local.zone\n  size              = 1\n  encrypted         = local.encrypted\n}\n\nlocals {\n  zone      = \"a\"\n  encrypted = false\n}\n\nresource \"aws_ebs_volume\" \"c\" {\n  availability_zone = local.zone\n  size              = 2\n  encrypted         = local.encrypted\n}\n\nresource \"aws_security_group\" \"g\" {\n  name = \"g\"\n\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    let line = line_of(source);
    line.check_partial_proofs();
    let (_, proposals) = line.proposals(true);
    let fixes: Vec<&super::Fix> = proposals.iter().filter_map(|proposal| proposal.fix.as_deref()).collect();
    let of = |address: &str| fixes.iter().find(|fix| fix.targets.iter().any(|target| **target == *address));
    let a = of("aws_ebs_volume.a").expect("a fix");
    assert!(a.also_mends.iter().all(|(_, address)| **address == *"aws_ebs_volume.a"), "{:?}", a.also_mends);
    let b = of("aws_ebs_volume.b").expect("a fix");
    assert!(b.also_mends.iter().any(|(_, address)| **address == *"aws_ebs_volume.c"), "{:?}", b.also_mends);
}

/// The same of JSON syntax, of a variable file and of modules that are called twice.
#[test]
fn partial_proofs_hold_in_every_syntax() {
    let json = "=== controls EC2.3 EC2.8\n=== main.tf.json\n{\n  \"resource\": {\n    \"aws_ebs_volume\": {\n      \"a\": {\n        \"availability_zone\": \"a\",\n        \"size\": 1,\n        \"encrypted\": \"${var.on}\"\n      }\n    }\n  },\n  \"variable\": {\n    \"on\": {\n      \"type\": \"bool\"\n    }\n  }\n}\n=== terraform.tfvars\non = false\n";
    let modules = "=== controls EC2.3\n=== main.tf\nmodule \"one\" {\n  source = \"./m\"\n}\n\nmodule \"two\" {\n  source = \"./m\"\n  on     = true\n}\n=== m/main.tf\nvariable \"on\" {\n  type    = bool\n  default = false\n}\n\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"a\"\n  size              = 1\n  encrypted         = var.on\n}\n";
    for source in [json, modules] {
        let line = line_of(source);
        line.check_partial_proofs();
        let (batch, _, findings) = line.batch(&all_classes());
        assert_eq!(batch.applied.len(), 1, "{:?}", batch.left);
        assert!(findings.iter().all(|finding| finding.verdict != Verdict::Fail), "{}", batch.diff);
    }
}

/// A reference may be written with `resource` before it.
#[test]
fn partial_proofs_follow_references_that_begin_with_resource() {
    for reference in ["resource.aws_ebs_volume.b.encrypted", "resource . aws_ebs_volume . b . encrypted"] {
        let line = line_of(&format!(
            "=== controls EC2.3\n=== main.tf\nresource \"aws_ebs_volume\" \"a\" {{\n  availability_zone = \"a\"\n  size              = 1\n  encrypted         = {reference}\n}}\n\nresource \"aws_ebs_volume\" \"b\" {{\n  availability_zone = \"a\"\n  size              = 1\n  encrypted         = false\n}}\n"
        ));
        line.check_partial_proofs();
        let (_, proposals) = line.proposals(true);
        let mends = |proposal: &Proposal| proposal.fix.as_ref().map_or(0, |fix| fix.also_mends.len());
        assert_eq!(proposals.iter().map(mends).max(), Some(2), "{reference}: both are mended by the one");
    }
}

/// A fix of a file that does not parse is sought, never a panic, and holds in a whole run.
#[test]
fn fixes_of_broken_files_hold() {
    for text in [
        "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"a\"\n  size = 1 }\n",
        "resource \"aws_instance\" \"i\" {\n  ami = \"a\"instance_type= \"t3.micro\"}\n",
        "resource \"aws_kms_key\" \"k\" {\n  description = \"data\"\n  \u{feff}",
        // What is put after it stands inside it.
        "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"a\"\n}\n\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"b\"\n  gra.t {\n  ",
    ] {
        let files = Memory(BTreeMap::from([("main.tf".to_owned(), text.to_owned())]));
        let line = Line {
            files,
            root: ProjectOptions::new("."),
            rules: Arc::new(Rules::builtin()),
            options: CheckOptions::default(),
        };
        line.check_partial_proofs();
    }
    // The same of values that are given in a broken file.
    let main = "variable \"on\" {\n  type = bool\n}\n\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"a\"\n  size              = 1\n  encrypted         = var.on\n}\n";
    for values in ["on = false }\n", "other = [\non = false\n", "on = false other = 1\n", "on = false\nother = {"] {
        line_of(&format!("=== controls EC2.3\n=== main.tf\n{main}=== terraform.tfvars\n{values}"))
            .check_partial_proofs();
    }
}

/// A document that gets a statement keeps its others: an edit that loses part of one is not proven.
#[test]
fn the_other_statements_of_a_document_keep_their_meaning() {
    use super::prove::{Baseline, Claim, Run, key};
    let config = |statements: &str| {
        let policy = format!("jsonencode({{ Version = \"2012-10-17\", Statement = {statements} }})");
        line_of(&format!(
            "=== controls S3.5\n=== main.tf\nresource \"aws_s3_bucket\" \"b\" {{\n  bucket = \"b\"\n}}\n\nresource \"aws_s3_bucket_policy\" \"b\" {{\n  bucket = aws_s3_bucket.b.id\n  policy = {policy}\n}}\n"
        ))
    };
    let reads = |from: &str| {
        format!(
            "{{ Effect = \"Allow\", Principal = {{ AWS = \"111122223333\" }}, Action = \"s3:GetObject\", Resource = \"{from}/*\" }}"
        )
    };
    let denies = "{ Effect = \"Deny\", Principal = \"*\", Action = \"s3:*\", Resource = [aws_s3_bucket.b.arn, \"${aws_s3_bucket.b.arn}/*\"], Condition = { Bool = { \"aws:SecureTransport\" = \"false\" } } }";
    let bucket = "${aws_s3_bucket.b.arn}";
    let before = config(&reads(bucket));
    let (graph, findings) = before.run(&before.files);
    let finding = findings.iter().find(|finding| finding.verdict == Verdict::Fail).expect("it fails");
    let requests: Vec<_> = finding.details().requests.iter().collect();
    let holds = |statements: String| {
        let after = config(&statements);
        let after = Run::of(after.run(&after.files));
        let (keys, targets) = ([key(finding)], [requests[0].target.clone()]);
        let class = Class::Unsafe;
        let claim =
            Claim { keys: &keys, targets: &targets, candidate: &Default::default(), requests: &requests, class };
        Baseline::new(&graph, &findings).compare(&claim, &after.seen()).is_ok()
    };
    assert!(holds(format!("[{}, {denies}]", reads(bucket))));
    assert!(holds(format!("[{denies}, {}]", reads(bucket))));
    for lost in [reads(&"x".repeat(bucket.len())), reads("arn:aws:s3:::b")] {
        assert!(!holds(format!("[{lost}, {denies}]")), "{lost}");
    }
    assert!(!holds(format!("[{denies}]")), "nothing is left");
    assert!(!holds(format!("[{}, {}, {denies}]", reads(bucket), reads("*"))), "another one comes along");
}
