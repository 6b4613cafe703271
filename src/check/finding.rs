//! What a control says about a resource, and what would mend it.

use crate::eval::OriginStep;
use crate::rules::{Class, Control, Impact, Input, Localized, Verdict};
use crate::source::Syntax;
use crate::text::Span;
use crate::value::{Blocker, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// A control's verdict on one resource, or on the account. Most are passes, which say nothing more: they are small.
#[derive(Clone, Debug)]
pub struct Finding {
    pub control: Arc<Control>,
    pub verdict: Verdict,
    /// Against the state before; only with a plan.
    pub change: Option<Change>,
    /// The resource instance; empty for the account of the root, or the provider configuration of another account or Region.
    pub address: Arc<str>,
    /// Empty for the account.
    pub resource_type: Arc<str>,
    details: Option<Box<Details>>,
}

/// What a verdict that is no pass has to say.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// What is wrong or what is not known.
    pub message: Localized,
    /// Why the verdict is unknown.
    pub blocked_by: Box<[Blocker]>,
    /// The first is the primary one.
    pub places: Box<[Place]>,
    pub requests: Box<[FixRequest]>,
    /// Why no edit can mend it.
    pub no_fix: Option<Localized>,
    /// Texts that the control takes for credentials: never shown. A pass may have them, too.
    pub credentials: Box<[Arc<str>]>,
}

static NOTHING: LazyLock<Details> = LazyLock::new(Details::default);

impl Finding {
    pub fn new(
        control: Arc<Control>,
        verdict: Verdict,
        change: Option<Change>,
        address: Arc<str>,
        resource_type: Arc<str>,
        details: Details,
    ) -> Finding {
        let silent = verdict == Verdict::Pass && details.credentials.is_empty();
        Finding { control, verdict, change, address, resource_type, details: (!silent).then(|| Box::new(details)) }
    }

    /// What it says beside its verdict; nothing for a pass.
    pub fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NOTHING)
    }

    /// The same control on the same resource, which no longer fails or is no longer there. Its places were another revision's.
    pub fn resolved(&self) -> Finding {
        let Details { message, credentials, .. } = self.details().clone();
        let details = Some(Box::new(Details { message, credentials, ..Details::default() }));
        Finding { verdict: Verdict::Pass, change: Some(Change::Resolved), details, ..self.clone() }
    }

    /// Stable against changes elsewhere and moved lines: made from control, address and deciding path.
    pub fn fingerprint(&self) -> String {
        let path = self.details().places.first().map_or("", |place| &place.path);
        super::fingerprint(&self.control.id, &self.address, path)
    }
}

/// What a plan does to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    Introduced,
    Existing,
    Resolved,
}

impl Change {
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Introduced => "introduced",
            Change::Existing => "existing",
            Change::Resolved => "resolved",
        }
    }
}

/// An attribute that decides.
#[derive(Clone, Debug)]
pub struct Place {
    /// Path below the resource (`ebs_block_device[1].encrypted`); empty for the whole resource.
    pub path: Box<str>,
    /// From the attribute inward to what decides it.
    pub origin: Box<[OriginStep]>,
    /// The deciding attribute, or the block's header where nothing is written.
    pub location: Option<Span>,
}

/// A change to the source that a rule asks for.
#[derive(Clone, Debug)]
pub struct FixRequest {
    pub class: Class,
    pub impact: Impact,
    pub summary: Localized,
    pub warning: Option<Localized>,
    /// The resource to edit; empty for the account: resources are added to the root.
    pub target: Arc<str>,
    pub operations: Vec<Operation>,
    pub inputs: Vec<Input>,
}

/// One operation of a fix. Paths are below the target, with indexes where the blocks exist.
#[derive(Clone, Debug)]
pub enum Operation {
    /// Missing nested blocks are added.
    Set {
        path: String,
        value: Value,
    },
    /// As `Set`, with an expression that names resources or inputs: `body.block` is the expression.
    SetExpression {
        path: String,
        body: Body,
    },
    Remove {
        path: String,
    },
    RemoveValues {
        path: String,
        values: Vec<Value>,
    },
    AddBlock {
        parent: String,
        block_type: Arc<str>,
        body: Body,
    },
    AddResource {
        type_name: Arc<str>,
        suffix: Option<Arc<str>>,
        body: Body,
    },
    AddStatement {
        path: String,
        body: Body,
    },
}

/// Text of a rule file that is copied into Terraform source.
#[derive(Clone, Debug)]
pub struct Body {
    pub block: Syntax,
    /// Expressions of the body as they are written (`local.x`, `each.value.name`), and the values to write in their place.
    pub values: BTreeMap<String, Value>,
}
