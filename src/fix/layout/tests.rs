//! Cases under `testdata/fix/edits`: a request in lines, the text before, the text after. Each also holds with CRLF and with a BOM.

use crate::fix::body::{Substitution, draft};
use crate::fix::change::{Change, Expression, Place};
use crate::fix::layout::edits;
use crate::fix::path::steps;
use crate::fix::{direct, format};
use crate::source::{Kind, SourceFile, Syntax, parse};
use crate::text::{File, FileId, Files};
use std::sync::Arc;

struct Case {
    name: String,
    request: String,
    before: String,
    after: String,
}

fn cases() -> Vec<Case> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix/edits");
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("the folder is there").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut cases = Vec::new();
    for entry in entries {
        let text = std::fs::read_to_string(entry.path()).expect("readable");
        for case in text.split("=== ").filter(|case| !case.trim().is_empty()) {
            let (name, rest) = case.split_once('\n').expect("a name");
            let (request, rest) = rest.split_once("--- before\n").expect("a request");
            let (before, after) = rest.split_once("--- after\n").expect("both texts");
            cases.push(Case {
                name: format!("{}: {name}", entry.file_name().to_string_lossy()),
                request: request.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            });
        }
    }
    cases
}

fn parsed(path: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(parse(FileId(0), path.into(), text.into()))
}

fn root(path: &str, text: &str) -> Syntax {
    let file = parsed(path, text);
    Syntax { node: file.tree.root(), file }
}

/// The first resource of the file.
fn target(path: &str, text: &str) -> Syntax {
    let root = root(path, text);
    match root.kind() {
        Kind::File => root.children().into_iter().find(|item| item.kind() == Kind::Block).unwrap_or(root),
        _ => (0..3).fold(root, |at, _| at.children()[0].children()[1].clone()),
    }
}

fn changes(block: &Syntax, request: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    for line in request.lines().filter(|line| !line.is_empty()) {
        let (verb, rest) = line.split_once(' ').expect("a verb");
        let expect = |change: Option<Change>| change.unwrap_or_else(|| panic!("no place for {line}"));
        match verb {
            "set" => {
                let (path, source) = rest.split_once(" = ").expect("an assignment");
                let expression = Expression::Source(source.replace("\\n", "\n"));
                changes.push(expect(direct::set(block, &steps(path), &expression)));
            }
            "remove" => changes.extend(direct::remove(block, &steps(rest)).expect("something to remove")),
            "remove-values" => {
                let (path, values) = rest.split_once(" = ").expect("values");
                let values: Vec<String> = values.split(' ').map(str::to_owned).collect();
                let (_, list) = crate::fix::change::item_named(block, path).expect("a list");
                changes.extend(direct::remove_elements(&list, &values).expect("values to remove"));
            }
            "element" => {
                let (path, source) = rest.split_once(" = ").expect("an assignment");
                let (_, list) = crate::fix::change::item_named(block, path).expect("a list");
                changes.push(Change::AddElement { list, element: Expression::Source(source.to_owned()) });
            }
            "block" | "after" | "end" => {
                let (parent, source) = rest.split_once(": ").unwrap_or(("", rest));
                let body = root("rule.tf", &source.replace("; ", "\n")).children()[0].clone();
                let labels = body.children().into_iter().filter(|child| child.kind() == Kind::Label);
                let labels = labels.filter_map(|label| crate::source::string_value(&label)).collect();
                let draft = draft(&body, body.name(), labels, &Substitution::default()).expect("a draft");
                changes.push(match verb {
                    "block" => expect(direct::add_block(block, &steps(parent), &draft)),
                    "after" => Change::AddTopLevel { place: Place::After(block.clone()), draft },
                    _ => Change::AddTopLevel { place: Place::EndOf(block.file.clone()), draft },
                });
            }
            _ => panic!("unknown verb {verb}"),
        }
    }
    changes
}

fn applied(case: &Case, before: &str) -> String {
    let path = if case.before.trim_start().starts_with('{') { "main.tf.json" } else { "main.tf" };
    let mut files = Files::default();
    let id = files.add(File::new(path, before));
    let changes = changes(&target(path, before), &case.request);
    let set = edits(&changes, &files).unwrap_or_else(|error| panic!("{}: {error:?}", case.name));
    let new = set.apply(&files).remove(&id).unwrap_or_else(|| before.to_owned());
    let tree = parsed(path, &new);
    assert_eq!(tree.tree.errors, [], "{}: the result parses\n{new}", case.name);
    new
}

#[test]
fn cases_give_the_text_after() {
    let cases = cases();
    assert!(cases.len() >= 40, "{} cases", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let after = applied(case, &case.before);
        if after != case.after {
            failures.push(format!("=== {}\n{}--- expected\n{}", case.name, after, case.after));
        }
        let crlf = applied(case, &case.before.replace('\n', "\r\n"));
        if after == case.after && crlf != case.after.replace('\n', "\r\n") {
            failures.push(format!("=== {} (CRLF)\n{crlf:?}\n--- expected\n{:?}", case.name, case.after));
        }
        let bom = applied(case, &format!("\u{feff}{}", case.before));
        if after == case.after && bom != format!("\u{feff}{}", case.after) {
            failures.push(format!("=== {} (BOM)\n{bom:?}", case.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn formatted_files_stay_formatted() {
    for case in cases().iter().filter(|case| !case.before.trim_start().starts_with('{')) {
        if format::is_formatted(&case.before) {
            assert!(format::is_formatted(&case.after), "{}", case.name);
        }
    }
}
