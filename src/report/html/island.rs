//! The data of the page: JSON that no text in it can leave.

use super::labels;
use crate::report::escape;
use crate::report::neighbours::Neighbours;
use crate::report::outcome::{ControlText, Entry, FixText, Outcome, Place, Status};
use crate::report::words::Lang;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Characters of a source line that are shown.
const LINE: usize = 160;
/// Characters of a diff: a longer one is said to go on.
const DIFF: usize = 20_000;

#[derive(Serialize)]
struct Island<'a> {
    labels: &'a labels::Labels,
    words: BTreeMap<&'static str, &'static str>,
    frameworks: BTreeMap<String, String>,
    controls: Vec<ControlJson>,
    findings: Vec<Finding>,
    /// Texts that findings share, by number.
    texts: Vec<String>,
    nodes: Vec<NodeJson>,
    /// Start, end and text of the attributes, one after the other.
    references: Vec<usize>,
}

#[derive(Serialize)]
struct ControlJson {
    id: String,
    slug: String,
    severity: &'static str,
    service: String,
    title: String,
    why: String,
    steps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    frameworks: BTreeMap<String, Vec<String>>,
}

/// Short names, because there may be very many. `m`, `f`, `n`, `b` and `o` are numbers of texts.
#[derive(Serialize)]
struct Finding {
    c: usize,
    s: &'static str,
    a: String,
    m: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    g: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    l: Option<u32>,
    /// The line, and where the deciding part begins and ends in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<(usize, usize, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    o: Vec<(&'static str, usize, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    d: Option<Fix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<(&'static str, usize)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<usize>,
}

#[derive(Serialize)]
struct Fix {
    class: &'static str,
    impact: &'static str,
    summary: usize,
    diff: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inputs: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct NodeJson {
    a: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<(usize, usize)>,
}

/// The island; `<` and `&` in it are written so that no tag can begin or end.
pub fn island(outcome: &Outcome, all: bool, lang: Lang) -> String {
    let mut maker =
        Maker { outcome, texts: Vec::new(), places: HashMap::new(), controls: Vec::new(), known: HashMap::new() };
    let mut listed: Vec<&Entry> =
        outcome.entries.iter().filter(|entry| all || entry.status != Status::Pass || entry.is_resolved()).collect();
    // The worst first; what stands together stays together.
    listed.sort_by_key(|entry| (entry.status, std::cmp::Reverse(entry.control.severity)));
    let findings = listed.into_iter().map(|entry| maker.finding(entry)).collect();
    let references = maker.references(&outcome.neighbours);
    let titles = crate::rules::frameworks().iter();
    let island = Island {
        labels: labels::of(lang),
        words: words(lang),
        frameworks: titles
            .map(|framework| (framework.id.to_string(), line(framework.title.in_language(lang.code()))))
            .collect(),
        controls: maker.controls,
        findings,
        texts: maker.texts,
        nodes: outcome.neighbours.nodes.iter().map(node).collect(),
        references,
    };
    let json = serde_json::to_string(&island).expect("strings and numbers are JSON");
    let json = escape::json(&json);
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn words(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    const TERMS: [&str; 17] = [
        "critical",
        "high",
        "medium",
        "low",
        "fail",
        "unknown",
        "suppressed",
        "pass",
        "resolved",
        "introduced",
        "existing",
        "safe",
        "unsafe",
        "needs-input",
        "in-place",
        "replaces",
        "adds-resource",
    ];
    let words = lang.words();
    let mut all: BTreeMap<&str, &str> = TERMS.iter().map(|term| (*term, words.term(term))).collect();
    all.extend([
        ("account", words.account),
        ("why", words.why),
        ("warning", words.warning),
        ("waits-for", words.blocked_by),
        ("also", words.also_changes),
        ("needs", words.needs),
        ("no-reason", words.no_reason),
        ("remediation", words.remediation),
        ("console", words.console),
        ("cli", words.cli),
        ("proven", words.proven),
    ]);
    all
}

fn node(node: &crate::report::neighbours::Node) -> NodeJson {
    NodeJson { a: line(&node.address), more: (node.more != (0, 0)).then_some(node.more) }
}

fn line(text: &str) -> String {
    escape::line(text).into_owned()
}

struct Maker<'a> {
    outcome: &'a Outcome,
    texts: Vec<String>,
    places: HashMap<String, usize>,
    controls: Vec<ControlJson>,
    known: HashMap<Arc<str>, usize>,
}

impl Maker<'_> {
    /// The number of a text of one line.
    fn text(&mut self, text: &str) -> usize {
        self.number(line(text))
    }

    fn number(&mut self, text: String) -> usize {
        let next = self.texts.len();
        let place = *self.places.entry(text.clone()).or_insert(next);
        if place == next {
            self.texts.push(text);
        }
        place
    }

    fn control(&mut self, control: &ControlText) -> usize {
        if let Some(place) = self.known.get(&control.id) {
            return *place;
        }
        let lines = |texts: &[Arc<str>]| texts.iter().map(|text| line(text)).collect::<Vec<_>>();
        self.controls.push(ControlJson {
            id: line(&control.id),
            slug: line(&control.slug),
            severity: control.severity.as_str(),
            service: line(&control.service),
            title: line(&control.title),
            why: line(control.why.trim()),
            steps: lines(&control.steps),
            command: control.command.as_ref().map(|text| escape::lines(text.trim()).into_owned()),
            frameworks: control.frameworks.iter().map(|(name, ids)| (line(name), lines(ids))).collect(),
        });
        self.known.insert(control.id.clone(), self.controls.len() - 1);
        self.controls.len() - 1
    }

    fn finding(&mut self, entry: &Entry) -> Finding {
        let blocked = (!entry.blocked_by.is_empty()).then(|| entry.blocked_by.join(", "));
        let reason = |by: &crate::report::Suppression| by.reason.clone().unwrap_or_default();
        let message = if entry.message.is_empty() { &*entry.control.title } else { &*entry.message };
        Finding {
            c: self.control(&entry.control),
            s: if entry.is_resolved() { "resolved" } else { entry.status.word() },
            a: line(&entry.address),
            m: self.text(message),
            g: entry.change,
            f: entry.place.as_ref().map(|place| self.text(place.path())),
            l: entry.place.as_ref().map(|place| place.start_position().line),
            x: entry.place.as_ref().map(|place| self.excerpt(place)),
            b: blocked.map(|text| self.text(&text)),
            o: self.origin(entry),
            d: entry.fix.as_ref().map(|fix| self.fix(fix)),
            n: entry.no_fix_reason.as_ref().map(|text| self.text(text)),
            p: entry.suppression.as_ref().map(|by| (by.by, self.text(&reason(by)))),
            r: self.outcome.neighbours.of_entry(entry),
        }
    }

    /// The line with tabs as spaces, cut around the deciding part; places count characters.
    fn excerpt(&mut self, place: &Place) -> (usize, usize, usize) {
        let (start, end) = (place.start_position(), place.end_position());
        let line = place.file.line(start.line);
        let from = (start.column as usize - 1).min(line.chars().count());
        let to = if end.line == start.line { (end.column as usize - 1).max(from) } else { line.chars().count() };
        let skip = if to > LINE { from.saturating_sub(LINE / 4) } else { 0 };
        let part = |from: usize, to: usize| {
            let text: String = line.chars().skip(from).take(to.saturating_sub(from)).collect();
            escape::line(&text.replace('\t', "  ")).into_owned()
        };
        let to = to.min(skip + LINE);
        let (before, marked, after) = (part(skip, from), part(from, to), part(to, skip + LINE));
        let dots = |yes: bool| if yes { "…" } else { "" };
        let cut = line.chars().count() > skip + LINE;
        let before = format!("{}{before}", dots(skip > 0));
        let (first, second) = (before.chars().count(), before.chars().count() + marked.chars().count());
        (self.number(format!("{before}{marked}{after}{}", dots(cut))), first, second)
    }

    fn origin(&mut self, entry: &Entry) -> Vec<(&'static str, usize, usize)> {
        // The first step is the attribute itself, which stands above.
        let steps: Vec<_> = entry.origin.iter().skip(1).collect();
        steps
            .into_iter()
            .map(|step| {
                let place = step.place.as_ref().map(|at| format!("{}:{}", at.path(), at.start_position().line));
                let text = escape::line(&step.expression).chars().take(LINE).collect();
                (step.kind, self.number(text), self.text(&place.unwrap_or_default()))
            })
            .collect()
    }

    fn fix(&mut self, fix: &FixText) -> Fix {
        let mut diff = escape::lines(&fix.diff.replace("\r\n", "\n")).into_owned();
        if diff.chars().count() > DIFF {
            diff = diff.chars().take(DIFF).collect::<String>() + "\n…";
        }
        Fix {
            class: fix.class,
            impact: fix.impact,
            summary: self.text(&fix.summary),
            diff: self.number(diff),
            warning: fix.warning.as_ref().map(|text| self.text(text)),
            also: fix.also_changes.iter().map(|address| self.text(address)).collect(),
            inputs: fix.inputs.iter().map(|(name, about)| (self.text(name), self.text(about))).collect(),
        }
    }

    fn references(&mut self, neighbours: &Neighbours) -> Vec<usize> {
        let all = neighbours.references.iter();
        all.flat_map(|one| [one.from, one.to, self.text(&one.attributes.join(", "))]).collect()
    }
}
