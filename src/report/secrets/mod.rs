//! Sensitive values of a graph and of its source, and texts in which they are hidden.

mod names;
mod plain;
mod source;
mod values;

pub use values::with_schema_marks;

use crate::check::credential_places;
use crate::graph::Graph;
use crate::schema::Schema;
use crate::text::{File, FileId, Files};
use aho_corasick::AhoCorasick;
use names::Names;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Shorter ones are hidden only where they stand alone.
const CERTAIN: usize = 12;
const SHORTEST: usize = 4;

/// What appears in no output.
#[derive(Debug, Default)]
pub struct Secrets {
    /// `None` when there is none.
    searcher: Option<AhoCorasick>,
    names: Names,
    /// Literals of sensitive expressions, by file.
    places: HashMap<FileId, Vec<Range<usize>>>,
    /// Lines in which such literals stand, without them.
    lines: HashMap<String, String>,
}

impl Secrets {
    /// What the configuration, the plan or the provider's schema marks as sensitive, and what is named or shaped as a credential.
    pub fn of(graph: &Graph, schema: &Schema) -> Secrets {
        Secrets::of_graph_and(graph, schema, [])
    }

    /// As [`Secrets::of`], and these texts.
    pub fn of_graph_and(graph: &Graph, schema: &Schema, more: impl IntoIterator<Item = Arc<str>>) -> Secrets {
        let mut found = values::of(graph, schema);
        more.into_iter().for_each(|text| values::forms(&text, &mut found));
        let mut secrets = Secrets::default();
        if let Some(evaluation) = graph.configuration() {
            let project = &evaluation.project;
            for place in source::of(project, schema) {
                let range = place.span.range();
                let text = &project.files.get(place.span.file).text;
                // A short word of a sensitive expression is a secret there, and a word elsewhere.
                if range.len() >= CERTAIN {
                    values::forms(&text[range.clone()], &mut found);
                }
                secrets.places.entry(place.span.file).or_default().push(range);
            }
            secrets.lines = source::lines(&project.files, &secrets.places);
        }
        let strings: Vec<&str> = found.iter().map(|text| &**text).filter(|text| worth_hiding(text)).collect();
        if !strings.is_empty() {
            secrets.names = Names::of(graph);
        }
        secrets.searcher =
            (!strings.is_empty()).then(|| AhoCorasick::new(strings).expect("within the limits of memory"));
        secrets
    }

    /// The text with every secret in it written as asterisks of the same length.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut places = credential_places(text);
        if let Some(searcher) = &self.searcher {
            let found = searcher.find_overlapping_iter(text).map(|found| found.range());
            places.extend(found.filter(|range| is_whole(text, range) && !self.names.stands_at(text, range)));
        }
        if places.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(starred(text, &places)) }
    }

    /// A unified diff, in which lines of the source stand after a sign.
    pub fn hide_diff<'t>(&self, diff: &'t str) -> Cow<'t, str> {
        let known = |line: &str| line.get(1..).and_then(|rest| self.lines.get(rest.trim_end_matches(['\n', '\r'])));
        if self.lines.is_empty() || !diff.split_inclusive('\n').any(|line| known(line).is_some()) {
            return self.hide(diff);
        }
        let mut out = String::with_capacity(diff.len());
        for line in diff.split_inclusive('\n') {
            match known(line) {
                Some(hidden) => {
                    out.push_str(&line[..1]);
                    out.push_str(hidden);
                    out.push_str(&line[1 + line[1..].trim_end_matches(['\n', '\r']).len()..]);
                }
                None => out.push_str(line),
            }
        }
        Cow::Owned(self.hide(&out).into_owned())
    }

    /// The files without their secrets; every place stays where it was.
    pub fn hide_in(&self, files: Files) -> HiddenFiles<'_> {
        HiddenFiles { secrets: self, files, done: RefCell::default() }
    }

    fn hide_file(&self, id: FileId, file: &Arc<File>) -> Arc<File> {
        let text = match self.places.get(&id) {
            Some(places) => Cow::Owned(starred(&file.text, places)),
            None => Cow::Borrowed(&*file.text),
        };
        let hidden = match self.hide(&text) {
            Cow::Owned(hidden) => hidden,
            Cow::Borrowed(_) if matches!(text, Cow::Borrowed(_)) => return file.clone(),
            Cow::Borrowed(same) => same.to_owned(),
        };
        Arc::new(File::new(file.path.clone(), hidden))
    }
}

/// Files whose secrets are hidden when a file is asked for.
pub struct HiddenFiles<'s> {
    secrets: &'s Secrets,
    files: Files,
    done: RefCell<HashMap<FileId, Arc<File>>>,
}

impl HiddenFiles<'_> {
    /// `None` for a file that is not one of them, such as a rule file.
    pub fn get(&self, id: FileId) -> Option<Arc<File>> {
        if id.0 as usize >= self.files.len() {
            return None;
        }
        let mut done = self.done.borrow_mut();
        Some(done.entry(id).or_insert_with(|| self.secrets.hide_file(id, self.files.get(id))).clone())
    }
}

/// Newlines stay, so that lines keep their numbers.
fn starred(text: &str, places: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for place in places {
        bytes[place.clone()].iter_mut().filter(|byte| !matches!(**byte, b'\n' | b'\r')).for_each(|byte| *byte = b'*');
    }
    String::from_utf8(bytes).expect("whole characters became asterisks")
}

fn worth_hiding(text: &str) -> bool {
    let text = text.trim();
    text.len() >= SHORTEST && !matches!(text, "true" | "false" | "null" | "default" | "none")
}

/// A short secret inside a longer word is another word.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let before = text[..place.start].chars().next_back().is_some_and(word);
    let after = text[place.end..].chars().next().is_some_and(word);
    place.len() >= CERTAIN || !before && !after
}

type Found = BTreeSet<Arc<str>>;
