//! Edits that may grant a request, narrowest first. Which of them holds is for the proof to say.

mod account;
mod companion;
mod elsewhere;
mod input;
mod set;
mod switched;
mod values;

use super::body::Substitution;
use super::change::{Change, Expression};
use super::reason::Reason;
use super::{Settings, direct, path};
use crate::check::{Finding, FixRequest, Operation};
use crate::eval::{Evaluation, InstanceKey, Module, ResourceInstance, innermost_block, path_text};
use crate::graph::Graph;
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::{FileId, Span};
use crate::value::{Type, Value};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Changes that may grant a request.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    pub changes: Vec<Change>,
    pub added: Vec<Added>,
    /// Added resources as rules name them, and as they are named here.
    pub names: Vec<(String, String)>,
    /// The policy documents that it adds a statement to.
    pub documents: Vec<Span>,
    /// The module in which its expressions stand, when that is not the target's.
    pub home: Option<Arc<str>>,
    /// Inputs that are asked for and not needed: what is written already stands for them.
    pub unneeded: Vec<String>,
    /// What it grants besides, as it would bring new findings by itself.
    pub followed: Vec<FixRequest>,
}

impl Candidate {
    /// The changes that declare variables.
    pub fn declarations(&self) -> impl Iterator<Item = &Change> {
        let declares =
            |change: &&Change| matches!(change, Change::AddTopLevel { draft, .. } if draft.block_type == "variable");
        self.changes.iter().filter(declares)
    }

    /// The names of the variables that it declares.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        self.declarations().filter_map(|change| match change {
            Change::AddTopLevel { draft, .. } => draft.labels.first().map(String::as_str),
            _ => None,
        })
    }
}

/// A resource that a candidate adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// Its configuration address, without keys.
    pub address: String,
    /// What it is a companion of; none where the account lacks it.
    pub owner: Option<Owner>,
}

/// The instance of the same module to which a companion belongs: that of the key, or of the companion's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// `aws_s3_bucket.b`.
    pub resource: String,
    pub key: Option<InstanceKey>,
}

/// Candidates, or why there are none.
pub type Candidates = Result<Vec<Candidate>, Reason>;

/// What candidates are made from.
pub struct Context<'g> {
    pub graph: &'g Graph,
    pub evaluation: Arc<Evaluation>,
    pub settings: &'g Settings,
    /// Which files may be edited, as far as it was asked.
    editable: RefCell<FxHashMap<FileId, Result<(), Reason>>>,
    /// Where new variables go, by the folder of the module.
    variables: RefCell<FxHashMap<Arc<str>, Option<Arc<SourceFile>>>>,
}

/// More combinations of the operations' candidates are not tried.
const COMBINATIONS: usize = 8;

impl<'g> Context<'g> {
    pub fn new(graph: &'g Graph, settings: &'g Settings) -> Option<Context<'g>> {
        let evaluation = graph.configuration()?.clone();
        Some(Context { graph, evaluation, settings, editable: RefCell::default(), variables: RefCell::default() })
    }

    /// All candidates of requests that are granted together, narrowest first.
    pub fn of(&self, finding: &Finding, requests: &[&FixRequest]) -> Candidates {
        let mut lists = Vec::new();
        let mut wanted = Vec::new();
        for request in requests {
            let renamed = input::names(self, request);
            let given = input::values(self, request)?;
            for operation in &request.operations {
                let mut list = self.of_operation(finding, request, operation, &renamed, &given)?;
                list.iter_mut().for_each(|candidate| companion::note_name(candidate, operation));
                lists.push(list);
            }
            wanted.push((request, renamed));
        }
        let most = lists.iter().map(Vec::len).max().unwrap_or(0);
        let mut all = Vec::new();
        for number in 0..most.min(COMBINATIONS) {
            let mut candidate = Candidate::default();
            let home = lists.iter().find_map(|list| list[number.min(list.len() - 1)].home.clone());
            let parts: Vec<&Candidate> = lists.iter().map(|list| &list[number.min(list.len() - 1)]).collect();
            let texts: Vec<String> = parts.iter().flat_map(|part| &part.changes).filter_map(Change::written).collect();
            let is_used = |name: &str| texts.iter().any(|text| companion::mentions(text, &format!("var.{name}")));
            for (request, renamed) in &wanted {
                let declared = input::declarations(self, request, renamed, home.as_deref(), &mut |input, name| {
                    let used = is_used(name);
                    candidate.unneeded.extend((!used).then(|| input.to_owned()));
                    used
                })?;
                candidate.changes.extend(declared.changes);
            }
            for part in parts {
                candidate.changes.extend(part.changes.iter().cloned());
                candidate.added.extend(part.added.iter().cloned());
                candidate.names.extend(part.names.iter().cloned());
                candidate.documents.extend(&part.documents);
            }
            companion::rename_references(&mut candidate);
            candidate.changes = self.with_empty_lists(std::mem::take(&mut candidate.changes));
            all.push(candidate);
        }
        if all.is_empty() { Err(Reason::NoRequest) } else { Ok(all) }
    }

    /// Why nothing that is edited would change what exists: the resource's `ignore_changes`. A plan may say that it is new.
    pub fn kept_out(&self, requests: &[&FixRequest], plan: Option<&Graph>) -> Option<Reason> {
        let creates = |graph: &Graph, target: &str| {
            graph.find(target).is_some_and(|id| graph.get(id).operation == crate::graph::Operation::Create)
        };
        requests.iter().find_map(|request| {
            let target = self.evaluation.find(&request.target)?;
            if plan.is_some_and(|plan| creates(plan, &request.target)) {
                return None;
            }
            let (span, attribute) = super::lifecycle::ignored(&target.block.body, &request.operations)?;
            Some(Reason::Ignored { attribute, place: self.place(span) })
        })
    }

    fn of_operation(
        &self,
        finding: &Finding,
        request: &FixRequest,
        operation: &Operation,
        renamed: &BTreeMap<String, String>,
        given: &BTreeMap<String, Value>,
    ) -> Candidates {
        if let Operation::AddResource { type_name, suffix, body } = operation {
            return match request.target.is_empty() || self.graph.find(&request.target).is_none() {
                true => account::candidates(self, finding, type_name, suffix.as_deref(), body, renamed, given),
                false => companion::candidates(self, request, type_name, suffix.as_deref(), body, renamed, given),
            };
        }
        let target = self.target(&request.target)?;
        let this = self.reference_to(&finding.address, &target);
        let attributes =
            if this.is_none() { elsewhere::attributes(self, &finding.address, &target) } else { BTreeMap::new() };
        let with = |values| Substitution {
            values: Some(values),
            this: this.clone(),
            attributes: attributes.clone(),
            renamed: renamed.clone(),
            inputs: Some(given),
        };
        match operation {
            Operation::Set { path, value } => set::value(self, &target, request, path, value),
            Operation::SetExpression { path, body } => {
                set::expression(self, &target, request, path, body, &with(&body.values))
            }
            Operation::Remove { path } => values::remove(self, &target, path),
            Operation::RemoveValues { path, values } => values::remove_values(self, &target, path, values),
            Operation::AddBlock { parent, block_type, body } => {
                let unwritable = || Reason::Unwritable { place: self.place(target.block.header) };
                let draft = super::body::draft(&body.block, block_type, Vec::new(), &with(&body.values));
                let (block, parents) = self.innermost(&target, &format!("{parent}.x"));
                self.editable(&block)?;
                let parents = &parents[..parents.len().saturating_sub(1)];
                let parents = if parent.is_empty() { &[] } else { parents };
                let change = draft.and_then(|draft| direct::add_block(&block, parents, &draft));
                Ok(vec![Candidate { changes: vec![change.ok_or_else(unwritable)?], ..Candidate::default() }])
            }
            Operation::AddStatement { path, body } => {
                super::policy::candidates(self, &target, path, body, &with(&body.values))
            }
            Operation::AddResource { .. } => Err(Reason::NoRequest),
        }
    }

    /// The configured instance of an address.
    pub fn target(&self, address: &str) -> Result<Arc<ResourceInstance>, Reason> {
        self.evaluation.find(address).ok_or_else(|| Reason::NoSource { address: address.to_owned() })
    }

    /// The innermost block that is written on the way to a path, and the rest of the path.
    pub fn innermost(&self, target: &ResourceInstance, path: &str) -> (Syntax, Vec<path::Step>) {
        let (block, rest) = innermost_block(&self.evaluation, target, path);
        (block.syntax, path::steps(&path_text(&rest)))
    }

    /// How code in the target's block names the judged instance.
    pub fn reference_to(&self, address: &str, target: &ResourceInstance) -> Option<String> {
        let judged = self.evaluation.find(address)?;
        if judged.module != target.module {
            return None;
        }
        let block = judged.key.to_string();
        let same = judged.key == target.key;
        Some(match (&judged.index, &target.repetition.each, &target.repetition.count) {
            (None, ..) => block,
            (Some(_), Some(_), _) if same || judged.repetition.each.is_some() => format!("{block}[each.key]"),
            (Some(_), _, Some(_)) if same || judged.repetition.count.is_some() => format!("{block}[count.index]"),
            (Some(index), ..) => format!("{block}{index}"),
        })
    }

    /// Blocks that the schema calls an attribute: where all of them go, an empty list stays, as leaving them out changes
    /// nothing on what exists.
    fn with_empty_lists(&self, changes: Vec<Change>) -> Vec<Change> {
        let as_list = |change: Change| match change {
            Change::Remove { item } if self.is_attribute_block(&item) => Change::RemoveBlock { item },
            Change::Remove { item } if item.kind() == Kind::Attribute && self.is_block_list(&item) => {
                let expression = item.at(item.file.tree.last_child(item.node).unwrap_or(item.node));
                Change::Replace { expression, by: Expression::Source("[]".to_owned()) }
            }
            other => other,
        };
        changes.into_iter().map(as_list).collect()
    }

    /// `ingress { ... }` or `dynamic "ingress"` directly in a resource whose schema has an attribute of that name.
    fn is_attribute_block(&self, item: &Syntax) -> bool {
        item.kind() == Kind::Block && self.attribute_type(item).is_some()
    }

    /// `ingress = [...]`: a list of objects that the provider keeps when nothing is written.
    fn is_block_list(&self, item: &Syntax) -> bool {
        let is_objects =
            |ty: &Type| matches!(ty, Type::List(inner) | Type::Set(inner) if matches!(**inner, Type::Object(_)));
        self.attribute_type(item).is_some_and(|ty| is_objects(&ty))
    }

    /// The type of an attribute directly in a resource that the provider may also decide.
    fn attribute_type(&self, item: &Syntax) -> Option<Type> {
        let parent = super::layout::parent_of(item).filter(|parent| parent.name() == "resource")?;
        let label = parent.children().into_iter().find(|child| child.kind() == Kind::Label)?;
        let schema = self.evaluation.schema.resource(&crate::source::string_value(&label)?)?;
        let name = if item.kind() == Kind::Block { direct::made_type(item) } else { item.name().to_owned() };
        Some(schema.attribute(&name).filter(|attribute| attribute.computed)?.ty.clone())
    }

    /// Refuses what must not be edited.
    pub fn editable(&self, syntax: &Syntax) -> Result<(), Reason> {
        self.editable_file(syntax.file.id)
    }

    pub fn editable_file(&self, id: FileId) -> Result<(), Reason> {
        self.editable.borrow_mut().entry(id).or_insert_with(|| self.judge_file(id)).clone()
    }

    /// The file in which a new variable of a module is written; `None` where none may be edited.
    fn variables_file(&self, module: &Module) -> Option<Arc<SourceFile>> {
        let known = self.variables.borrow().get(&module.directory).cloned();
        known.unwrap_or_else(|| {
            let file = input::variables_file(self, module);
            self.variables.borrow_mut().insert(module.directory.clone(), file.clone());
            file
        })
    }

    fn judge_file(&self, id: FileId) -> Result<(), Reason> {
        let project = &self.evaluation.project;
        let file = project.files.get(id);
        let path = file.path.to_string();
        if project.is_downloaded(id) || path.contains(".terragrunt-cache/") {
            return Err(Reason::Downloaded { path });
        }
        if !self.settings.may_edit(&project.options.root, &path) {
            return Err(Reason::Outside { path });
        }
        if is_generated(&path, &file.text) {
            return Err(Reason::Generated { path });
        }
        Ok(())
    }

    /// `file:line` for messages.
    pub fn place(&self, span: Span) -> String {
        let file = self.evaluation.project.files.get(span.file);
        format!("{}:{}", file.path, file.position(span.start).line)
    }

    /// Keeps the candidates that may be made; the first refusal when none is left.
    pub fn allowed(&self, candidates: Vec<Candidate>) -> Candidates {
        let mut refusal = None;
        let mut allowed: Vec<Candidate> = Vec::new();
        for candidate in candidates {
            let check = candidate.changes.iter().try_for_each(|change| self.editable_file(change.file()));
            match check {
                Ok(()) if !allowed.iter().any(|known: &Candidate| known.changes == candidate.changes) => {
                    allowed.push(candidate);
                }
                Ok(()) => {}
                Err(reason) => refusal = refusal.or(Some(reason)),
            }
        }
        match (allowed.is_empty(), refusal) {
            (true, Some(refusal)) => Err(refusal),
            (true, None) => Err(Reason::NoRequest),
            _ => Ok(allowed),
        }
    }
}

/// Files that say in their first lines that a program writes them.
fn is_generated(path: &str, text: &str) -> bool {
    const SIGNS: [&str; 5] =
        ["do not edit", "@generated", "generated by terragrunt", "automatically generated", "autogenerated"];
    let head: String = text.lines().take(5).collect::<Vec<_>>().join("\n").to_lowercase();
    path.ends_with("cdk.tf.json") || SIGNS.iter().any(|sign| head.contains(sign)) && !path.ends_with(".tfvars")
}
