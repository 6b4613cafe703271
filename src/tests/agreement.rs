//! How far a value of ours agrees with the value in a plan.

use crate::value::{Kind, Value, to_json};
use serde_json::Value as Json;
use std::fmt;

/// Agreement of one root with its plan.
#[derive(Default, Debug)]
pub struct Agreement {
    pub instances: usize,
    /// Values that the configuration sets and the plan knows.
    pub set: usize,
    /// Of those, the ones the graph knows too.
    pub known: usize,
    pub equal: usize,
    /// Where the plan knows and the graph does not.
    pub unknown: Vec<String>,
    pub complaints: Vec<String>,
}

impl Agreement {
    pub fn add(&mut self, other: Agreement, prefix: &str) {
        let prefixed = |line: String| format!("{prefix}{line}");
        self.instances += other.instances;
        self.set += other.set;
        self.known += other.known;
        self.equal += other.equal;
        self.unknown.extend(other.unknown.into_iter().map(prefixed));
        self.complaints.extend(other.complaints.into_iter().map(prefixed));
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, of: usize| if of == 0 { 100.0 } else { part as f64 * 100.0 / of as f64 };
        write!(out, "{:>9} {:>10} ", self.instances, self.set)?;
        write!(out, "{:>6} {:>6.2}% ", self.known, share(self.known, self.set))?;
        write!(out, "{:>6} {:>6.2}%", self.equal, share(self.equal, self.known))
    }
}

/// Whether the order of sequences counts.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    /// Blocks of a set have no order: each of ours must agree with one of theirs.
    Blocks,
    Written,
}

/// Compares everything that the configuration sets and the plan knows.
pub fn attributes(agreement: &mut Agreement, path: &str, ours: &Value, after: &Json, unknown: &Json, order: Order) {
    if unknown == &Json::Bool(true) {
        // Blocks that are not written, and empty texts, may be computed.
        let unset = ours.as_sequence().is_some_and(<[Value]>::is_empty) || ours.as_str() == Some("");
        let unset = unset && order == Order::Blocks;
        if ours.is_wholly_known() && !ours.is_null() && !unset {
            agreement.complaints.push(format!("{path} is not known in the plan, but {}", shown(ours)));
        }
        return;
    }
    if ours.is_null() {
        if order == Order::Written {
            leaf(agreement, path, ours, after, unknown);
        }
        return;
    }
    match (&ours.kind, after) {
        (Kind::Object(members) | Kind::Map(_, members), Json::Object(theirs)) => {
            let extra = theirs.keys().find(|name| !members.contains_key(name.as_str()));
            let (set, known) = (agreement.set, agreement.known);
            for (name, member) in members.iter() {
                let path = format!("{path}.{name}");
                attributes(agreement, &path, member, &after[&**name], &unknown[&**name], order);
            }
            if let Some(extra) = extra {
                agreement.complaints.push(format!("{path} has {extra:?} in the plan"));
            }
            if agreement.set == set && agreement.known == known && members.is_empty() {
                leaf(agreement, path, ours, after, unknown);
            }
        }
        (Kind::List(_, elements), Json::Array(theirs))
            if order == Order::Blocks && elements.iter().any(|element| element.as_mapping().is_some()) =>
        {
            blocks(agreement, path, elements, theirs, unknown);
        }
        (Kind::List(_, elements) | Kind::Tuple(elements), Json::Array(theirs)) if elements.len() == theirs.len() => {
            if elements.is_empty() {
                return leaf(agreement, path, ours, after, unknown);
            }
            for (index, (ours, theirs)) in elements.iter().zip(theirs).enumerate() {
                attributes(agreement, &format!("{path}[{index}]"), ours, theirs, &unknown[index], order);
            }
        }
        (_, Json::Null) if order == Order::Blocks && is_empty(ours) => {}
        _ => leaf(agreement, path, ours, after, unknown),
    }
}

/// What providers take for not set.
fn is_empty(value: &Value) -> bool {
    match to_json(value).as_deref() {
        None => true,
        Some(text) => matches!(text, "\"\"" | "[]" | "{}" | "false" | "0"),
    }
}

fn leaf(agreement: &mut Agreement, path: &str, ours: &Value, after: &Json, unknown: &Json) {
    if has_unknown(unknown) {
        return;
    }
    agreement.set += 1;
    let Some(text) = to_json(ours) else {
        let blockers: Vec<String> =
            ours.unknowns().iter().flat_map(|unknown| unknown.blockers.iter()).map(ToString::to_string).collect();
        agreement.unknown.push(format!("{path} is {after} in the plan, but not known: {}", blockers.join(", ")));
        if blockers.is_empty() {
            agreement.complaints.push(format!("{path} is not known without a reason"));
        }
        return;
    };
    agreement.known += 1;
    let ours: Json = serde_json::from_str(&text).expect("values print as JSON");
    if same(&ours, after) {
        agreement.equal += 1;
    } else {
        agreement.complaints.push(format!("{path} is {after} in the plan, not {ours}"));
    }
}

fn shown(value: &Value) -> String {
    to_json(value).unwrap_or_default()
}

fn blocks(agreement: &mut Agreement, path: &str, ours: &[Value], theirs: &[Json], unknown: &Json) {
    if ours.len() != theirs.len() {
        let message = format!("{path} has {} blocks in the plan, not {}", theirs.len(), ours.len());
        return agreement.complaints.push(message);
    }
    let mut left: Vec<usize> = (0..theirs.len()).collect();
    for (index, block) in ours.iter().enumerate() {
        let mut best: Option<(usize, Agreement)> = None;
        for (place, &candidate) in left.iter().enumerate() {
            let mut trial = Agreement::default();
            let unknown = &unknown[candidate];
            attributes(&mut trial, &format!("{path}[{index}]"), block, &theirs[candidate], unknown, Order::Blocks);
            if best.as_ref().is_none_or(|(_, best)| trial.complaints.len() < best.complaints.len()) {
                best = Some((place, trial));
            }
        }
        if let Some((place, trial)) = best {
            left.remove(place);
            agreement.add(trial, "");
        }
    }
}

fn has_unknown(unknown: &Json) -> bool {
    match unknown {
        Json::Bool(unknown) => *unknown,
        Json::Array(elements) => elements.iter().any(has_unknown),
        Json::Object(members) => members.values().any(has_unknown),
        _ => false,
    }
}

/// Equal, where a number may be printed with or without a fraction.
fn same(ours: &Json, theirs: &Json) -> bool {
    match (ours, theirs) {
        (Json::Number(a), Json::Number(b)) => {
            // The recording keeps 64 bits of a number.
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            a == b || (a - b).abs() <= a.abs() * f64::EPSILON
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => ours == theirs,
    }
}
