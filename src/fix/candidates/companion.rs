//! Companion resources: after the judged one, named after it, repeated as it is.

use super::{Added, Candidate, Candidates, Context, Owner};
use crate::check::{Body, FixRequest, Operation};
use crate::eval::module::{Module, ResourceKey};
use crate::eval::{Block, InstanceKey, Mode, ModuleInstance, Repetition, ResourceInstance};
use crate::fix::body::{Substitution, draft};
use crate::fix::change::{Change, Draft, DraftItem, Expression, Place};
use crate::fix::reason::Reason;
use crate::source::Kind;
use crate::value::{Unknown, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The companion for all instances of the resource, and one for this instance alone.
pub fn candidates(
    context: &Context,
    request: &FixRequest,
    type_name: &str,
    suffix: Option<&str>,
    body: &Body,
    renamed: &BTreeMap<String, String>,
    given: &BTreeMap<String, Value>,
) -> Candidates {
    let target = context.target(&request.target)?;
    let block = &target.block.syntax;
    context.editable(block)?;
    let module = context.evaluation.instance(target.module);
    let own = |block: &Block| belongs(context, &module, block, body, &target);
    if let Some(reason) = switched_off(context, &module, type_name, own) {
        return Err(reason);
    }
    let maker = Maker {
        target: &target,
        own_region: context.graph.find(&target.address).is_some_and(|id| context.graph.get(id).provider.own_region),
        module: &module.module,
        module_path: &module.path,
        type_name,
        suffix,
        body,
        renamed,
        inputs: given,
    };
    let candidates: Vec<Candidate> = [maker.for_all(), maker.for_one()].into_iter().flatten().collect();
    if candidates.is_empty() {
        return Err(Reason::Unwritable { place: context.place(target.block.header) });
    }
    context.allowed(candidates)
}

struct Maker<'a> {
    target: &'a ResourceInstance,
    /// It names its Region itself, and not by its provider.
    own_region: bool,
    module: &'a Module,
    module_path: &'a str,
    type_name: &'a str,
    suffix: Option<&'a str>,
    body: &'a Body,
    renamed: &'a BTreeMap<String, String>,
    inputs: &'a BTreeMap<String, Value>,
}

impl Maker<'_> {
    /// With the `count` or `for_each` of the judged resource.
    fn for_all(&self) -> Option<Candidate> {
        let resource = self.target.key.to_string();
        let repeated = |name: &str| self.target.block.body.attribute(name).is_some();
        let (meta, this) = if repeated("for_each") {
            (Some(("for_each", resource.clone())), "each.value".to_owned())
        } else if repeated("count") {
            (Some(("count", format!("length({resource})"))), format!("{resource}[count.index]"))
        } else {
            (None, resource)
        };
        let name = self.free_name(&self.base_name());
        self.candidate(name, meta, this, None)
    }

    /// Without repetition, for this instance.
    fn for_one(&self) -> Option<Candidate> {
        let key = self.target.index.as_ref().filter(|key| **key != InstanceKey::Unknown)?;
        let this = format!("{}{key}", self.target.key);
        let text = match key {
            InstanceKey::Int(index) => index.to_string(),
            InstanceKey::String(key) => key.to_string(),
            InstanceKey::Unknown => return None,
        };
        let part: String = text.chars().map(|c| if unicode_ident::is_xid_continue(c) { c } else { '_' }).collect();
        let name = self.free_name(&format!("{}_{part}", self.base_name()));
        self.candidate(name, None, this, Some(key.clone()))
    }

    fn candidate(
        &self,
        name: String,
        meta: Option<(&str, String)>,
        this: String,
        key: Option<InstanceKey>,
    ) -> Option<Candidate> {
        let with = Substitution {
            values: Some(&self.body.values),
            this: Some(this.clone()),
            attributes: BTreeMap::new(),
            renamed: self.renamed.clone(),
            inputs: Some(self.inputs),
        };
        let labels = vec![self.type_name.to_owned(), name.clone()];
        let mut draft = draft(&self.body.block, "resource", labels, &with)?;
        self.carry_over(&mut draft, meta, &this);
        let change = Change::AddTopLevel { place: Place::After(self.target.block.syntax.clone()), draft };
        let address = format!("{}.{name}", self.type_name);
        let path: String =
            self.module_path.split('.').filter(|step| !step.is_empty()).map(|step| format!("module.{step}.")).collect();
        let owner = Some(Owner { resource: self.target.key.to_string(), key });
        let added = vec![Added { address: format!("{path}{address}"), owner }];
        Some(Candidate { changes: vec![change], added, ..Candidate::default() })
    }

    /// The judged resource's provider configuration, Region and repetition.
    fn carry_over(&self, draft: &mut Draft, meta: Option<(&str, String)>, this: &str) {
        let has = |draft: &Draft, name: &str| {
            draft.items.iter().any(|item| matches!(item, DraftItem::Attribute(other, _) if other == name))
        };
        if let Some(provider) = self.target.block.body.attribute("provider")
            && !has(draft, "provider")
        {
            let source = provider.expression.text().trim_matches('"').to_owned();
            draft.items.insert(0, DraftItem::Attribute("provider".to_owned(), Expression::Source(source)));
        }
        if let Some(region) = self.target.block.body.attribute("region").filter(|_| self.own_region)
            && !has(draft, "region")
        {
            let written = region.expression.text();
            let repeated = written.contains("each.") || written.contains("count.");
            let source = if repeated { format!("{this}.region") } else { written.to_owned() };
            draft.items.insert(0, DraftItem::Attribute("region".to_owned(), Expression::Source(source)));
        }
        if let Some((name, source)) = meta
            && !has(draft, "count")
            && !has(draft, "for_each")
        {
            draft.items.insert(0, DraftItem::Attribute(name.to_owned(), Expression::Source(source)));
        }
    }

    fn base_name(&self) -> String {
        match self.suffix {
            Some(suffix) => format!("{}_{suffix}", self.target.key.name),
            None => self.target.key.name.to_string(),
        }
    }

    fn free_name(&self, base: &str) -> String {
        free_name(self.module, self.type_name, base)
    }
}

/// Of these there is one for what they belong to: a second one takes the place of the first, or cannot be made.
const ONE_EACH: [&str; 24] = [
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_config_delivery_channel",
    "aws_config_remediation_configuration",
    "aws_default_security_group",
    "aws_ebs_encryption_by_default",
    "aws_ecr_lifecycle_policy",
    "aws_efs_backup_policy",
    "aws_guardduty_detector",
    "aws_iam_account_password_policy",
    "aws_iam_organizations_features",
    "aws_organizations_organization",
    "aws_redshift_logging",
    "aws_s3_account_public_access_block",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_notification",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_secretsmanager_secret_rotation",
    "aws_securityhub_account",
    "aws_wafv2_web_acl_association",
];

/// Why none is added where one is declared whose `count` or `for_each` makes no instance now: with other values of variables there
/// would be two.
pub fn switched_off(
    context: &Context,
    module: &Arc<ModuleInstance>,
    type_name: &str,
    belongs: impl Fn(&Block) -> bool,
) -> Option<Reason> {
    if !ONE_EACH.contains(&type_name) {
        return None;
    }
    let of_type = |key: &ResourceKey| key.mode == Mode::Managed && &*key.type_name == type_name;
    module.module.resources.iter().filter(|(key, _)| of_type(key)).find_map(|(key, block)| {
        let repetition = block.body.attribute("count").or_else(|| block.body.attribute("for_each"))?.expression;
        let made = context.evaluation.resource(module, key, block.header).ok()?;
        let off = made.instances().is_empty() && belongs(block);
        off.then(|| Reason::SwitchedOff { address: key.to_string(), place: context.place(repetition.span()) })
    })
}

/// The attributes by which the rule's companion names the judged resource name it in the block too: by reference or by an equal text.
fn belongs(
    context: &Context,
    module: &Arc<ModuleInstance>,
    block: &Block,
    body: &Body,
    target: &ResourceInstance,
) -> bool {
    let key = target.key.to_string();
    let attributes = body.block.children().into_iter().filter(|item| item.kind() == Kind::Attribute);
    let naming = attributes.filter(|item| {
        let value = item.children().pop();
        value.is_some_and(|value| value.kind() == Kind::Traversal && value.text().starts_with("self."))
    });
    naming.filter_map(|item| block.body.attribute(item.name())).any(|attribute| {
        if mentions(attribute.expression.text(), &key) {
            return true;
        }
        let value = context.evaluation.expression(module, &attribute.expression, &Repetition::default());
        let Ok(value) = value else { return false };
        let known = target.configured(&context.evaluation, block.header).ok();
        let known = known.as_ref().and_then(|values| values.get(&attribute.name)?.as_str());
        let refers = |unknown: &Unknown| unknown.reference.as_ref().is_some_and(|it| it.address == target.address);
        value.as_str().is_some() && value.as_str() == known || value.unknowns().into_iter().any(refers)
    })
}

/// The name, or the name with the first number that is free.
pub fn free_name(module: &Module, type_name: &str, base: &str) -> String {
    let is_free = |name: &String| {
        let key = ResourceKey { mode: Mode::Managed, type_name: type_name.into(), name: name.as_str().into() };
        !module.resources.contains_key(&key)
    };
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.to_owned()).chain(numbered).find(is_free).expect("some number is free")
}

/// Keeps how the rule names a resource that the operation adds: by its suffix.
pub fn note_name(candidate: &mut Candidate, operation: &Operation) {
    if let (Operation::AddResource { type_name, suffix, .. }, [added]) = (operation, candidate.added.as_slice()) {
        let name = added.address.rsplit('.').next().unwrap_or(&added.address);
        let written = format!("{type_name}.{}", suffix.as_deref().unwrap_or("this"));
        candidate.names.push((written, format!("{type_name}.{name}")));
    }
}

/// Resources that one fix adds refer to each other by the names that they got.
pub fn rename_references(candidate: &mut Candidate) {
    for change in &mut candidate.changes {
        if let Change::AddTopLevel { draft, .. } = change {
            rename_in(draft, &candidate.names);
        }
    }
}

fn rename_in(draft: &mut Draft, names: &[(String, String)]) {
    for item in &mut draft.items {
        match item {
            DraftItem::Attribute(_, Expression::Source(source)) => {
                for (written, name) in names.iter().filter(|(written, name)| written != name) {
                    *source = renamed(source, written, name);
                }
            }
            DraftItem::Attribute(..) => {}
            DraftItem::Block(inner) => rename_in(inner, names),
        }
    }
}

/// The source names this.
pub fn mentions(source: &str, name: &str) -> bool {
    renamed(source, name, "") != source
}

/// Whole references only: `aws_x.this` in `aws_x.this.id`, not in `aws_x.this_2` or `data.aws_x.this`.
fn renamed(source: &str, written: &str, name: &str) -> String {
    let is_name = |c: char| unicode_ident::is_xid_continue(c) || c == '-';
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(at) = rest.find(written) {
        let (before, after) = (&rest[..at], &rest[at + written.len()..]);
        out.push_str(before);
        let whole = !out.ends_with(|c: char| is_name(c) || c == '.') && !after.starts_with(is_name);
        out.push_str(if whole { name } else { written });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn only_whole_references_are_renamed() {
        let text = "[aws_x.this.id, aws_x.this_2.id, data.aws_x.this.id, my_aws_x.this, \"${aws_x.this.arn}/*\"]";
        let expected =
            "[aws_x.this_3.id, aws_x.this_2.id, data.aws_x.this.id, my_aws_x.this, \"${aws_x.this_3.arn}/*\"]";
        assert_eq!(renamed(text, "aws_x.this", "aws_x.this_3"), expected);
    }
}
