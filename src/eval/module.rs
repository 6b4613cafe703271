//! One module's configuration as written: the files of one folder, overrides merged, nothing evaluated.

use super::address::Mode;
use super::body::{Attribute, Block, Body};
use super::conditions::Conditioned;
use super::problem::{Problem, ProblemKind};
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::Span;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// The blocks of one folder. Shared by all calls of the module.
#[derive(Debug, Default)]
pub struct Module {
    /// Folder, `/`-separated, as it is shown; `.` for the current one.
    pub directory: Arc<str>,
    pub files: Vec<Arc<SourceFile>>,
    pub variables: BTreeMap<Arc<str>, Block>,
    pub locals: BTreeMap<Arc<str>, Attribute>,
    pub outputs: BTreeMap<Arc<str>, Block>,
    pub resources: BTreeMap<ResourceKey, Block>,
    pub calls: BTreeMap<Arc<str>, Block>,
    /// By configuration address: `aws`, `aws.west`.
    pub providers: BTreeMap<Arc<str>, Block>,
    /// Local provider name to source address, from `required_providers`.
    pub required_providers: BTreeMap<Arc<str>, Arc<str>>,
    /// What it says of the AWS provider's version: lists of constraints.
    pub aws_versions: Vec<String>,
    /// `terraform` blocks (backend, required_version, required_providers).
    pub terraform: Vec<Block>,
    /// `moved`, `import`, `removed` and `check` blocks.
    pub others: Vec<Block>,
    pub complaints: Vec<Problem>,
    /// The blocks that state conditions, found when they are first asked for.
    pub(super) conditioned: OnceLock<Box<[Conditioned]>>,
}

/// A resource or data source within its module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceKey {
    pub mode: Mode,
    pub type_name: Arc<str>,
    pub name: Arc<str>,
}

impl std::fmt::Display for ResourceKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let prefix = match self.mode {
            Mode::Managed => "",
            Mode::Data => "data.",
            Mode::Ephemeral => "ephemeral.",
        };
        write!(out, "{prefix}{}.{}", self.type_name, self.name)
    }
}

/// Top-level block types and their number of labels.
const TOP_LEVEL: [(&str, usize); 14] = [
    ("terraform", 0),
    ("variable", 1),
    ("locals", 0),
    ("output", 1),
    ("provider", 1),
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("module", 1),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
    ("check", 1),
    ("language", 0),
];

/// The blocks of a file with the place of their types in [`TOP_LEVEL`].
fn top_level_blocks(root: &Syntax) -> Vec<(usize, Block)> {
    let body = Body::of(root.clone());
    if !root.file.tree.json {
        let kind = |block: &Block| TOP_LEVEL.iter().position(|top| *top == (&*block.block_type, block.labels.len()));
        return body.native_blocks().into_iter().filter_map(|block| Some((kind(&block)?, block))).collect();
    }
    let of_type = |(kind, (name, labels)): (usize, (&'static str, usize))| {
        body.blocks(name, labels).into_iter().map(move |block| (kind, block)).collect::<Vec<_>>()
    };
    TOP_LEVEL.into_iter().enumerate().flat_map(of_type).collect()
}

impl Module {
    /// Builds a module from its parsed files; `files` holds ordinary files first, then override files, each sorted by name.
    pub fn new(directory: Arc<str>, files: Vec<Arc<SourceFile>>) -> Module {
        let mut module = Module { directory, ..Module::default() };
        for file in &files {
            let is_override = is_override_file(&file.path);
            let root = Syntax { file: file.clone(), node: file.tree.root() };
            module.complain_about_items(&root);
            let mut blocks = top_level_blocks(&root);
            blocks.sort_by_key(|(kind, _)| *kind);
            blocks.into_iter().for_each(|(_, block)| module.add(block, is_override));
        }
        module.files = files;
        module
    }

    /// What Terraform would reject at the top level; the rest of the file is still read.
    fn complain_about_items(&mut self, root: &Syntax) {
        if root.file.tree.json {
            return self.complain_about_members(root);
        }
        for item in root.children() {
            let complaint = match item.kind() {
                Kind::Attribute => format!("an argument named \"{}\" is not expected here", item.name()),
                Kind::Block => match TOP_LEVEL.iter().find(|(block_type, _)| *block_type == item.name()) {
                    None => format!("blocks of type \"{}\" are not expected here", item.name()),
                    Some((block_type, wanted)) => {
                        let given = item.children().iter().filter(|child| child.kind() == Kind::Label).count();
                        if given == *wanted {
                            continue;
                        }
                        format!("a \"{block_type}\" block takes {wanted} labels, not {given}")
                    }
                },
                _ => continue,
            };
            self.complaints.push(Problem::new(ProblemKind::Invalid, complaint).at(item.name_span()));
        }
    }

    /// As [`Module::complain_about_items`], in JSON syntax. The property `//` is a comment.
    fn complain_about_members(&mut self, root: &Syntax) {
        for member in Body::of(root.clone()).attributes() {
            let known = TOP_LEVEL.iter().any(|(block_type, _)| *block_type == &*member.name);
            let (complaint, place) = match member.expression.kind() {
                _ if &*member.name == "//" => continue,
                _ if !known => (format!("blocks of type \"{}\" are not expected here", member.name), member.name_span),
                Kind::JsonObject | Kind::JsonArray | Kind::JsonNull | Kind::Error => continue,
                _ => ("a JSON object or a JSON array of objects is required here".to_owned(), member.expression.span()),
            };
            self.complaints.push(Problem::new(ProblemKind::Invalid, complaint).at(place));
        }
    }

    fn add(&mut self, block: Block, is_override: bool) {
        let label = |index: usize| block.labels[index].text.clone();
        match &*block.block_type {
            "locals" => {
                for local in block.body.attributes() {
                    let name = local.name.clone();
                    let duplicate = (!is_override && self.locals.contains_key(&name)).then_some(local.name_span);
                    self.duplicate(duplicate, "local value", &name);
                    if duplicate.is_none() {
                        self.locals.insert(name, local);
                    }
                }
            }
            "terraform" => {
                for required in block.body.blocks("required_providers", 0) {
                    self.add_required_providers(&required);
                }
                self.terraform.push(block);
            }
            "check" => {
                for data in block.body.blocks("data", 2) {
                    self.add(data, is_override);
                }
                self.others.push(block);
            }
            "moved" | "import" | "removed" | "language" => self.others.push(block),
            "variable" => insert(&mut self.variables, label(0), block, is_override, &mut self.complaints),
            "output" => insert(&mut self.outputs, label(0), block, is_override, &mut self.complaints),
            "module" => insert(&mut self.calls, label(0), block, is_override, &mut self.complaints),
            "provider" => {
                let alias =
                    block.body.attribute("alias").and_then(|alias| crate::source::string_value(&alias.expression));
                let address = match alias {
                    Some(alias) => format!("{}.{alias}", label(0)).into(),
                    None => label(0),
                };
                insert(&mut self.providers, address, block, is_override, &mut self.complaints);
            }
            mode => {
                let mode = match mode {
                    "data" => Mode::Data,
                    "ephemeral" => Mode::Ephemeral,
                    _ => Mode::Managed,
                };
                let key = ResourceKey { mode, type_name: label(0), name: label(1) };
                insert(&mut self.resources, key, block, is_override, &mut self.complaints);
            }
        }
    }

    fn duplicate(&mut self, span: Option<Span>, what: &str, name: &str) {
        if let Some(span) = span {
            self.complaints.push(Problem::new(ProblemKind::Invalid, format!("duplicate {what} \"{name}\"")).at(span));
        }
    }

    fn add_required_providers(&mut self, required: &Block) {
        for entry in required.body.attributes() {
            let (source, version) = match entry.expression.kind() {
                Kind::Object | Kind::JsonObject => {
                    (object_string(&entry.expression, "source"), object_string(&entry.expression, "version"))
                }
                _ => (None, crate::source::string_value(&entry.expression)),
            };
            let source = full_provider_source(&source.unwrap_or_else(|| format!("hashicorp/{}", entry.name)));
            if source.ends_with("/hashicorp/aws") {
                self.aws_versions.extend(version);
            }
            self.required_providers.insert(entry.name.clone(), source.into());
        }
    }
}

fn insert<K: Ord + Clone>(
    into: &mut BTreeMap<K, Block>,
    key: K,
    block: Block,
    is_override: bool,
    complaints: &mut Vec<Problem>,
) {
    match into.get_mut(&key) {
        Some(existing) if is_override => existing.body = existing.body.overridden_by(&block.body),
        Some(_) => {
            let names: Vec<String> = block.labels.iter().map(|label| format!("\"{}\"", label.text)).collect();
            let message = format!("duplicate {} {}", block.block_type, names.join(" "));
            complaints.push(Problem::new(ProblemKind::Invalid, message).at(block.header));
        }
        None => {
            into.insert(key, block);
        }
    }
}

/// A literal string entry of an object expression.
fn object_string(object: &Syntax, key: &str) -> Option<String> {
    object.children().into_iter().find_map(|item| {
        let [name, value] = <[Syntax; 2]>::try_from(item.children().into_vec()).ok()?;
        let matches = name.text() == key || crate::source::string_value(&name).as_deref() == Some(key);
        if matches { crate::source::string_value(&value) } else { None }
    })
}

/// `hashicorp/aws` -> `registry.terraform.io/hashicorp/aws`.
pub fn full_provider_source(source: &str) -> String {
    match source.split('/').count() {
        1 if source == "terraform" => "terraform.io/builtin/terraform".to_owned(),
        1 => format!("registry.terraform.io/hashicorp/{source}"),
        2 => format!("registry.terraform.io/{source}"),
        _ => source.to_owned(),
    }
}

/// `override.tf`, `x_override.tf` and their JSON and OpenTofu forms.
pub fn is_override_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some(stem) = configuration_stem(name) else { return false };
    stem == "override" || stem.ends_with("_override")
}

/// The name without the ending, if it is a configuration file's.
pub fn configuration_stem(name: &str) -> Option<&str> {
    [".tf.json", ".tofu.json", ".tf", ".tofu"].iter().find_map(|ending| name.strip_suffix(ending))
}
