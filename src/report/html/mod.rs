//! The report as one HTML file that needs no network: a summary, findings to search and filter, and the graph around each.

mod island;
mod labels;

use super::escape;
use super::outcome::{Outcome, Problem, Status};
use super::standing::{Standing, standings};
use super::words::{Lang, Words};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use labels::Labels;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// The page. Passes are listed with `all`; they are counted always.
pub fn html(outcome: &Outcome, all: bool, lang: Lang) -> String {
    let page = Page { words: lang.words(), labels: labels::of(lang), lang, outcome };
    let mut out = String::with_capacity(1 << 16);
    page.head(&mut out);
    page.summary(&mut out);
    page.findings(&mut out);
    page.problems(&mut out);
    page.not_judged(&mut out);
    let _ = write!(
        out,
        "</main>\n<footer>tfmend {} · <time>{}</time></footer>\n<script type=\"application/json\" id=\"data\">{}</script>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        outcome.run.time.strftime("%Y-%m-%d %H:%M UTC"),
        island::island(outcome, all, lang),
    );
    out
}

struct Page<'a> {
    words: &'static Words,
    labels: &'static Labels,
    lang: Lang,
    outcome: &'a Outcome,
}

impl Page<'_> {
    fn head(&self, out: &mut String) {
        // Only these two texts may act; nothing may be fetched or sent.
        let policy = format!(
            "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
            hash(SCRIPT),
            hash(STYLE)
        );
        let totals = self.outcome.totals;
        let (words, labels) = (self.words, self.labels);
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>tfmend: {} {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#findings\">{}</a>\n\
             <header><h1>tfmend</h1><p>{} {}, {} {}, {} {}</p></header>\n<main>\n\
             <noscript><p class=\"notice\">{}</p></noscript>\n",
            self.lang.code(),
            self.outcome.count(Status::Fail),
            text(words.term("fail")),
            text(labels.skip),
            totals.resources,
            text(words.resources),
            totals.files,
            text(words.files),
            totals.controls,
            text(words.controls),
            text(labels.noscript),
        );
    }

    fn summary(&self, out: &mut String) {
        let _ = writeln!(out, "<section class=\"summary\" aria-label=\"{}\">", text(self.labels.summary));
        self.counts(out);
        self.services(out);
        self.frameworks(out);
        out.push_str("</section>\n");
    }

    fn counts(&self, out: &mut String) {
        let fails = |severity: &str| {
            let of = self.outcome.with_status(Status::Fail);
            of.filter(|entry| entry.control.severity.as_str() == severity).count()
        };
        out.push_str("<ul class=\"counts\">\n");
        for severity in SEVERITIES {
            tile(out, "severity", severity, self.words.term(severity), fails(severity));
        }
        for status in [Status::Unknown, Status::Suppressed] {
            tile(out, "status", status.word(), self.words.term(status.word()), self.outcome.count(status));
        }
        let resolved = self.outcome.entries.iter().filter(|entry| entry.is_resolved()).count();
        if resolved > 0 {
            tile(out, "status", "resolved", self.words.term("resolved"), resolved);
        }
        let passes = self.outcome.count(Status::Pass);
        let _ = writeln!(
            out,
            "<li><span class=\"tile pass\"><b>{passes}</b> {}</span></li>\n</ul>",
            text(self.words.term("pass"))
        );
    }

    /// Fails of each service by severity, the worst first.
    fn services(&self, out: &mut String) {
        let mut services: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
        for entry in self.outcome.with_status(Status::Fail) {
            let place = SEVERITIES.iter().position(|word| *word == entry.control.severity.as_str()).unwrap_or(3);
            services.entry(&entry.control.service).or_default()[place] += 1;
        }
        if services.is_empty() {
            return;
        }
        let mut rows: Vec<(&str, [usize; 4])> = services.into_iter().collect();
        rows.sort_by_key(|(name, counts)| (counts.map(std::cmp::Reverse), *name));
        let most = rows.iter().map(|(_, counts)| counts.iter().sum()).max().unwrap_or(1);
        let _ = writeln!(out, "<div class=\"panel\"><h2>{}</h2><ul class=\"bars\">", text(self.labels.services));
        for (name, counts) in rows {
            let said = SEVERITIES.iter().zip(counts).filter(|(_, count)| *count > 0);
            let said: Vec<String> = said.map(|(word, count)| format!("{count} {}", self.words.term(word))).collect();
            let parts: Vec<(&str, usize)> = SEVERITIES.iter().copied().zip(counts).collect();
            let _ = writeln!(
                out,
                "<li><button data-filter=\"service\" data-value=\"{0}\" title=\"{1}\"><span>{0}</span>{2}<b>{3}</b></button></li>",
                text(name),
                text(&said.join(", ")),
                bar(&parts, most),
                counts.iter().sum::<usize>(),
            );
        }
        out.push_str("</ul></div>\n");
    }

    fn frameworks(&self, out: &mut String) {
        let standings = standings(self.outcome, self.lang);
        if standings.is_empty() {
            return;
        }
        let _ = writeln!(out, "<div class=\"panel\"><h2>{}</h2><ul class=\"bars wide\">", text(self.words.frameworks));
        for standing in &standings {
            self.framework(out, standing);
        }
        out.push_str("</ul></div>\n");
    }

    fn framework(&self, out: &mut String, standing: &Standing) {
        let (fail, unknown, pass) =
            (standing.count(Status::Fail), standing.count(Status::Unknown), standing.count(Status::Pass));
        let total = standing.requirements.len();
        let said = format!(
            "{fail} {}, {unknown} {}, {pass} {}, {} {}",
            self.words.term("fail"),
            self.words.term("unknown"),
            self.words.term("pass"),
            standing.not_judged,
            self.words.not_judged
        );
        let parts = [("fail", fail), ("unknown", unknown), ("pass", pass)];
        let _ = writeln!(
            out,
            "<li><details><summary title=\"{}\"><span>{}</span>{}<b>{}</b></summary>\n<p>{}</p>",
            text(&said),
            text(&standing.title),
            bar(&parts, total.max(1)),
            text(&format!("{pass} / {total}")),
            text(&said),
        );
        let _ = writeln!(
            out,
            "<p><button data-filter=\"framework\" data-value=\"{}\">{}</button></p>\n<table>",
            text(&standing.id),
            text(self.labels.show_framework),
        );
        for requirement in &standing.requirements {
            let status = requirement.status().word();
            let _ = writeln!(
                out,
                "<tr><td><span class=\"dot {status}\"></span>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                text(&requirement.id),
                text(&requirement.title),
                text(self.words.term(status)),
                requirement.fail + requirement.unknown,
            );
        }
        out.push_str("</table></details></li>\n");
    }

    fn findings(&self, out: &mut String) {
        let labels = self.labels;
        let _ = writeln!(
            out,
            "<section id=\"findings\" aria-label=\"{}\">\n<div class=\"tools\" role=\"search\">\n\
             <label class=\"search\"><span class=\"hidden\">{}</span><input type=\"search\" id=\"search\" placeholder=\"{}\" autocomplete=\"off\"></label>\n\
             <div id=\"filters\"></div>\n<p id=\"shown\" role=\"status\" aria-live=\"polite\"></p>\n</div>\n<ol id=\"list\"></ol>\n\
             <button id=\"more\" hidden>{}</button>\n<p class=\"keys\">{}</p>\n</section>",
            text(labels.findings),
            text(labels.search),
            text(labels.search_hint),
            text(labels.more),
            labels.keys,
        );
    }

    fn problems(&self, out: &mut String) {
        let problems = &self.outcome.problems;
        if problems.is_empty() {
            return;
        }
        let meaning = |problem: &Problem| match self.words.meaning(&problem.kind) {
            Some(meaning) => format!(" ({})", text(meaning)),
            None => String::new(),
        };
        let line = |problem: &Problem| {
            let place = problem.place.as_ref().map(|at| format!("{}:{}", at.path(), at.start_position().line));
            let place = place.or(problem.file.clone()).unwrap_or_default();
            format!(
                "<li><b class=\"{}\">{}</b> <code>{}</code>{} {} <code>{}</code></li>\n",
                problem.level.word(),
                text(self.words.term(problem.level.word())),
                text(&problem.kind),
                meaning(problem),
                text(&problem.message),
                text(&place)
            )
        };
        let lines: String = problems.iter().map(line).collect();
        let (title, count) = (text(self.words.problems), problems.len());
        let open = if problems.len() <= 10 { " open" } else { "" };
        let _ = writeln!(
            out,
            "<section class=\"panel\"><details{open}><summary><h2>{title} ({count})</h2></summary>\n<ul class=\"plain\">\n{lines}</ul></details></section>"
        );
    }

    fn not_judged(&self, out: &mut String) {
        for group in &self.outcome.not_judged {
            let _ = writeln!(
                out,
                "<section class=\"panel\"><details><summary><h2>{} ({})</h2></summary>\n<p>{}</p>\n<p>{}</p></details></section>",
                text(self.words.not_judged),
                group.controls.len(),
                text(&group.reason),
                text(&group.controls.join(", ")),
            );
        }
    }
}

/// A number that filters by its word.
fn tile(out: &mut String, filter: &str, value: &str, word: &str, count: usize) {
    let none = if count == 0 { " none" } else { "" };
    let _ = writeln!(
        out,
        "<li><button class=\"tile {value}{none}\" data-filter=\"{filter}\" data-value=\"{value}\"><b>{count}</b> {}</button></li>",
        text(word)
    );
}

/// Parts of a whole side by side, drawn in a hundred units.
fn bar(parts: &[(&str, usize)], whole: usize) -> String {
    let mut at = 0.0;
    let mut out = String::from("<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    for (class, count) in parts.iter().filter(|(_, count)| *count > 0) {
        let width = 100.0 * *count as f64 / whole as f64;
        let _ = write!(out, "<rect class=\"{class}\" x=\"{at:.2}\" width=\"{width:.2}\" height=\"8\"/>");
        at += width;
    }
    out.push_str("</svg>");
    out
}

/// Text between tags or in a quoted attribute.
fn text(raw: &str) -> String {
    let raw = escape::line(raw);
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
