//! Findings that people set aside: by comments in source, by settings, by a baseline.

use super::directive::{Directive, directives, of_json};
use super::load::Loaded;
use super::settings::{Settings, Suppress};
use crate::check::Finding;
use crate::report::Suppression;
use crate::rules::{Rules, Verdict};
use crate::source::{Kind, SourceFile};
use crate::text::{File, Span};
use globset::{GlobBuilder, GlobMatcher};
use std::cell::{Cell, LazyCell};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One suppression, wherever it is written.
#[derive(Debug)]
pub struct Rule {
    /// `comment`, `settings`, or the other tool that the comment is for.
    pub by: &'static str,
    /// Where it is written: `main.tf:12` or the settings file.
    pub place: String,
    pub controls: Vec<String>,
    pub reason: Option<String>,
    /// `2027-01-31`.
    pub until: Option<String>,
    pub owner: Option<String>,
    /// What it covers in source; `None` for one of the settings.
    covers: Option<Span>,
    address: Option<GlobMatcher>,
    file: Option<GlobMatcher>,
    pub used: Cell<bool>,
    /// The comment itself.
    pub span: Option<Span>,
    /// For one of the settings: the file and what names the controls in it.
    pub written: Option<(Arc<File>, Range<usize>)>,
    /// For one of the settings: the folder of the file, below which it may be needed.
    pub folder: Option<PathBuf>,
    /// Written for another tool: it need not set anything aside here.
    pub foreign: bool,
    /// False for a condition that is not evaluated.
    pub understood: bool,
    /// The part of a comment that is not understood; all of it where nothing is.
    pub unread: Option<String>,
}

/// Why a suppression is not honoured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Expired,
    NoReason,
    Unused,
    UnknownControl,
    NotUnderstood,
}

impl Fault {
    pub fn as_str(self) -> &'static str {
        match self {
            Fault::Expired => "expired-suppression",
            Fault::NoReason => "suppression-without-reason",
            Fault::Unused => "unused-suppression",
            Fault::UnknownControl => "suppression-of-unknown-control",
            Fault::NotUnderstood => "suppression-not-understood",
        }
    }
}

/// All suppressions of one target.
pub fn rules_of(loaded: &Loaded, settings: &Settings) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    if let Some(source) = &loaded.source {
        let project = &source.project;
        let mut files: Vec<&Arc<SourceFile>> = project.modules.values().flat_map(|module| &module.files).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        for file in files.into_iter().filter(|file| !project.is_downloaded(file.id)) {
            rules.extend(comments(file));
            if settings.foreign_skips {
                rules.extend(super::foreign::comments(file, &project.options.workspace));
            }
        }
    }
    rules.extend(settings.suppress.iter().map(of_settings));
    rules
}

fn of_settings(written: &Suppress) -> Rule {
    let glob = |pattern: &String| GlobBuilder::new(&escaped(pattern)).build().ok().map(|glob| glob.compile_matcher());
    Rule {
        by: "settings",
        place: place_of(written),
        controls: written.control.get_ref().names().to_vec(),
        reason: written.reason.clone(),
        until: written.until.map(|date| date.to_string()),
        owner: written.owner.clone(),
        covers: None,
        address: written.address.as_ref().and_then(glob),
        file: written
            .file
            .as_ref()
            .and_then(|pattern| GlobBuilder::new(pattern).build().ok())
            .map(|glob| glob.compile_matcher()),
        used: Cell::new(false),
        span: None,
        written: written.text.clone().map(|file| (file, written.control.span())),
        folder: Some(written.folder.clone()),
        foreign: false,
        understood: true,
        unread: None,
    }
}

/// The settings file and the line.
fn place_of(written: &Suppress) -> String {
    let line = |file: &Arc<File>| file.position(written.control.span().start as u32).line;
    written.text.as_ref().map_or_else(|| written.origin.clone(), |file| format!("{}:{}", file.path, line(file)))
}

/// In an address only `*` is a pattern: brackets are instance keys.
fn escaped(pattern: &str) -> String {
    pattern.chars().fold(String::new(), |mut out, character| {
        if matches!(character, '[' | ']' | '{' | '}' | '?' | '\\') {
            out.push('\\');
        }
        out.push(character);
        out
    })
}

/// The suppressions in the comments of a file, and what was meant as one.
pub fn comments(file: &SourceFile) -> Vec<Rule> {
    let shown = crate::text::File::new(file.path.clone(), file.text.clone());
    let rule = |written: Directive| {
        let Range { start, end } = written.range;
        let covers = if written.whole_file { whole_file(file) } else { covered(file, start) };
        let place = format!("{}:{}", file.path, shown.position(start as u32).line);
        let rule = Rule::comment("comment", place, written.controls, covers, Span::new(file.id, start, end));
        let (reason, until, owner) = (written.reason, written.until, written.owner);
        Rule { reason, until, owner, unread: written.unread, ..rule }
    };
    let written = match file.tree.json {
        true => of_json(&file.text),
        false => directives(&file.text, |at| is_comment(file, at)),
    };
    written.into_iter().map(rule).collect()
}

fn whole_file(file: &SourceFile) -> Span {
    Span::new(file.id, 0, file.text.len())
}

/// A comment sign stands before it on its line, and it is not part of a string.
pub fn is_comment(file: &SourceFile, at: usize) -> bool {
    let line_start = file.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &file.text[line_start..at];
    let sign = before.contains('#') || before.contains("//") || before.contains("/*");
    let inside = |kind: Kind| matches!(kind, Kind::Str | Kind::Template | Kind::Heredoc | Kind::TemplateText);
    let strings = (0..file.tree.node_count()).map(|node| crate::source::Node(node as u32));
    sign && !strings.filter(|node| inside(file.tree.kind(*node))).any(|node| file.tree.span(node).range().contains(&at))
}

/// What a comment speaks of: the attribute or block on its line; when it stands alone, the next one in the same braces, or what the
/// braces belong to where none follows.
pub fn covered(file: &SourceFile, at: usize) -> Span {
    let line_start = file.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = file.text[at..].find('\n').map_or(file.text.len(), |newline| at + newline);
    let before = file.text[line_start..at].trim_start();
    let alone = before.starts_with(['#', '/']);
    let nodes = (0..file.tree.node_count()).map(|node| crate::source::Node(node as u32));
    let items: Vec<Span> = nodes
        .filter(|node| matches!(file.tree.kind(*node), Kind::Attribute | Kind::Block))
        .map(|node| file.tree.span(node))
        .collect();
    let around = items.iter().filter(|span| span.range().contains(&at)).min_by_key(|span| span.end - span.start);
    let found = if alone {
        // Comments may follow each other before the item.
        let follows = |span: &&Span| span.start as usize >= line_end && around.is_none_or(|it| span.end <= it.end);
        items.iter().filter(follows).min_by_key(|span| (span.start, u32::MAX - span.end))
    } else {
        let on_line = |span: &&Span| (line_start..at).contains(&(span.start as usize));
        items.iter().filter(on_line).min_by_key(|span| span.start)
    };
    found.or(around).copied().unwrap_or(Span::new(file.id, at, at))
}

impl Rule {
    /// A comment without options.
    pub fn comment(by: &'static str, place: String, controls: Vec<String>, covers: Span, span: Span) -> Rule {
        Rule {
            by,
            place,
            controls,
            reason: None,
            until: None,
            owner: None,
            covers: Some(covers),
            address: None,
            file: None,
            used: Cell::new(false),
            span: Some(span),
            written: None,
            folder: None,
            foreign: false,
            understood: true,
            unread: None,
        }
    }

    /// What tells it from others, in whichever root it is read.
    pub fn key(&self) -> String {
        format!("{}\n{}", self.place, self.identity(self.file_name()))
    }

    /// The file in which it is written, as it is shown.
    pub fn file_name(&self) -> &str {
        self.place.rsplit_once(':').map_or(&*self.place, |(file, _)| file)
    }

    /// What it is whichever line it moves to, in a file of this name.
    pub fn identity(&self, file: &str) -> String {
        let pattern =
            |glob: &Option<GlobMatcher>| glob.as_ref().map_or(String::new(), |it| it.glob().glob().to_owned());
        let unread = self.unread.as_ref().map_or(String::new(), |unread| format!("\n{unread}"));
        let controls = self.controls.join(",");
        format!("{file}\n{controls}\n{}\n{}{unread}", pattern(&self.address), pattern(&self.file))
    }

    /// Of the comment, and of what it covers.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.span.into_iter().chain(self.covers)
    }

    fn speaks_of(&self, control: &crate::rules::Control) -> bool {
        self.controls.iter().any(|name| name == "*" || control.is_called(name))
    }

    /// Patterns are seen from the settings file, wherever the command is run.
    fn names_file(&self, pattern: &GlobMatcher, path: &str) -> bool {
        let real = |path: &Path| path.canonicalize().ok();
        let below = self.folder.as_deref().and_then(|folder| {
            let (folder, file) = (real(folder)?, real(Path::new(path))?);
            Some(file.strip_prefix(folder).ok()?.to_owned())
        });
        below.is_some_and(|below| pattern.is_match(below)) || pattern.is_match(path)
    }

    /// `anchors`: where the finding can be set aside.
    fn matches(&self, finding: &Finding, anchors: &[Span], loaded: &Loaded) -> bool {
        if let Some(covers) = self.covers {
            return anchors
                .iter()
                .any(|span| span.file == covers.file && covers.start <= span.start && span.end <= covers.end);
        }
        let address = if finding.resource_type.is_empty() { "account" } else { &*finding.address };
        let by_address = self.address.as_ref().is_none_or(|pattern| pattern.is_match(address));
        let by_file = self.file.as_ref().is_none_or(|pattern| {
            let files = loaded.files();
            let span = finding.details().places.first().and_then(|place| place.location);
            span.filter(|span| (span.file.0 as usize) < files.len())
                .is_some_and(|span| self.names_file(pattern, &files.get(span.file).path))
        });
        by_address && by_file
    }

    /// Not a wish, but a mistake or outdated.
    pub fn fault(&self, settings: &Settings, rules: &Rules, today: &str) -> Option<Fault> {
        let date = self.until.as_deref().map(|until| until.get(..10).unwrap_or(until).parse::<jiff::civil::Date>());
        if !self.understood || self.unread.is_some() || date.is_some_and(|date| date.is_err()) {
            return Some(Fault::NotUnderstood);
        }
        if self.controls.is_empty() || self.controls.iter().any(|name| name != "*" && rules.entry(name).is_none()) {
            return Some(Fault::UnknownControl);
        }
        if self.until.as_ref().is_some_and(|until| until.as_str() < today) {
            return Some(Fault::Expired);
        }
        if settings.require_reason && self.reason.as_ref().is_none_or(|reason| reason.trim().is_empty()) {
            return Some(Fault::NoReason);
        }
        None
    }
}

/// Where a finding can be set aside: at the attribute, at what decides it, at the resource, at the calls of its modules.
fn anchors(finding: &Finding, loaded: &Loaded) -> Vec<Span> {
    let mut spans = Vec::new();
    for place in &finding.details().places {
        spans.extend(place.location);
        spans.extend(place.origin.iter().rev().find_map(|step| step.span));
    }
    let Some((evaluation, resource)) = loaded.graph.source_of(&finding.address) else { return spans };
    spans.push(resource.block.header);
    let mut instance = evaluation.instance(resource.module);
    while let Some(caller) = instance.parent.clone() {
        spans.push(caller.block.header);
        instance = evaluation.instance(caller.instance);
    }
    spans
}

/// The suppression that sets a finding aside, if any.
pub fn suppression(
    finding: &Finding,
    rules: &[(Rule, Option<Fault>)],
    loaded: &Loaded,
    settings: &Settings,
) -> Option<Suppression> {
    if finding.verdict == Verdict::Pass {
        return None;
    }
    let control = &finding.control;
    let anchors: LazyCell<Vec<Span>, _> = LazyCell::new(|| anchors(finding, loaded));
    // A comment is mostly elsewhere, which is told soonest; a pattern takes longer than a name.
    let fits = |(rule, _): &&(Rule, Option<Fault>)| match rule.covers {
        Some(_) => rule.matches(finding, &anchors, loaded) && rule.speaks_of(control),
        None => rule.speaks_of(control) && rule.matches(finding, &anchors, loaded),
    };
    let mut chosen = None;
    for (rule, fault) in rules.iter().filter(fits) {
        rule.used.set(true);
        let named = |name: &String| name.eq_ignore_ascii_case(&control.id) || **name == *control.slug;
        if fault.is_none() && !settings.non_ignorable.iter().any(named) {
            let by = if rule.foreign { "comment" } else { rule.by };
            let reason = match &rule.reason {
                Some(reason) if rule.foreign => Some(format!("{}: {reason}", rule.by)),
                None if rule.foreign => Some(format!("{} skips it", rule.by)),
                reason => reason.clone(),
            };
            chosen = chosen.or(Some(Suppression { by, reason }));
        }
    }
    chosen
}
