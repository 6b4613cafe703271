//! Sensitive values of a graph, and texts in which they are hidden.

use crate::eval::Evaluation;
use crate::graph::Graph;
use crate::schema::{BlockSchema, Schema};
use crate::text::{Files, Span};
use crate::value::{Kind, Marks, Value};
use aho_corasick::AhoCorasick;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Shorter ones are hidden only where they stand alone.
const CERTAIN: usize = 12;
const SHORTEST: usize = 4;

/// Strings that appear in no output.
#[derive(Debug, Default)]
pub struct Secrets {
    /// `None` when there is none.
    searcher: Option<AhoCorasick>,
}

impl Secrets {
    /// What the configuration, the plan or the provider's schema marks as sensitive.
    pub fn of(graph: &Graph, schema: &Schema) -> Secrets {
        Secrets::of_graph_and(graph, schema, [])
    }

    /// As [`Secrets::of`], and these texts.
    pub fn of_graph_and(graph: &Graph, schema: &Schema, more: impl IntoIterator<Item = Arc<str>>) -> Secrets {
        let mut found: BTreeSet<Arc<str>> = more.into_iter().collect();
        for (_, resource) in graph.resources() {
            let block = schema.resource(&resource.type_name);
            for value in [Some(resource.values()), resource.prior()].into_iter().flatten() {
                collect(&value, block.as_deref(), false, &mut found);
            }
        }
        for secret in graph.secrets() {
            collect(secret, None, false, &mut found);
        }
        for provider in graph.providers() {
            collect(&provider.values, None, false, &mut found);
        }
        if let Some(evaluation) = graph.configuration() {
            variables(evaluation, &mut found);
        }
        let strings: Vec<&str> = found.iter().map(|text| &**text).filter(|text| worth_hiding(text)).collect();
        let searcher = (!strings.is_empty()).then(|| AhoCorasick::new(strings).expect("within the limits of memory"));
        Secrets { searcher }
    }

    /// The text with every secret in it written as asterisks of the same length.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(searcher) = &self.searcher else { return Cow::Borrowed(text) };
        let found = searcher.find_overlapping_iter(text).map(|found| found.range());
        let places: Vec<Range<usize>> = found.filter(|range| is_whole(text, range)).collect();
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut bytes = text.as_bytes().to_vec();
        for place in places {
            // Newlines stay, so that lines keep their numbers.
            bytes[place].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b'*');
        }
        Cow::Owned(String::from_utf8(bytes).expect("whole characters became asterisks"))
    }

    /// The same files; those that hold secrets with these hidden. Every place stays where it was.
    pub fn hide_in(&self, files: &Files) -> Files {
        let mut hidden = files.clone();
        for (id, file) in files.iter() {
            if let Cow::Owned(text) = self.hide(&file.text) {
                hidden = hidden.with_text(id, text);
            }
        }
        hidden
    }
}

fn worth_hiding(text: &str) -> bool {
    text.len() >= SHORTEST && !matches!(text, "true" | "false" | "null" | "default")
}

/// A short secret inside a longer word is another word.
fn is_whole(text: &str, place: &Range<usize>) -> bool {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let before = text[..place.start].chars().next_back().is_some_and(word);
    let after = text[place.end..].chars().next().is_some_and(word);
    place.len() >= CERTAIN || !before && !after
}

fn variables(evaluation: &Arc<Evaluation>, found: &mut BTreeSet<Arc<str>>) {
    for instance in evaluation.all_instances() {
        for (name, block) in &instance.module.variables {
            if let Ok(value) = evaluation.variable(&instance, name, Span { ..block.header }) {
                collect(&value, None, false, found);
            }
        }
    }
}

/// The value as the provider's schema marks it.
pub fn with_schema_marks(value: &Value, block: &BlockSchema) -> Value {
    let Kind::Object(entries) = &value.kind else { return value.clone() };
    let marked = entries.iter().map(|(name, entry)| {
        let entry = match (block.attribute(name), block.nested_block(name)) {
            (Some(attribute), _) if attribute.sensitive || attribute.write_only => {
                entry.clone().with_marks(Marks::SENSITIVE)
            }
            (_, Some(nested)) => each_element(entry, &|element| with_schema_marks(element, &nested.block)),
            _ => entry.clone(),
        };
        (name.clone(), entry)
    });
    Value { kind: Kind::Object(Arc::new(marked.collect())), marks: value.marks }
}

fn each_element(value: &Value, change: &dyn Fn(&Value) -> Value) -> Value {
    let all = |elements: &Arc<Vec<Value>>| Arc::new(elements.iter().map(change).collect());
    let kind = match &value.kind {
        Kind::List(ty, elements) => Kind::List(ty.clone(), all(elements)),
        Kind::Set(ty, elements) => Kind::Set(ty.clone(), all(elements)),
        Kind::Tuple(elements) => Kind::Tuple(all(elements)),
        Kind::Object(_) => return change(value),
        _ => return value.clone(),
    };
    Value { kind, marks: value.marks }
}

fn collect(value: &Value, block: Option<&BlockSchema>, inside: bool, found: &mut BTreeSet<Arc<str>>) {
    let marked;
    let value = match block {
        Some(block) => {
            marked = with_schema_marks(value, block);
            &marked
        }
        None => value,
    };
    let hidden = inside || value.marks.contains(Marks::SENSITIVE) || value.marks.contains(Marks::EPHEMERAL);
    match &value.kind {
        Kind::String(text) if hidden => drop(found.insert(text.clone())),
        Kind::List(_, elements) | Kind::Set(_, elements) | Kind::Tuple(elements) => {
            elements.iter().for_each(|element| collect(element, None, hidden, found));
        }
        Kind::Map(_, entries) | Kind::Object(entries) => {
            entries.values().for_each(|entry| collect(entry, None, hidden, found));
        }
        _ => {}
    }
}
