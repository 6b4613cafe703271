//! One resource instance.

use super::{InstanceKey, Mode, ProviderConfig, natural_order};
use crate::text::Span;
use crate::value::{Reference, Value};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// An instance of a managed resource, data source or ephemeral resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The full instance address: `module.m["a"].aws_x.y[0]`, `data.aws_x.y`.
    pub address: Arc<str>,
    pub mode: Mode,
    pub type_name: Arc<str>,
    pub name: Arc<str>,
    pub index: Option<InstanceKey>,
    /// The address of the module instance; empty for the root.
    pub module: Arc<str>,
    pub provider: Arc<ProviderConfig>,
    /// What the plan does; [`Operation::Create`] for a graph built from configuration.
    pub operation: Operation,
    /// Under which address the object was known before, after `moved`.
    pub moved_from: Option<Arc<str>>,
    /// Key of a deposed object, one that is left over from a replacement that failed.
    pub deposed: Option<Arc<str>>,
    /// The object is taken over from outside by `import`.
    pub imported: bool,
    /// A plan that stopped at an error does not show it: its configuration tells that it is meant.
    pub assumed: bool,
    /// The `resource` or `data` block.
    pub location: Option<Span>,
    pub content: Content,
}

/// What a plan does with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    Create,
    Read,
    Update,
    Delete,
    /// Destroyed and made anew, in either order.
    Replace,
    NoOp,
    /// Removed from state, but not destroyed.
    Forget,
}

/// Where a resource's values come from.
#[derive(Clone)]
pub enum Content {
    Ready(Box<Ready>),
    /// Made on demand, by the number that the source gave to the instance.
    Lazy(Arc<dyn Source>, u32),
}

/// Values that are at hand. `links`: references that the values do not show because they are known.
#[derive(Clone, Debug)]
pub struct Ready {
    pub values: Value,
    pub prior: Option<Value>,
    pub links: Vec<Link>,
}

/// Makes the values of a graph's resources on demand, so that a large plan is never wholly in memory.
pub trait Source: Send + Sync {
    fn values(&self, instance: u32) -> Value;
    fn prior(&self, instance: u32) -> Option<Value>;
    /// There is a value from before.
    fn was_there(&self, instance: u32) -> bool {
        self.prior(instance).is_some()
    }
    /// Attributes, or the nested blocks of a name; `None` where the whole has to be made for them. `before`: of what it was.
    fn attributes(&self, _instance: u32, _names: &[&str], _before: bool) -> Option<Vec<Value>> {
        None
    }
    /// The JSON that values and prior values are made of, where nothing marks any of it; `None` where something may, or there is none.
    fn unmarked_texts(&self, _instance: u32) -> Option<Vec<&str>> {
        None
    }
    /// References in configuration that the values do not show because they are known.
    fn links(&self, instance: u32) -> Vec<Link>;
    /// The links are all references of the configuration, so that values need not be made to find them.
    fn links_are_complete(&self) -> bool {
        false
    }
    /// Paths of unset attributes that the provider decides at apply.
    fn computed(&self, instance: u32) -> Vec<Arc<str>>;
    /// What each attribute and block of the configuration refers to; `None` where nothing shows it.
    fn mentions(&self, _instance: u32) -> Option<Mentions> {
        None
    }
    /// The configuration has the instance's block, or nothing shows it.
    fn is_configured(&self, _instance: u32) -> bool {
        true
    }
    /// Something of the plan's changes may be made of the instance, by whatever way; false where the plan says that nothing is.
    fn may_contribute(&self, _instance: u32) -> bool {
        true
    }
    /// What is referred to, where that is known; never null, which may be what the provider decides.
    fn referred(&self, _reference: &Reference) -> Option<Value> {
        None
    }
}

/// Nobody asks for values any more.
pub(super) struct Forgotten;

impl Source for Forgotten {
    fn values(&self, _: u32) -> Value {
        Value::null()
    }

    fn prior(&self, _: u32) -> Option<Value> {
        None
    }

    fn links(&self, _: u32) -> Vec<Link> {
        Vec::new()
    }

    fn computed(&self, _: u32) -> Vec<Arc<str>> {
        Vec::new()
    }
}

/// By attribute or block: the resources, variables and other names (`aws_x.y`, `var.z`, `each.key`).
pub type Mentions = BTreeMap<Arc<str>, BTreeSet<Arc<str>>>;

/// A reference from an attribute of a resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The path of the attribute that refers (`vpc_config[0].subnet_ids`).
    pub attribute: Arc<str>,
    /// An instance address, or a resource address for all its instances.
    pub to: Reference,
    /// The attribute is exactly what is referred to, not something made from it.
    pub exact: bool,
}

impl Content {
    pub fn ready(values: Value, prior: Option<Value>, links: Vec<Link>) -> Content {
        Content::Ready(Box::new(Ready { values, prior, links }))
    }
}

impl Resource {
    /// An object with all attributes and nested blocks of the type. What is absent or null in configuration is null, also where
    /// the provider decides it at apply; what is set is known, or unknown with its blockers.
    /// Of an object that the plan deletes or forgets: as it was.
    pub fn values(&self) -> Value {
        match &self.content {
            Content::Ready(ready) => ready.values.clone(),
            Content::Lazy(source, instance) => source.values(*instance),
        }
    }

    /// As it was before the plan; `None` when it was not there. Here computed attributes have the values they had.
    pub fn prior(&self) -> Option<Value> {
        match &self.content {
            Content::Ready(ready) => ready.prior.clone(),
            Content::Lazy(source, instance) => source.prior(*instance),
        }
    }

    /// It was there before the plan.
    pub fn was_there(&self) -> bool {
        match &self.content {
            Content::Ready(ready) => ready.prior.is_some(),
            Content::Lazy(source, instance) => source.was_there(*instance),
        }
    }

    /// Attributes, or the nested blocks of a name, of [`Resource::values`], or of [`Resource::prior`]; null where there is none of
    /// the name. `None` where the whole has to be made for them.
    pub fn attributes(&self, names: &[&str], before: bool) -> Option<Vec<Value>> {
        match &self.content {
            Content::Ready(_) => None,
            Content::Lazy(source, instance) => source.attributes(*instance, names, before),
        }
    }

    /// The JSON that values and prior values are made of, where nothing marks any of it; `None` where something may, or there is none.
    pub fn unmarked_texts(&self) -> Option<Vec<&str>> {
        match &self.content {
            Content::Ready(_) => None,
            Content::Lazy(source, instance) => source.unmarked_texts(*instance),
        }
    }

    /// References beside those that unknown values carry.
    pub fn links(&self) -> Vec<Link> {
        match &self.content {
            Content::Ready(ready) => ready.links.clone(),
            Content::Lazy(source, instance) => source.links(*instance),
        }
    }

    /// Something that the plan changes may be made of it, by whatever way; false where the plan says that nothing is.
    pub fn may_contribute(&self) -> bool {
        match &self.content {
            Content::Ready(_) => true,
            Content::Lazy(source, instance) => source.may_contribute(*instance),
        }
    }

    /// Paths of unset attributes that the provider decides at apply, as a plan shows them; empty where nothing says it.
    pub fn computed(&self) -> Vec<Arc<str>> {
        match &self.content {
            Content::Ready(_) => Vec::new(),
            Content::Lazy(source, instance) => source.computed(*instance),
        }
    }

    /// In the account after the plan is applied, also what is let go without being deleted.
    pub fn remains(&self) -> bool {
        self.operation != Operation::Delete && self.deposed.is_none()
    }

    /// Of the configuration after the plan is applied.
    pub fn is_kept(&self) -> bool {
        self.operation != Operation::Forget && self.remains()
    }

    /// Managed by this configuration (not read, and not let go).
    pub fn is_managed(&self) -> bool {
        self.mode == Mode::Managed
    }

    /// The order of resources in a graph: module, mode, type, name, key.
    pub(super) fn order(&self, other: &Resource) -> Ordering {
        natural_order(&self.module, &other.module)
            .then(self.mode.cmp(&other.mode))
            .then_with(|| self.type_name.cmp(&other.type_name))
            .then_with(|| self.name.cmp(&other.name))
            .then_with(|| self.index.cmp(&other.index))
            .then_with(|| self.address.cmp(&other.address))
            .then_with(|| self.deposed.cmp(&other.deposed))
    }
}

impl Operation {
    /// The word that rules and reports use.
    pub fn as_str(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::Read => "read",
            Operation::Update => "update",
            Operation::Delete => "delete",
            Operation::Replace => "replace",
            Operation::NoOp => "no-op",
            Operation::Forget => "forget",
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Ready(_) => out.write_str("Ready"),
            Content::Lazy(_, instance) => write!(out, "Lazy({instance})"),
        }
    }
}
