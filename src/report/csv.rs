//! A table of findings.

use super::cloud::requirements;
use super::outcome::Outcome;
use std::io::{self, Write};

const HEAD: [&str; 15] = [
    "control",
    "slug",
    "severity",
    "status",
    "change",
    "address",
    "resource_type",
    "file",
    "line",
    "column",
    "message",
    "fix_class",
    "fix_impact",
    "fingerprint",
    "frameworks",
];

pub fn csv(outcome: &Outcome, all: bool, to: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(to);
    let mut write = |row: [&str; 15]| writer.write_record(row.map(harmless)).map_err(reason);
    write(HEAD)?;
    for entry in outcome.entries.iter().filter(|entry| all || entry.is_open() || entry.is_resolved()) {
        let position = entry.place.as_ref().map(|place| place.start_position());
        let number = |of: fn(crate::text::Position) -> u32| position.map_or(String::new(), |at| of(at).to_string());
        write([
            &entry.control.id,
            &entry.control.slug,
            entry.control.severity.as_str(),
            entry.status.word(),
            entry.change.unwrap_or(""),
            &entry.address,
            &entry.resource_type,
            entry.file().unwrap_or(""),
            &number(|at| at.line),
            &number(|at| at.column),
            &entry.message,
            entry.fix.as_ref().map_or("", |fix| fix.class),
            entry.fix.as_ref().map_or("", |fix| fix.impact),
            &entry.fingerprint,
            &requirements(entry).collect::<Vec<_>>().join(" "),
        ])?;
    }
    for problem in &outcome.problems {
        let position = problem.place.as_ref().map(|place| place.start_position());
        let number = |of: fn(crate::text::Position) -> u32| position.map_or(String::new(), |at| of(at).to_string());
        let (line, column) = (number(|at| at.line), number(|at| at.column));
        let file = problem.path().unwrap_or("");
        let level = problem.level.word();
        write([
            "problem",
            &problem.kind,
            "",
            level,
            "",
            "",
            "",
            file,
            &line,
            &column,
            &problem.message,
            "",
            "",
            "",
            "",
        ])?;
    }
    writer.flush()
}

/// Why a row could not be written.
fn reason(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A spreadsheet takes a field that starts with one of these for a formula; some take the wide forms too.
fn harmless(field: &str) -> String {
    let field = super::escape::line(field);
    if field.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|']) {
        format!("'{field}")
    } else {
        field.into_owned()
    }
}
