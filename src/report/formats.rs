//! The formats, by name.

use super::escape::JsonWriter;
use super::outcome::Outcome;
use super::text::{TextOptions, text};
use super::{asff, csv, github, gitlab, html, json, junit, markdown, ocsf, rdjson, sarif};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// A format of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people at a terminal
    #[default]
    Text,
    /// tfmend's own, version 1
    Json,
    /// SARIF 2.1.0, with fixes
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A pull-request comment with collapsible diffs
    Markdown,
    /// reviewdog, with suggestions
    Rdjson,
    /// GitLab Code Quality
    Gitlab,
    /// JUnit XML
    Junit,
    /// A table
    Csv,
    /// AWS Security Hub: a request of BatchImportFindings on each line
    Asff,
    /// OCSF compliance findings, for security lakes
    Ocsf,
    /// One page that needs no network: summary, search, diffs, graph
    Html,
}

impl Format {
    /// Whether it tells each pass, and does not only count them, also where passes are not asked for.
    pub fn tells_passes(self) -> bool {
        match self {
            Format::Text | Format::Json | Format::Github | Format::Markdown | Format::Rdjson | Format::Csv => false,
            // A case for each pass.
            Format::Junit | Format::Html => true,
            // Fingerprints are numbered among all entries.
            Format::Sarif | Format::Gitlab | Format::Asff | Format::Ocsf => true,
        }
    }
}

/// Writes the report in a format, with a newline at its end. What has an entry for each finding is written entry by entry.
pub fn write(outcome: &Outcome, format: Format, options: &TextOptions, to: &mut dyn Write) -> io::Result<()> {
    let (all, lang) = (options.all, options.lang);
    let whole = match format {
        Format::Text => return text(outcome, options, to),
        Format::Json => return json::json(outcome, all, lang, to),
        Format::Sarif => return sarif::sarif(outcome, lang, to),
        Format::Rdjson => return rdjson::rdjson(outcome, to),
        Format::Gitlab => return gitlab::gitlab(outcome, to),
        Format::Ocsf => return ocsf::ocsf(outcome, all, lang, to),
        Format::Asff => return asff::asff(outcome, all, to),
        Format::Csv => return csv::csv(outcome, all, to),
        Format::Junit => junit::junit(outcome),
        Format::Html => html::html(outcome, all, lang),
        // These two have an end however many findings there are.
        Format::Github => github::github(outcome),
        Format::Markdown => markdown::markdown(outcome, lang),
    };
    to.write_all(whole.as_bytes())
}

/// The report as one text.
pub fn render(outcome: &Outcome, format: Format, options: &TextOptions) -> String {
    let mut bytes = Vec::new();
    write(outcome, format, options, &mut bytes).expect("memory takes every write");
    String::from_utf8(bytes).expect("a report is text")
}

/// Writes pretty JSON with a newline.
pub(super) fn write_pretty(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    let mut to = JsonWriter::new(to);
    serde_json::to_writer_pretty(&mut to, value)?;
    to.write_all(b"\n")?;
    to.flush()
}

/// Pretty JSON with a newline.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    write_pretty(value, &mut bytes).expect("memory takes every write");
    String::from_utf8(bytes).expect("JSON is text")
}

/// An array whose elements are made when they are written, one at a time.
pub(super) struct Each<F>(pub F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}
