//! Rule files -> validated controls, built in or a team's own; frameworks as data.
//!
//! Never: judges a resource, or reads the disk (texts are handed in, built-in ones are embedded).

mod catalogue;
mod control;
mod embedded;
mod example;
mod fix;
mod foreign;
mod framework;
mod functions;
mod infer;
mod inspect;
mod literal;
mod problem;
mod raw;
mod shared;
mod validate;

pub use catalogue::{Published, catalogue, catalogue_date, published};
pub use control::*;
pub use foreign::{Counterpart, counterparts};
pub use framework::{Framework, Requirement, framework_files, frameworks, read as read_framework};
pub use functions::{Function, SIGNATURES, Signature, signature};
pub use problem::Problem;

use crate::eval::natural_order;
use crate::source::parse;
use crate::text::FileId;
use problem::Problems;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use validate::Trust;

/// What is known of a control before its file is parsed.
#[derive(Debug)]
pub struct Entry {
    pub id: Cow<'static, str>,
    pub slug: Cow<'static, str>,
    pub aliases: Vec<Cow<'static, str>>,
    pub severity: Severity,
    /// The resource types that it judges (`data.TYPE` for data sources), sorted.
    pub types: Vec<Cow<'static, str>>,
    /// It has checks of an account or Region.
    pub account: bool,
    /// Part of the program, not a team's own.
    pub builtin: bool,
    pub path: Cow<'static, str>,
    text: Cow<'static, str>,
    file: FileId,
    control: OnceLock<Option<Arc<Control>>>,
}

/// The controls of a run.
#[derive(Debug, Default)]
pub struct Rules {
    entries: Vec<Entry>,
    /// Positions of the entries that judge a type, in the order of their ids; made when it is first asked for.
    by_type: OnceLock<FxHashMap<String, Vec<usize>>>,
}

/// Files of rules are numbered from here, so that their spans are not taken for those of Terraform files.
const FIRST_FILE: u32 = 0x8000_0000;

impl Rules {
    /// The controls that ship with the program; nothing is parsed.
    pub fn builtin() -> Rules {
        let entry = |(index, rule): (usize, &'static embedded::Embedded)| Entry {
            id: rule.id.into(),
            slug: rule.slug.into(),
            aliases: rule.aliases.iter().map(|alias| Cow::Borrowed(*alias)).collect(),
            severity: Severity::parse(rule.severity).unwrap_or(Severity::Medium),
            types: rule.types.iter().map(|name| Cow::Borrowed(*name)).collect(),
            account: rule.account,
            builtin: true,
            path: rule.path.into(),
            text: rule.text.into(),
            file: FileId(FIRST_FILE + index as u32),
            control: OnceLock::new(),
        };
        Rules { entries: embedded::RULES.iter().enumerate().map(entry).collect(), ..Rules::default() }
    }

    /// One control alone, as its examples need it.
    pub fn only(control: Arc<Control>) -> Rules {
        let text = control.file.text.to_string();
        let id = control.file.id;
        Rules { entries: vec![Entry::of(control, &text, id)], ..Rules::default() }
    }

    /// Adds a team's rule file, wholly checked. A control with problems is not added.
    pub fn add(&mut self, path: &str, text: &str) -> Vec<Problem> {
        let file = FileId(FIRST_FILE + self.entries.len() as u32);
        let (control, mut problems) = read(file, path, text);
        let Some(control) = control else { return problems };
        if let Some(other) = self.clash(&control) {
            let message = format!("{} has the same id, alias or slug as {other}", control.id);
            let file = &control.file;
            let (path, text) = (file.path.clone(), file.text.clone());
            problems.push(Problem { path, text, span: control.span, message });
        }
        if problems.is_empty() {
            self.entries.push(Entry::of(Arc::new(control), text, file));
            self.by_type.take();
        }
        problems
    }

    fn clash(&self, control: &Control) -> Option<&str> {
        let names = control.aliases.iter().chain([&control.id, &control.slug]);
        names.into_iter().find_map(|name| self.entry(name)).map(|entry| &*entry.id)
    }

    /// All controls, in the order of their files: built-in ones first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The controls that judge a type (`data.TYPE` for data sources), in the order of their ids.
    pub fn of_type(&self, type_name: &str) -> impl Iterator<Item = &Entry> {
        let by_type = self.by_type.get_or_init(|| {
            let mut by_type: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (position, entry) in self.entries.iter().enumerate() {
                for name in &entry.types {
                    by_type.entry(name.to_string()).or_default().push(position);
                }
            }
            for positions in by_type.values_mut() {
                positions.sort_by(|&a, &b| natural_order(&self.entries[a].id, &self.entries[b].id));
            }
            by_type
        });
        by_type.get(type_name).into_iter().flatten().map(|&position| &self.entries[position])
    }

    /// A control by id or alias (in any case) or slug.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let by_id = self.entries.iter().find(|entry| entry.id.eq_ignore_ascii_case(name) || entry.slug == name);
        by_id.or_else(|| {
            let named = |entry: &&Entry| entry.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name));
            self.entries.iter().find(named)
        })
    }

    /// A control by id or alias (in any case) or slug, parsed.
    pub fn control(&self, name: &str) -> Option<Arc<Control>> {
        self.entry(name)?.control()
    }

    /// The id or slug that was probably meant.
    pub fn suggestion(&self, name: &str) -> Option<&str> {
        let lower = name.to_ascii_lowercase();
        let ids = self.entries.iter().map(|entry| (entry.id.to_ascii_lowercase(), &*entry.id));
        let slugs = self.entries.iter().map(|entry| (entry.slug.to_string(), &*entry.slug));
        let names: Vec<(String, &str)> = ids.chain(slugs).collect();
        let near = crate::schema::nearest(&lower, names.iter().map(|(lower, _)| lower.as_str()))?;
        names.iter().find(|(lower, _)| lower == near).map(|(_, name)| *name)
    }
}

impl Entry {
    fn of(control: Arc<Control>, text: &str, file: FileId) -> Entry {
        let owned = |text: &Arc<str>| Cow::Owned(text.to_string());
        Entry {
            id: owned(&control.id),
            slug: owned(&control.slug),
            aliases: control.aliases.iter().map(owned).collect(),
            severity: control.severity,
            types: control.subject_types().into_iter().map(owned).collect(),
            account: control.is_account_scope(),
            builtin: false,
            path: owned(&control.file.path),
            text: Cow::Owned(text.to_string()),
            file,
            control: OnceLock::from(Some(control.clone())),
        }
    }

    /// The control; its file is parsed on first use. A built-in one is without its examples, which are most of the text and judge
    /// nothing. `None` only for a built-in file that a test would have refused.
    pub fn control(&self) -> Option<Arc<Control>> {
        self.control.get_or_init(|| self.parsed(before_examples(&self.text))).clone()
    }

    /// The control with its examples.
    pub fn whole(&self) -> Option<Arc<Control>> {
        if self.builtin { self.parsed(Cow::Borrowed(&self.text)) } else { self.control() }
    }

    fn parsed(&self, text: Cow<'_, str>) -> Option<Arc<Control>> {
        let file = Arc::new(parse(self.file, (*self.path).into(), text.into()));
        let mut problems = Problems::new(file.clone());
        validate::control(&file, Trust::BuiltIn, &mut problems).map(Arc::new)
    }

    /// The text of the rule file.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A built-in rule file ends with its examples.
fn before_examples(text: &str) -> Cow<'_, str> {
    match memchr::memmem::find(text.as_bytes(), b"\n  example \"") {
        Some(at) => Cow::Owned(format!("{}\n}}\n", &text[..at])),
        None => Cow::Borrowed(text),
    }
}

/// Reads and wholly checks one rule file.
pub fn read(file: FileId, path: &str, text: &str) -> (Option<Control>, Vec<Problem>) {
    let file = Arc::new(parse(file, path.into(), text.into()));
    let mut problems = Problems::new(file.clone());
    let control = validate::control(&file, Trust::Inspect, &mut problems);
    (control, problems.found)
}
