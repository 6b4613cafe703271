//! JUnit XML: a suite for each control, a case for each resource.

use super::outcome::{Entry, Outcome, Place, Status};
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn junit(outcome: &Outcome) -> String {
    let mut suites: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in &outcome.entries {
        suites.entry(&entry.control.id).or_default().push(entry);
    }
    let count = |entries: &[&Entry], status: Status| entries.iter().filter(|entry| entry.status == status).count();
    let all: Vec<&Entry> = outcome.entries.iter().collect();
    let skipped = |entries: &[&Entry]| count(entries, Status::Unknown) + count(entries, Status::Suppressed);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        out,
        "<testsuites name=\"tfmend\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        all.len() + outcome.problems.len(),
        count(&all, Status::Fail),
        outcome.problems.len(),
        skipped(&all)
    );
    for (id, entries) in suites {
        let (failures, skipped) = (count(&entries, Status::Fail), skipped(&entries));
        let name = xml(&format!("{id} {}", entries[0].control.title));
        let tests = entries.len();
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
        );
        for entry in entries {
            case(&mut out, entry);
        }
        out.push_str("  </testsuite>\n");
    }
    problems(&mut out, outcome);
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, entry: &Entry) {
    let name = if entry.address.is_empty() { "account" } else { &*entry.address };
    let _ = write!(out, "    <testcase classname=\"{}\" name=\"{}\"", xml(&entry.control.id), xml(name));
    let place = entry.place.as_ref().map(line_of).unwrap_or_default();
    let message = xml(&entry.message);
    let _ = match entry.status {
        Status::Pass => writeln!(out, "/>"),
        Status::Fail => {
            let diff = entry.fix.as_ref().map_or("", |fix| &fix.diff);
            let severity = entry.control.severity.as_str();
            let text = xml(&format!("{place}\n{diff}"));
            writeln!(
                out,
                ">\n      <failure message=\"{message}\" type=\"{severity}\">{text}</failure>\n    </testcase>"
            )
        }
        Status::Unknown => {
            let blocked = xml(&entry.blocked_by.join(", "));
            writeln!(out, ">\n      <skipped message=\"{message}: {blocked}\"/>\n    </testcase>")
        }
        Status::Suppressed => {
            let reason = entry.suppression.as_ref().and_then(|suppression| suppression.reason.as_deref()).unwrap_or("");
            writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", xml(&format!("suppressed: {reason}")))
        }
    };
}

fn problems(out: &mut String, outcome: &Outcome) {
    if outcome.problems.is_empty() {
        return;
    }
    let count = outcome.problems.len();
    let _ = writeln!(
        out,
        "  <testsuite name=\"problems\" tests=\"{count}\" failures=\"0\" errors=\"{count}\" skipped=\"0\">"
    );
    for problem in &outcome.problems {
        let place = problem.place.as_ref().map(line_of).or(problem.file.clone()).unwrap_or_default();
        let (kind, place, message) = (xml(&problem.kind), xml(&place), xml(&problem.message));
        let _ = writeln!(
            out,
            "    <testcase classname=\"problem\" name=\"{kind} {place}\">\n      <error message=\"{message}\"/>\n    </testcase>"
        );
    }
    out.push_str("  </testsuite>\n");
}

fn line_of(place: &Place) -> String {
    format!("{}:{}", place.path(), place.start_position().line)
}

/// Text for XML 1.0, in an attribute or between tags.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in super::escape::lines(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
