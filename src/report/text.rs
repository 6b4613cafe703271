//! The report for people at a terminal: excerpt, why, origin, diff, summary.

use super::excerpt::{Mark, excerpt};
use super::outcome::{Entry, FixText, Outcome, Place, Problem, Status, Step};
use super::words::{Lang, Words, counted};
use super::{Paint, escape};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;
use std::sync::Arc;

/// How the terminal report is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextOptions {
    pub lang: Lang,
    pub paint: Paint,
    /// Passes and suppressed findings are listed too.
    pub all: bool,
    /// Findings only, without the summary.
    pub quiet: bool,
    /// A table of findings by control after the summary.
    pub statistics: bool,
}

/// Instances listed by name when one place fails for several.
const NAMED_INSTANCES: usize = 5;
/// Columns of running text.
const PROSE_WIDTH: usize = 110;

/// Writes the whole report.
pub fn text(outcome: &Outcome, options: &TextOptions, to: &mut dyn io::Write) -> io::Result<()> {
    let mut printer = Printer::new(options);
    printer.problems(outcome);
    printer.findings(outcome, to)?;
    if options.statistics {
        printer.statistics(outcome);
    }
    if !options.quiet {
        printer.summary(outcome);
    }
    to.write_all(printer.out.as_bytes())
}

/// The problems alone.
pub fn problems_text(problems: &[Problem], lang: Lang, paint: Paint) -> String {
    let options = TextOptions { lang, paint, ..TextOptions::default() };
    let mut printer = Printer::new(&options);
    for problem in problems {
        printer.problem(problem);
    }
    printer.out
}

struct Printer<'a> {
    out: String,
    words: &'static Words,
    options: &'a TextOptions,
    /// Controls whose reason, and kinds of problems whose meaning has been given.
    explained: BTreeSet<Arc<str>>,
    /// Notes that were wrapped before, by their word and text: most repeat the title of a control.
    wrapped: FxHashMap<(&'static str, String), String>,
}

/// Wrapped notes that are kept.
const MOST_WRAPPED: usize = 1024;

macro_rules! put {
    ($printer:expr, $($argument:tt)*) => {
        writeln!($printer.out, $($argument)*).expect("a string takes every write")
    };
}

impl<'a> Printer<'a> {
    fn new(options: &'a TextOptions) -> Printer<'a> {
        let words = options.lang.words();
        Printer { out: String::new(), words, options, explained: BTreeSet::new(), wrapped: FxHashMap::default() }
    }

    fn paint(&self) -> Paint {
        self.options.paint
    }

    fn findings(&mut self, outcome: &Outcome, to: &mut dyn io::Write) -> io::Result<()> {
        let listed = |entry: &&Entry| self.options.all || entry.is_open();
        let entries: Vec<&Entry> = outcome.entries.iter().filter(listed).collect();
        let mut account = false;
        for group in entries.chunk_by(|a, b| same_place(a, b)) {
            if group[0].account && !account {
                account = true;
                put!(self, "{}\n", self.paint().heading(self.words.account));
            }
            match group[0].status {
                Status::Fail => self.fail(group),
                Status::Unknown => self.unknown(group),
                Status::Pass | Status::Suppressed => self.settled(group),
            }
            if self.out.len() >= escape::PART {
                to.write_all(self.out.as_bytes())?;
                self.out.clear();
            }
        }
        Ok(())
    }

    fn title(&mut self, entry: &Entry, level: &'static str) {
        let change = entry.change.map_or(String::new(), |change| format!(" [{}]", self.words.term(change)));
        put!(
            self,
            "{} {} {}{change}: {}",
            self.paint().level(level, self.words.term(level)),
            self.paint().bold(escape::line(&entry.control.id)),
            self.paint().dim(escape::line(&entry.control.slug)),
            self.paint().bold(escape::line(&entry.message)),
        );
    }

    fn fail(&mut self, group: &[&Entry]) {
        let entry = group[0];
        self.title(entry, entry.control.severity.as_str());
        self.instances(group);
        self.places(entry);
        let reason = self.reason(entry);
        self.prose(self.words.why, &reason);
        match (&entry.fix, &entry.no_fix_reason) {
            (Some(fix), _) => self.fix(fix),
            (None, Some(reason)) => self.prose(self.words.no_fix, reason),
            (None, None) => {}
        }
        self.out.push('\n');
    }

    fn unknown(&mut self, group: &[&Entry]) {
        let entry = group[0];
        self.title(entry, "unknown");
        self.instances(group);
        self.places(entry);
        if !entry.blocked_by.is_empty() {
            self.note(self.words.blocked_by, &escape::line(&entry.blocked_by.join(", ")));
        }
        self.out.push('\n');
    }

    fn settled(&mut self, group: &[&Entry]) {
        for entry in group {
            let status = entry.status.word();
            let place = entry.place.as_ref().map_or(String::new(), |place| format!(" ({})", line_of(place)));
            put!(
                self,
                "{} {} {} {}{}",
                self.paint().level(status, self.words.term(status)),
                self.paint().bold(escape::line(&entry.control.id)),
                self.paint().dim(escape::line(&entry.control.slug)),
                escape::line(&entry.address),
                self.paint().dim(place),
            );
            if let Some(suppression) = &entry.suppression {
                let reason = suppression.reason.as_deref().unwrap_or(self.words.no_reason);
                self.note(suppression.by, &escape::line(reason));
            }
        }
        if group[0].status == Status::Suppressed {
            self.out.push('\n');
        }
    }

    /// The address, and how many other instances fail at the same place.
    fn instances(&mut self, group: &[&Entry]) {
        if !group[0].address.is_empty() {
            put!(self, "  {}", escape::line(&group[0].address));
        }
        let others = &group[1..];
        if others.is_empty() {
            return;
        }
        let named: Vec<_> = others.iter().take(NAMED_INSTANCES).map(|entry| escape::line(&entry.address)).collect();
        let rest = others.len() - named.len();
        let more = if rest > 0 { format!(" (+{rest} {})", self.words.more) } else { String::new() };
        put!(self, "  {}: {}{more}", self.paint().dim(self.words.also), named.join(", "));
    }

    /// The excerpt of the attribute and, when it takes its value from elsewhere, the way there and what decides it.
    fn places(&mut self, entry: &Entry) {
        let Some(place) = &entry.place else { return };
        self.excerpt(place, "");
        let elsewhere = |step: &&Step| step.place.as_ref().is_some_and(|at| !covers(at, place));
        let steps: Vec<&Step> = entry.origin.iter().filter(elsewhere).collect();
        let Some((last, between)) = steps.split_last() else { return };
        for step in between.iter().filter(|step| !same_span(step, last)) {
            self.step(step);
        }
        if let Some(decides) = &last.place {
            self.excerpt(decides, self.words.decided);
        }
    }

    fn excerpt(&mut self, place: &Place, label: &str) {
        let mark = Mark { file: &place.file, start: place.start, end: place.end, label };
        let text = excerpt(&mark, self.paint());
        self.out.push_str(&text);
    }

    fn step(&mut self, step: &Step) {
        let Some(place) = &step.place else { return };
        let text = format!("{} {}", escape::line(&step.expression), self.paint().dim(line_of(place)));
        put!(self, "    {} {} {text}", self.paint().frame("<-"), self.paint().dim(step.kind));
    }

    /// Why the control matters: in full the first time, its title after that.
    fn reason(&mut self, entry: &Entry) -> String {
        let control = &entry.control;
        if self.explained.insert(control.id.clone()) && !control.why.is_empty() {
            format!("{}{}{}", control.title, self.options.lang.pick(". ", "。"), control.why.trim())
        } else {
            control.title.to_string()
        }
    }

    /// A note in running text, wrapped under its first line.
    fn prose(&mut self, word: &'static str, text: &str) {
        let key = (word, text.to_owned());
        if let Some(known) = self.wrapped.get(&key) {
            let known = known.clone();
            return self.note(word, &known);
        }
        let wrapped = wrapped(word, text);
        self.note(word, &wrapped);
        if self.wrapped.len() < MOST_WRAPPED {
            self.wrapped.insert(key, wrapped);
        }
    }

    fn note(&mut self, word: &str, text: &str) {
        put!(self, "  {} {}: {text}", self.paint().frame("="), self.paint().bold(word));
    }

    fn fix(&mut self, fix: &FixText) {
        let proven = if fix.proven { self.words.proven } else { self.words.not_proven };
        let class = match fix.class {
            "safe" => self.paint().good(self.words.term("safe")),
            class => self.paint().caution(self.words.term(class)),
        };
        let facts = format!("({class}, {}, {proven})", self.words.term(fix.impact));
        self.note(self.words.fix, &format!("{} {facts}", escape::line(&fix.summary)));
        for (name, description) in &fix.inputs {
            let (name, description) = (escape::line(name), escape::line(description));
            self.note(self.words.needs, &format!("--var {name}=... {description}"));
        }
        if let Some(warning) = &fix.warning {
            self.prose(self.words.warning, warning);
        }
        if !fix.also_changes.is_empty() {
            self.note(self.words.also_changes, &escape::line(&fix.also_changes.join(", ")));
        }
        let diff = self.paint().diff(&escape::lines(&fix.diff.replace("\r\n", "\n")));
        for line in diff.lines().map(str::trim_end) {
            self.out.push_str(if line.is_empty() { "" } else { "    " });
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn problems(&mut self, outcome: &Outcome) {
        self.out.push_str(&problems_text(&outcome.problems, self.options.lang, self.options.paint));
    }

    fn problem(&mut self, problem: &Problem) {
        let level = problem.level.word();
        put!(
            self,
            "{}: {}",
            self.paint().level(level, format!("{}[{}]", self.words.term(level), problem.kind)),
            self.paint().bold(escape::line(&problem.message)),
        );
        match (&problem.place, &problem.file) {
            (Some(place), _) => self.excerpt(&place.clone(), ""),
            (None, Some(file)) if !problem.message.contains(file.as_str()) => {
                put!(self, " {} {}", self.paint().frame("-->"), escape::line(file));
            }
            _ => {}
        }
        if let Some(meaning) = self.words.meaning(&problem.kind)
            && self.explained.insert(problem.kind.as_str().into())
        {
            self.prose(self.words.notes, meaning);
        }
        self.out.push('\n');
    }

    fn statistics(&mut self, outcome: &Outcome) {
        use unicode_width::UnicodeWidthStr;
        let mut rows = std::collections::BTreeMap::<&str, [usize; 4]>::new();
        for (control, status, count) in outcome.verdicts() {
            rows.entry(&control.id).or_default()[status as usize] += count;
        }
        let heads = [(Status::Fail, 8), (Status::Unknown, 9), (Status::Suppressed, 12), (Status::Pass, 8)];
        let heads = heads.map(|(status, width)| {
            let head = self.words.term(status.word());
            " ".repeat(width - head.width().min(width)) + head
        });
        put!(self, "{:<24}{}", "", heads.concat());
        for (id, counts) in rows {
            let id = escape::line(id);
            put!(self, "{id:<24}{:>8}{:>9}{:>12}{:>8}", counts[0], counts[1], counts[2], counts[3]);
        }
        self.out.push('\n');
    }

    fn summary(&mut self, outcome: &Outcome) {
        let words = self.words;
        let requirements = super::requirements::requirements_text(&outcome.frameworks, self.options.lang, self.paint());
        if !requirements.is_empty() {
            self.out.push_str(requirements.trim_start());
            self.out.push('\n');
        }
        for group in &outcome.not_judged {
            let controls = group.controls.join(", ");
            let controls = escape::line(&controls);
            put!(self, "{}: {controls}: {}", self.paint().dim(words.not_judged), escape::line(&group.reason));
        }
        if outcome.count(Status::Fail) + outcome.count(Status::Unknown) + outcome.problems.len() == 0 {
            put!(self, "{}", self.paint().good(words.clean));
        }
        put!(self, "{}", self.counts(outcome));
        let fixes: Vec<&FixText> = outcome.with_status(Status::Fail).filter_map(|entry| entry.fix.as_deref()).collect();
        if !fixes.is_empty() {
            let of = |class: &str| fixes.iter().filter(|fix| fix.class == class).count();
            let classes = ["safe", "unsafe", "needs-input"];
            let parts: Vec<String> = classes
                .iter()
                .filter(|class| of(class) > 0)
                .map(|class| format!("{} {}", of(class), words.term(class)))
                .collect();
            put!(self, "{}: {} ({}). {}", words.fixes, fixes.len(), parts.join(", "), words.fix_hint);
        }
    }

    fn counts(&self, outcome: &Outcome) -> String {
        let words = self.words;
        let fails = outcome.count(Status::Fail);
        let severities: Vec<String> = ["critical", "high", "medium", "low"]
            .into_iter()
            .filter_map(|severity| {
                let of = |entry: &&Entry| entry.control.severity.as_str() == severity;
                let count = outcome.with_status(Status::Fail).filter(of).count();
                (count > 0).then(|| format!("{count} {}", words.term(severity)))
            })
            .collect();
        let severities = if fails > 0 { format!(" ({})", severities.join(", ")) } else { String::new() };
        let count = |status: Status| {
            let text = format!("{} {}", outcome.count(status), words.term(status.word()));
            if outcome.count(status) > 0 { self.paint().level(status.word(), text) } else { text }
        };
        let totals = outcome.totals;
        let mut parts = vec![count(Status::Fail) + &severities, count(Status::Unknown), count(Status::Pass)];
        if outcome.count(Status::Suppressed) > 0 {
            parts.push(count(Status::Suppressed));
        }
        let resolved = outcome.entries.iter().filter(|entry| entry.is_resolved()).count();
        if resolved > 0 {
            parts.push(self.paint().good(format!("{resolved} {}", words.term("resolved"))));
        }
        if !outcome.problems.is_empty() {
            parts.push(self.paint().caution(counted(outcome.problems.len(), &words.problems.to_lowercase())));
        }
        let (resources, files) = (counted(totals.resources, words.resources), counted(totals.files, words.files));
        format!("{} / {resources}, {files}", parts.join(", "))
    }
}

/// Running text under its first line, which begins with a word.
fn wrapped(word: &str, text: &str) -> String {
    use unicode_width::UnicodeWidthStr;
    let lead = word.width() + 6;
    let lines = super::explain::wrap(&escape::line(text), PROSE_WIDTH.saturating_sub(lead));
    // A line may begin where none began before.
    escape::lines(&lines.join(&format!("\n{}", " ".repeat(lead)))).into_owned()
}

/// Findings of one control at one place for several instances are printed once.
fn same_place(a: &Entry, b: &Entry) -> bool {
    fn diff(entry: &Entry) -> Option<&str> {
        entry.fix.as_ref().map(|fix| fix.diff.as_str())
    }
    a.control.id == b.control.id
        && a.status == b.status
        && a.change == b.change
        && a.message == b.message
        && a.blocked_by == b.blocked_by
        && a.place.is_some()
        && a.place.as_ref().map(Place::order) == b.place.as_ref().map(Place::order)
        && diff(a) == diff(b)
}

fn same_span(a: &Step, b: &Step) -> bool {
    a.place.as_ref().map(Place::order) == b.place.as_ref().map(Place::order)
}

/// Both are the same place, or one stands inside the other.
fn covers(a: &Place, b: &Place) -> bool {
    a.path() == b.path() && (a.start <= b.start && b.end <= a.end || b.start <= a.start && a.end <= b.end)
}

fn line_of(place: &Place) -> String {
    format!("{}:{}", escape::line(place.path()), place.start_position().line)
}
