//! A pull-request comment with collapsible diffs and a marker by which a bot finds it again.

use super::outcome::{Entry, Outcome, Place, Problem, Status};
use super::standing::{Standing, standings};
use super::words::{Lang, Words, counted};
use std::cmp::Reverse;
use std::fmt::Write;

/// The first line of every comment.
pub const MARKER: &str = "<!-- tfmend -->";
/// The longest comment that GitHub takes, in UTF-16 units.
const LIMIT: usize = 65_536;
/// Kept free for what is said at the end.
const RESERVE: usize = 1_500;
/// Of the whole, problems may take this much: findings matter more.
const PROBLEMS: usize = 16_000;

/// The comment. What does not fit GitHub's limit is counted at its end.
pub fn markdown(outcome: &Outcome, lang: Lang) -> String {
    let words = lang.words();
    let mut page = Page { out: String::new(), used: 0, limit: LIMIT - RESERVE, words };
    page.put(&head(outcome, words));
    let mut cut = Cut { problems: page.list(words.problems, &problems(outcome, words), PROBLEMS), ..Cut::default() };
    let mut failing: Vec<&Entry> = outcome.with_status(Status::Fail).collect();
    failing.sort_by_key(|entry| Reverse(entry.control.severity));
    for entry in failing {
        if page.put(&finding(entry, words, true)) {
            continue;
        }
        let shorter = page.put(&finding(entry, words, false));
        cut.findings += usize::from(!shorter);
        cut.diffs += usize::from(shorter && entry.fix.is_some());
    }
    let unknown: Vec<String> = outcome.with_status(Status::Unknown).map(|entry| unknown(entry, words)).collect();
    cut.findings += page.fold(words.term("unknown"), &unknown);
    let resolved: Vec<String> = outcome.entries.iter().filter(|entry| entry.is_resolved()).map(resolved).collect();
    page.fold(words.term("resolved"), &resolved);
    page.fold(words.frameworks, &frameworks(outcome, words, lang));
    page.fold(words.frameworks, &super::requirements::requirements_markdown(&outcome.frameworks, lang));
    page.limit = LIMIT;
    if cut.any() {
        page.put(&cut.sentence(lang));
    }
    for group in &outcome.not_judged {
        let line =
            format!("_{}: {}: {}_\n", words.not_judged, escaped(&group.controls.join(", ")), escaped(&group.reason));
        if !page.put(&line) {
            page.put(&format!("_{}: {} {}_\n", words.not_judged, group.controls.len(), words.controls));
        }
    }
    page.out
}

/// The comment so far, and how much of the limit it takes.
struct Page {
    out: String,
    used: usize,
    limit: usize,
    words: &'static Words,
}

impl Page {
    /// Adds a whole piece, or nothing when it does not fit.
    fn put(&mut self, piece: &str) -> bool {
        let size = piece.encode_utf16().count();
        let fits = self.used + size <= self.limit;
        if fits {
            self.used += size;
            self.out.push_str(piece);
        }
        fits
    }

    /// A heading with a line for each piece; how many did not fit.
    fn list(&mut self, title: &str, lines: &[String], most: usize) -> usize {
        if lines.is_empty() || !self.put(&format!("### {title}\n\n")) {
            return lines.len();
        }
        let start = self.used;
        let kept = lines.iter().take_while(|line| self.used - start < most && self.put(line)).count();
        self.put("\n");
        lines.len() - kept
    }

    /// The same, collapsed.
    fn fold(&mut self, title: &str, lines: &[String]) -> usize {
        if lines.is_empty() || !self.put(&format!("<details><summary>{} {title}</summary>\n\n", lines.len())) {
            return lines.len();
        }
        let kept = lines.iter().take_while(|line| self.put(line)).count();
        if kept < lines.len() {
            self.force(&format!("- … {} {}\n", lines.len() - kept, self.words.more));
        }
        self.force("\n</details>\n\n");
        lines.len() - kept
    }

    /// Adds what must stand there; the reserve has room for it.
    fn force(&mut self, piece: &str) {
        self.used += piece.encode_utf16().count();
        self.out.push_str(piece);
    }
}

/// What did not fit.
#[derive(Default)]
struct Cut {
    findings: usize,
    diffs: usize,
    problems: usize,
}

impl Cut {
    fn any(&self) -> bool {
        self.findings + self.diffs + self.problems > 0
    }

    fn sentence(&self, lang: Lang) -> String {
        let (findings, diffs, problems) = (self.findings, self.diffs, self.problems);
        match lang {
            Lang::En => format!(
                "> **Cut to the {LIMIT} characters of a comment:** {findings} findings, {diffs} diffs and {problems} problems \
                 are left out here; `tfmend lint` shows all of them.\n\n"
            ),
            Lang::Ja => format!(
                "> **コメントの上限 {LIMIT} 文字に合わせて省略しました:** 指摘 {findings} 件、差分 {diffs} 件、問題 {problems} 件。\
                 `tfmend lint` ですべて表示できます。\n\n"
            ),
        }
    }
}

fn head(outcome: &Outcome, words: &'static Words) -> String {
    let mut out = format!("{MARKER}\n## tfmend\n\n");
    let mut counts: Vec<String> = [Status::Fail, Status::Unknown, Status::Pass, Status::Suppressed]
        .map(|status| format!("**{}** {}", outcome.count(status), words.term(status.word())))
        .into();
    for change in ["introduced", "resolved"] {
        let counts_as = |entry: &&Entry| {
            entry.change == Some(change) && (entry.is_resolved() || change == "introduced" && entry.is_open())
        };
        let count = outcome.entries.iter().filter(counts_as).count();
        if count > 0 {
            counts.push(format!("**{count}** {}", words.term(change)));
        }
    }
    let totals = outcome.totals;
    let (resources, files) = (counted(totals.resources, words.resources), counted(totals.files, words.files));
    let _ = writeln!(out, "{} — {resources}, {files}\n", counts.join(", "));
    if outcome.count(Status::Fail) + outcome.count(Status::Unknown) + outcome.problems.len() == 0 {
        let _ = writeln!(out, "{}\n", words.clean);
    }
    out
}

fn problems(outcome: &Outcome, words: &'static Words) -> Vec<String> {
    let line = |problem: &Problem| {
        let place = problem.place.as_ref().map(line_of).or(problem.file.clone()).unwrap_or_default();
        let (level, kind) = (words.term(problem.level.word()), code(&problem.kind));
        let meaning = words.meaning(&problem.kind).map_or_else(String::new, |meaning| format!(" ({meaning})"));
        format!("- {level} {kind}{meaning} {} {}\n", escaped(&problem.message), code(&place))
    };
    outcome.problems.iter().map(line).collect()
}

/// How the run stands against each framework.
fn frameworks(outcome: &Outcome, words: &'static Words, lang: Lang) -> Vec<String> {
    let line = |standing: &Standing| {
        let failed = standing.requirements.iter().filter(|requirement| requirement.status() == Status::Fail);
        let failed: Vec<&str> = failed.map(|requirement| &*requirement.id).collect();
        let failed = if failed.is_empty() { String::new() } else { format!(": {}", code(&failed.join(", "))) };
        let count = |status: Status| format!("{} {}", standing.count(status), words.term(status.word()));
        let (fail, unknown, pass) = (count(Status::Fail), count(Status::Unknown), count(Status::Pass));
        let title = escaped(&standing.title);
        format!("- {title}: {pass}, {unknown}, {} {}, **{fail}**{failed}\n", standing.not_judged, words.not_judged)
    };
    standings(outcome, lang).iter().map(line).collect()
}

fn unknown(entry: &Entry, words: &'static Words) -> String {
    let (message, blocked) = (escaped(&entry.message), escaped(&entry.blocked_by.join(", ")));
    let (id, address) = (escaped(&entry.control.id), code(&entry.address));
    format!("- **{id}** {address} {message} ({}: {blocked})\n", words.blocked_by)
}

fn resolved(entry: &Entry) -> String {
    format!("- **{}** {} {}\n", escaped(&entry.control.id), code(&entry.address), escaped(&entry.control.title))
}

fn finding(entry: &Entry, words: &'static Words, with_diff: bool) -> String {
    let mut out = String::new();
    let control = &entry.control;
    let severity = words.term(control.severity.as_str());
    let change = entry.change.map_or(String::new(), |change| format!(" [{}]", words.term(change)));
    let _ = writeln!(out, "### {severity} {} {}{change}\n", escaped(&control.id), escaped(&control.title));
    let place = entry.place.as_ref().map_or(String::new(), |place| format!(" {}", code(&line_of(place))));
    let address = if entry.address.is_empty() { escaped(words.account) } else { code(&entry.address) };
    let _ = writeln!(out, "{address}: {}{place}\n", escaped(&entry.message));
    match (&entry.fix, &entry.no_fix_reason) {
        (Some(fix), _) => {
            let proven = if fix.proven { words.proven } else { words.not_proven };
            let facts = format!("{}, {}, {proven}", words.term(fix.class), words.term(fix.impact));
            if !with_diff {
                let _ = writeln!(out, "{}: {} ({facts})\n", words.fix, escaped(&fix.summary));
                return out;
            }
            let _ = writeln!(out, "<details><summary>{}: {} ({facts})</summary>\n", words.fix, html(&fix.summary));
            if let Some(warning) = &fix.warning {
                let _ = writeln!(out, "> {}: {}\n", words.warning, escaped(warning));
            }
            for (name, description) in &fix.inputs {
                let _ =
                    writeln!(out, "{}: {} {}\n", words.needs, code(&format!("--var {name}=...")), escaped(description));
            }
            let diff = super::escape::lines(&fix.diff.replace("\r\n", "\n")).into_owned();
            let fence = fence(&diff);
            let _ = writeln!(out, "{fence}diff\n{diff}{fence}\n\n</details>\n");
        }
        (None, Some(reason)) => {
            let _ = writeln!(out, "{}: {}\n", words.no_fix, escaped(reason));
        }
        (None, None) => {}
    }
    out
}

fn line_of(place: &Place) -> String {
    format!("{}:{}", place.path(), place.start_position().line)
}

/// Longer than every run of backticks in the text.
pub(super) fn fence(text: &str) -> String {
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

/// Text in which nothing is markup, a mention or a reference. A mention is recognised after entities are resolved, so a
/// comment stands between the sign and the name.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in super::escape::line(text).chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("@<!-- -->"),
            '#' => out.push_str("\\#<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// The same inside HTML, where Markdown is not read.
fn html(text: &str) -> String {
    let text = super::escape::line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('@', "@<!-- -->").replace('#', "#<!-- -->")
}
