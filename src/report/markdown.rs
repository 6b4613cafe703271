//! A pull-request comment with collapsible diffs and a marker by which a bot finds it again.

use super::outcome::{Entry, Outcome, Place, Status};
use super::words::{Lang, Words};
use std::fmt::Write;

/// The first line of every comment.
pub const MARKER: &str = "<!-- tfmend -->";

pub fn markdown(outcome: &Outcome, lang: Lang) -> String {
    let words = lang.words();
    let mut out = format!("{MARKER}\n## tfmend\n\n");
    let counts = [Status::Fail, Status::Unknown, Status::Pass, Status::Suppressed]
        .map(|status| format!("**{}** {}", outcome.count(status), words.term(status.word())));
    let _ = writeln!(
        out,
        "{} — {} {}, {} {}\n",
        counts.join(", "),
        outcome.totals.resources,
        words.resources,
        outcome.totals.files,
        words.files
    );
    if outcome.count(Status::Fail) + outcome.count(Status::Unknown) + outcome.problems.len() == 0 {
        let _ = writeln!(out, "{}", words.clean);
    }
    for entry in outcome.with_status(Status::Fail) {
        finding(&mut out, entry, words);
    }
    let unknown: Vec<&Entry> = outcome.with_status(Status::Unknown).collect();
    if !unknown.is_empty() {
        let _ = writeln!(out, "<details><summary>{} {}</summary>\n", unknown.len(), words.term("unknown"));
        for entry in unknown {
            let (message, blocked) = (escaped(&entry.message), escaped(&entry.blocked_by.join(", ")));
            let _ = writeln!(
                out,
                "- **{}** {} {message} ({}: {blocked})",
                escaped(&entry.control.id),
                code(&entry.address),
                words.blocked_by
            );
        }
        out.push_str("\n</details>\n\n");
    }
    if !outcome.problems.is_empty() {
        let _ = writeln!(out, "### {}\n", words.problems);
        for problem in &outcome.problems {
            let place = problem.place.as_ref().map(line_of).or(problem.file.clone()).unwrap_or_default();
            let _ = writeln!(
                out,
                "- {} `{}` {} {}",
                words.term(problem.level.word()),
                problem.kind,
                escaped(&problem.message),
                code(&place)
            );
        }
        out.push('\n');
    }
    for group in &outcome.not_judged {
        let _ = writeln!(out, "_{}: {}: {}_", words.not_judged, group.controls.join(", "), escaped(&group.reason));
    }
    out
}

fn finding(out: &mut String, entry: &Entry, words: &'static Words) {
    let control = &entry.control;
    let severity = words.term(control.severity.as_str());
    let change = entry.change.map_or(String::new(), |change| format!(" [{}]", words.term(change)));
    let _ = writeln!(out, "### {severity} {} {}{change}\n", escaped(&control.id), escaped(&control.title));
    let place = entry.place.as_ref().map_or(String::new(), |place| format!(" {}", code(&line_of(place))));
    let _ = writeln!(out, "{}: {}{place}\n", code(&entry.address), escaped(&entry.message));
    match (&entry.fix, &entry.no_fix_reason) {
        (Some(fix), _) => {
            let proven = if fix.proven { words.proven } else { words.not_proven };
            let facts = format!("{}, {}, {proven}", words.term(fix.class), words.term(fix.impact));
            let _ = writeln!(out, "<details><summary>{}: {} ({facts})</summary>\n", words.fix, html(&fix.summary));
            if let Some(warning) = &fix.warning {
                let _ = writeln!(out, "> {}: {}\n", words.warning, escaped(warning));
            }
            let fence = fence(&fix.diff);
            let _ = writeln!(
                out,
                "{fence}diff\n{}{fence}\n\n</details>\n",
                super::escape::lines(&fix.diff.replace("\r\n", "\n"))
            );
        }
        (None, Some(reason)) => {
            let _ = writeln!(out, "{}: {}\n", words.no_fix, escaped(reason));
        }
        (None, None) => {}
    }
}

fn line_of(place: &Place) -> String {
    format!("{}:{}", place.path(), place.start_position().line)
}

/// Longer than every run of backticks in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Inline code that no backtick in the text can end.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{}{pad}{ticks}", super::escape::line(text))
}

/// Text in which nothing is markup, a mention or a link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in super::escape::line(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

fn html(text: &str) -> String {
    super::escape::line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;")
}
