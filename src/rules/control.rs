//! A validated rule: one control, as the other rooms use it.

use crate::eval::expression::{Prepared, evaluate};
use crate::eval::scope::NoNames;
use crate::graph::Operation;
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::Span;
use crate::value::{Entries, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// A text in the languages of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Localized {
    pub en: Arc<str>,
    pub ja: Arc<str>,
}

/// Steps or paragraphs in the languages of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalizedList {
    pub en: Vec<Arc<str>>,
    pub ja: Vec<Arc<str>>,
}

/// A localized template: `${...}` in it is evaluated where it is used.
#[derive(Clone, Debug)]
pub struct Message {
    pub en: Syntax,
    pub ja: Syntax,
    plain: OnceLock<Option<Localized>>,
}

impl Message {
    pub fn new(en: Syntax, ja: Syntax) -> Message {
        Message { en, ja, plain: OnceLock::new() }
    }

    /// The text when nothing in it is evaluated, made once.
    pub fn plain(&self) -> Option<&Localized> {
        let text = |syntax: &Syntax| {
            let value = (syntax.kind() == Kind::Str).then(|| evaluate(syntax, &NoNames).ok())??;
            value.as_str().map(Arc::from)
        };
        self.plain.get_or_init(|| Some(Localized { en: text(&self.en)?, ja: text(&self.ja)? })).as_ref()
    }
}

/// How bad a failing control is; the order is the order of badness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// Whether code alone decides the control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decides {
    Checked,
    Partly,
    NotDecidable,
}

/// Whether a fix may be applied without a person's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Safe,
    Unsafe,
    NeedsInput,
}

/// What the provider plans for an existing resource when the fix is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    InPlace,
    AddsResource,
    Replaces,
    Unknown,
}

/// Three answers of a control about a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Pass,
    Fail,
    Unknown,
}

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $name {
            /// The words of the rule format, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(self.as_str())
            }
        }
    };
}

words!(Severity { Low = "low", Medium = "medium", High = "high", Critical = "critical" });
words!(Decides { Checked = "checked", Partly = "partly", NotDecidable = "not-decidable" });
words!(Class { Safe = "safe", Unsafe = "unsafe", NeedsInput = "needs-input" });
words!(Impact { InPlace = "in-place", AddsResource = "adds-resource", Replaces = "replaces", Unknown = "unknown" });
words!(Verdict { Pass = "pass", Fail = "fail", Unknown = "unknown" });
/// A control with its checks, fixes and examples.
#[derive(Debug)]
pub struct Control {
    pub id: Arc<str>,
    pub slug: Arc<str>,
    pub aliases: Vec<Arc<str>>,
    pub severity: Severity,
    pub category: Vec<Arc<str>>,
    pub title: Localized,
    pub why: Localized,
    pub decides: Decides,
    pub limits: Option<Localized>,
    pub notes: Option<Localized>,
    pub config_rule: Option<Arc<str>>,
    /// Framework id to the requirements in it that the control serves.
    pub frameworks: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    /// Mappings made by way of another framework.
    pub frameworks_derived: BTreeMap<Arc<str>, Vec<Arc<str>>>,
    pub parameters: Vec<Parameter>,
    pub checks: Vec<Check>,
    pub no_fix: Option<Message>,
    pub remediation: Remediation,
    /// Why there is no example of a kind that a control needs.
    pub no_example: BTreeMap<ExampleKind, Arc<str>>,
    pub examples: Vec<Example>,
    pub file: Arc<SourceFile>,
    pub span: Span,
}

impl Control {
    /// By its id or an older one (in any case), or by its slug.
    pub fn is_called(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(&self.id)
            || *name == *self.slug
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }
}

/// A value that settings may override.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: Arc<str>,
    pub default: Value,
    pub description: Option<Localized>,
}

/// What people do without Terraform.
#[derive(Clone, Debug, Default)]
pub struct Remediation {
    pub console: LocalizedList,
    pub cli: Option<Arc<str>>,
}

/// What a check judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Instances of these types; `data.TYPE` for data sources.
    Types(Vec<Arc<str>>),
    PerAccount,
    PerRegion,
}

/// One `check` block.
#[derive(Clone, Debug)]
pub struct Check {
    pub subject: Subject,
    pub filter: Option<Syntax>,
    pub locals: Vec<(Arc<str>, Syntax)>,
    /// Path of the nested blocks that are judged one by one.
    pub each: Option<Arc<str>>,
    /// Planned operations in which the check judges; empty: all but delete.
    pub operations: Vec<Operation>,
    pub enforces: Vec<Enforce>,
    pub fixes: Vec<FixRule>,
    pub no_fix: Option<Message>,
    pub span: Span,
    pub(super) prepared: OnceLock<Prepared>,
    pub(super) shared: OnceLock<BTreeSet<Arc<str>>>,
}

impl Check {
    /// Its conditions and locals, made ready once.
    pub fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| {
            let conditions = self.enforces.iter().map(|enforce| &enforce.condition);
            let locals = self.locals.iter().map(|(_, local)| local);
            let expressions = || conditions.clone().chain(locals.clone()).chain(&self.filter);
            // Who looks for credentials looks at every element, so that all of them are hidden.
            let looks_at_all = expressions().any(|expression| expression.text().contains("secret_kind"));
            Prepared::of(expressions(), |name| if looks_at_all { None } else { super::functions::decides(name) })
        })
    }

    /// A local that is the same for every judged resource of an account and Region.
    pub fn is_shared(&self, local: &str) -> bool {
        self.shared.get_or_init(|| super::shared::shared(&self.locals)).contains(local)
    }
}

/// One condition that must hold.
#[derive(Clone, Debug)]
pub struct Enforce {
    pub condition: Syntax,
    /// The attribute that a finding points at.
    pub at: Option<Arc<str>>,
    pub error_message: Message,
    pub span: Span,
}

/// One `fix` block.
#[derive(Clone, Debug)]
pub struct FixRule {
    pub when: Option<Syntax>,
    pub class: Class,
    pub impact: Impact,
    pub summary: Message,
    pub warning: Option<Message>,
    /// The resource that is edited instead of the judged one.
    pub on: Option<Syntax>,
    pub set: Vec<(Arc<str>, Syntax)>,
    pub remove: Vec<Arc<str>>,
    pub remove_values: Vec<(Arc<str>, Syntax)>,
    pub blocks: Vec<NewBlock>,
    pub resources: Vec<NewResource>,
    pub statements: Vec<NewStatement>,
    pub inputs: Vec<Input>,
    pub span: Span,
}

/// A nested block that a fix adds; `block` is the block in the rule file whose body is copied.
#[derive(Clone, Debug)]
pub struct NewBlock {
    /// Path of the block that it is added to; empty for the resource itself.
    pub parent: Arc<str>,
    pub block_type: Arc<str>,
    pub block: Syntax,
}

/// A resource that a fix adds.
#[derive(Clone, Debug)]
pub struct NewResource {
    pub type_name: Arc<str>,
    /// Added to the judged resource's name.
    pub suffix: Option<Arc<str>>,
    pub block: Syntax,
}

/// A policy statement that a fix adds to the document in the attribute at `path`.
#[derive(Clone, Debug)]
pub struct NewStatement {
    pub path: Arc<str>,
    pub block: Syntax,
}

/// A value that a person has to supply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub name: Arc<str>,
    pub description: Localized,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExampleKind {
    Pass,
    Fail,
    Unknown,
    /// What the fix makes of the fail case of the same name.
    Fixed,
}

words!(ExampleKind { Pass = "pass", Fail = "fail", Unknown = "unknown", Fixed = "fixed" });

/// A configuration with the verdicts that it must get.
#[derive(Clone, Debug)]
pub struct Example {
    pub kind: ExampleKind,
    pub name: Arc<str>,
    /// Terraform source, without the settings of the example.
    pub source: Arc<str>,
    /// Verdicts of single addresses that differ from the kind.
    pub expect: BTreeMap<Arc<str>, Verdict>,
    pub account: bool,
    pub params: Entries,
    /// RFC 3339 date.
    pub today: Option<Arc<str>>,
    /// What data sources were read as: address to attributes. Such an example is judged as if that had happened.
    pub data: Entries,
    /// Source of the configuration that exists before; such an example is judged as a plan only.
    pub prior: Option<Arc<str>>,
    pub span: Span,
}

impl ExampleKind {
    /// The verdict that a judged resource must get.
    pub fn verdict(self) -> Verdict {
        match self {
            ExampleKind::Pass | ExampleKind::Fixed => Verdict::Pass,
            ExampleKind::Fail => Verdict::Fail,
            ExampleKind::Unknown => Verdict::Unknown,
        }
    }
}

impl Control {
    /// Resource types that the checks judge (`data.TYPE` for data sources), without repetition.
    pub fn subject_types(&self) -> Vec<&Arc<str>> {
        let mut types: Vec<&Arc<str>> = Vec::new();
        for check in &self.checks {
            if let Subject::Types(names) = &check.subject {
                types.extend(names);
            }
        }
        types.sort_unstable();
        types.dedup();
        types
    }

    /// Some check is judged once per account or Region.
    pub fn is_account_scope(&self) -> bool {
        self.checks.iter().any(|check| !matches!(check.subject, Subject::Types(_)))
    }
}

impl Localized {
    /// The text in `ja` or, for any other language, English.
    pub fn in_language(&self, language: &str) -> &str {
        self.shared(language)
    }

    /// As [`Localized::in_language`], to be kept.
    pub fn shared(&self, language: &str) -> &Arc<str> {
        if language == "ja" { &self.ja } else { &self.en }
    }
}
