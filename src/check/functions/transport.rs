//! Whether a policy refuses requests without TLS.

use super::policies::Statement;
use super::{any_of, elements, truth};
use crate::check::companions::follow;
use crate::check::scope::CheckScope;
use crate::check::text::{wildcard, wildcards_meet};
use crate::graph::Origin;
use crate::value::{Blocker, Partial, Reference, Truth, Type, Unknown, Value};

/// What stands before a bucket's name in its ARN; the partition is that of its policy.
const ARN: &str = "arn:aws:s3:::";
/// The path of signs for names of buckets.
const NAME: &str = "@name";
/// Stands for a part of a resource that is not known.
const GAP: char = '\u{F8F2}';
/// Stands for the key of any object; no pattern for some of them matches it.
const KEY: &str = "\u{F8F3}\u{F8F3}\u{F8F3}";
/// The first of the signs for attributes that are not known, each for one attribute.
const FIRST_SIGN: u32 = 0xF0000;

/// Denies everything to everybody on requests without TLS; `name` is that of the bucket that must be covered with all objects.
pub(super) fn denies_insecure_transport(scope: &CheckScope<'_>, document: &Value, name: Option<&Value>) -> Value {
    if document.is_null() {
        return false.into();
    }
    let Some(statements) = document.get("statements").and_then(elements) else {
        return truth(Truth::Unknown, &[document]);
    };
    let denies = |statement: &Statement<'_>| {
        let all = ["*", "s3:*", "sqs:*", "sns:*"];
        let everything = any_of(all, |action| statement.covers_action(action));
        let principals = statement.has_public_principal();
        statement.has_effect("Deny").and(everything).and(principals).and(statement.is_on_insecure_requests())
    };
    let refuses = statements.iter().map(Statement).map(|statement| (statement, denies(&statement)));
    let refuses: Vec<(Statement<'_>, Truth)> = refuses.filter(|(_, denies)| *denies != Truth::No).collect();
    let found = match name {
        None => any_of(&refuses, |(_, denies)| *denies),
        Some(name) => {
            let mut bucket = Bucket::of(scope, name);
            let mut covered =
                |objects: bool| any_of(&refuses, |(statement, denies)| denies.and(bucket.is_in(*statement, objects)));
            covered(false).and(covered(true))
        }
    };
    // The name of a bucket that has none yet hides whether a known resource is it.
    match name.filter(|name| found == Truth::Unknown && document.is_wholly_known() && name.is_null()) {
        Some(_) => undecided_name(scope),
        None => truth(found, &[document, name.unwrap_or(&Value::null())]),
    }
}

fn undecided_name(scope: &CheckScope<'_>) -> Value {
    let reference = Reference { address: scope.subject.meta.address.clone(), path: "bucket".into() };
    Value::unknown(Type::Bool, Blocker::Attribute(reference))
}

/// A bucket as resources of policies name it.
struct Bucket<'a> {
    scope: &'a CheckScope<'a>,
    /// The judged resource, where that is the bucket.
    address: Option<&'a str>,
    /// With signs for what is not known.
    name: String,
    /// What the plan or state gives as its ARN.
    arn: Option<String>,
    /// What the signs stand for.
    signs: Vec<Reference>,
}

impl<'a> Bucket<'a> {
    fn of(scope: &'a CheckScope<'a>, name: &Value) -> Bucket<'a> {
        let judged = scope.subject.id.map(|id| scope.world.graph.get(id));
        let address = judged.filter(|judged| *judged.type_name == *"aws_s3_bucket").map(|judged| &*judged.address);
        let mut bucket = Bucket { scope, address, name: String::new(), arn: None, signs: Vec::new() };
        let text = bucket.text(name);
        // A name that hides something is known by the bucket alone.
        let hidden = text.is_empty() || text.contains(GAP);
        bucket.name = if hidden { bucket.name_sign(address.unwrap_or_default()) } else { text };
        let id = scope.subject.id.filter(|_| address.is_some());
        let arn = id.and_then(|id| scope.world.attribute(id, "arn").as_str().map(in_own_partition));
        bucket.arn = arn.filter(|arn| *arn != format!("{ARN}{}", bucket.name));
        bucket
    }

    /// The bucket's ARNs with a text behind them.
    fn meant(&self, after: &str) -> impl Iterator<Item = String> {
        let by_name = format!("{ARN}{}{after}", self.name);
        std::iter::once(by_name).chain(self.arn.as_ref().map(|arn| format!("{arn}{after}")))
    }

    /// The statement is about the bucket itself, or about all of its objects.
    fn is_in(&mut self, statement: Statement<'_>, objects: bool) -> Truth {
        let (Some(resources), Some(others)) = (statement.part("resources"), statement.part("not_resources")) else {
            return Truth::Unknown;
        };
        let by_exclusion =
            if others.is_empty() { Truth::No } else { !any_of(others, |pattern| self.meets(pattern, objects)) };
        any_of(resources, |pattern| self.matches(pattern, objects)).or(by_exclusion)
    }

    /// Everything that is asked for is meant by the pattern.
    fn matches(&mut self, pattern: &Value, objects: bool) -> Truth {
        let pattern = self.pattern(pattern);
        let after = if objects { format!("/{KEY}") } else { String::new() };
        let is_meant = |meant: String| Truth::from(wildcard(&pattern, &meant)).or(self.perhaps(&pattern, &meant));
        any_of(self.meant(&after), is_meant)
    }

    /// Something of it is.
    fn meets(&mut self, pattern: &Value, objects: bool) -> Truth {
        let pattern = self.pattern(pattern);
        let is_met = |meant: String| Truth::from(wildcards_meet(&pattern, &meant)).or(self.perhaps(&pattern, &meant));
        any_of(self.meant(if objects { "/*" } else { "" }), is_met)
    }

    /// Not known where both may turn out to be the same; a sign on both sides stands for the same text.
    fn perhaps(&self, pattern: &str, meant: &str) -> Truth {
        let is_other = |name: &Reference| &*name.path == NAME && self.address != Some(&*name.address);
        if pattern.chars().any(|c| self.meaning(c).is_some_and(is_other)) {
            return Truth::No;
        }
        let open = |text: &str, other: &str| -> String {
            let is_open = |c: char| c == GAP || self.meaning(c).is_some() && !other.contains(c);
            text.chars().map(|c| if is_open(c) { '*' } else { c }).collect()
        };
        let possible = wildcards_meet(&open(pattern, meant), &open(meant, pattern));
        if possible { Truth::Unknown } else { Truth::No }
    }

    /// A resource of a statement.
    fn pattern(&mut self, resource: &Value) -> String {
        in_own_partition(&self.text(resource))
    }

    fn text(&mut self, value: &Value) -> String {
        match value.as_unknown() {
            None => value.as_str().unwrap_or_default().to_owned(),
            Some(unknown) => match unknown.partial.as_deref() {
                Some(Partial::Template(parts)) => parts.iter().map(|part| self.text(part)).collect(),
                _ => self.referred(unknown, 0),
            },
        }
    }

    fn referred(&mut self, unknown: &Unknown, depth: usize) -> String {
        let graph = self.scope.world.graph;
        // A plan alone does not tell a reference from a text around it.
        let exact = graph.origin == Origin::Configuration || graph.configuration().is_some();
        let Some(reference) = unknown.reference.as_deref().filter(|_| exact) else { return GAP.into() };
        if matches!(&*reference.path, "arn" | "bucket" | "id")
            && let Some(name) = self.name_of(&reference.address)
        {
            return if &*reference.path == "arn" { format!("{ARN}{name}") } else { name };
        }
        match follow(self.scope.world, unknown) {
            Some(next) if depth < 10 => match next.as_unknown() {
                Some(further) if further.partial.is_none() => self.referred(further, depth + 1),
                _ => self.text(&next),
            },
            _ => self.sign(reference),
        }
    }

    /// What a bucket of the run is called.
    fn name_of(&mut self, address: &str) -> Option<String> {
        if self.address == Some(address) && !self.name.is_empty() {
            return Some(self.name.clone());
        }
        let world = self.scope.world;
        let id = world.graph.find(address)?;
        let resource = world.graph.get(id);
        if !resource.is_managed() || *resource.type_name != *"aws_s3_bucket" {
            return None;
        }
        let name = world.attribute(id, "bucket").as_str().map(str::to_owned);
        Some(name.unwrap_or_else(|| self.name_sign(address)))
    }

    /// Stands for the name of a bucket; two buckets have two names.
    fn name_sign(&mut self, address: &str) -> String {
        self.sign(&Reference { address: address.into(), path: NAME.into() })
    }

    fn meaning(&self, sign: char) -> Option<&Reference> {
        self.signs.get(usize::try_from(u32::from(sign).checked_sub(FIRST_SIGN)?).ok()?)
    }

    fn sign(&mut self, reference: &Reference) -> String {
        let known = self.signs.iter().position(|other| other == reference);
        let index = known.unwrap_or_else(|| {
            self.signs.push(reference.clone());
            self.signs.len() - 1
        });
        u32::try_from(index).ok().and_then(|index| char::from_u32(FIRST_SIGN + index)).unwrap_or(GAP).into()
    }
}

fn in_own_partition(arn: &str) -> String {
    match arn.strip_prefix("arn:").and_then(|rest| rest.split_once(':')) {
        Some((partition, rest)) if !partition.contains('*') => format!("arn:aws:{rest}"),
        _ => arn.to_owned(),
    }
}
