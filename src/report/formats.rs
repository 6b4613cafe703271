//! The formats, by name.

use super::outcome::Outcome;
use super::text::{TextOptions, text};
use super::{asff, csv, github, gitlab, html, json, junit, markdown, ocsf, rdjson, sarif};

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

/// The report in a format, with a newline at its end.
pub fn render(outcome: &Outcome, format: Format, options: &TextOptions) -> String {
    match format {
        Format::Text => text(outcome, options),
        Format::Json => json::json(outcome, options.all, options.lang),
        Format::Sarif => sarif::sarif(outcome, options.lang),
        Format::Github => github::github(outcome),
        Format::Markdown => markdown::markdown(outcome, options.lang),
        Format::Rdjson => rdjson::rdjson(outcome),
        Format::Gitlab => gitlab::gitlab(outcome),
        Format::Junit => junit::junit(outcome),
        Format::Asff => asff::asff(outcome, options.all),
        Format::Ocsf => ocsf::ocsf(outcome, options.all, options.lang),
        Format::Html => html::html(outcome, options.all, options.lang),
        Format::Csv => csv::csv(outcome, options.all),
    }
}

/// Pretty JSON with a newline.
pub(super) fn pretty(value: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("strings and numbers are JSON");
    text.push('\n');
    super::escape::json(text)
}
