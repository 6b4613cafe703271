//! Texts that are known in part and cannot be the same, whatever the rest will be.

use crate::value::{Kind, Partial, Value};
use std::collections::VecDeque;

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Known(String),
    /// An attribute or variable, by its address: the same wherever it stands.
    Named(String),
    Any,
}

/// The parts of a text; one part that may be anything where nothing is known of it.
pub(super) fn parts(value: &Value) -> VecDeque<Part> {
    let part = |value: &Value| match &value.kind {
        Kind::String(text) => Part::Known(text.to_string()),
        Kind::Unknown(unknown) => match unknown.reference.as_deref() {
            // Each instance of a number that is not known has its own.
            Some(reference) if !reference.address.contains("[*]") => {
                Part::Named(format!("{}\0{}", reference.address, reference.path))
            }
            _ => Part::Any,
        },
        _ => Part::Any,
    };
    match value.as_unknown().and_then(|unknown| unknown.partial.as_deref()) {
        Some(Partial::Template(parts)) => parts.iter().map(part).collect(),
        _ => VecDeque::from([part(value)]),
    }
}

/// No text can be both.
pub(super) fn are_apart(mut a: VecDeque<Part>, mut b: VecDeque<Part>) -> bool {
    for parts in [&mut a, &mut b] {
        parts.retain(|part| !matches!(part, Part::Known(text) if text.is_empty()));
    }
    let (mut front, mut back) = (true, true);
    while front || back {
        for (at_end, goes_on) in [(false, &mut front), (true, &mut back)] {
            if *goes_on {
                match without_common(&mut a, &mut b, at_end) {
                    Some(more) => *goes_on = more,
                    None => return true,
                }
            }
        }
    }
    let is_text = |parts: &VecDeque<Part>| parts.iter().any(|part| matches!(part, Part::Known(_)));
    a.is_empty() && is_text(&b) || b.is_empty() && is_text(&a)
}

/// Takes away what both have at one end; whether there may be more of it. `None` where they differ there.
fn without_common(a: &mut VecDeque<Part>, b: &mut VecDeque<Part>, at_end: bool) -> Option<bool> {
    let take = |parts: &mut VecDeque<Part>| if at_end { parts.pop_back() } else { parts.pop_front() };
    let put =
        |parts: &mut VecDeque<Part>, part: Part| if at_end { parts.push_back(part) } else { parts.push_front(part) };
    let (first, second) = match (take(a), take(b)) {
        (Some(first), Some(second)) => (first, second),
        (first, second) => {
            first.into_iter().for_each(|part| put(a, part));
            second.into_iter().for_each(|part| put(b, part));
            return Some(false);
        }
    };
    match (first, second) {
        (Part::Known(first), Part::Known(second)) => {
            let (first, second) = rests(&first, &second, at_end);
            if !first.is_empty() && !second.is_empty() {
                return None;
            }
            for (parts, rest) in [(a, first), (b, second)] {
                if !rest.is_empty() {
                    put(parts, Part::Known(rest.to_string()));
                }
            }
            Some(true)
        }
        (Part::Named(first), Part::Named(second)) if first == second => Some(true),
        (first, second) => {
            put(a, first);
            put(b, second);
            Some(false)
        }
    }
}

/// What is left of two texts without what they have in common at one end.
fn rests<'t>(a: &'t str, b: &'t str, at_end: bool) -> (&'t str, &'t str) {
    if at_end {
        let pairs = a.chars().rev().zip(b.chars().rev());
        let common: usize = pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        return (&a[..a.len() - common], &b[..b.len() - common]);
    }
    let common: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    (&a[common..], &b[common..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `*` is any text, `<x>` something named.
    fn read(text: &str) -> VecDeque<Part> {
        let parts = text.split_inclusive(['*', '>']).flat_map(|piece| match piece.split_once('<') {
            Some((before, name)) => [Part::Known(before.into()), Part::Named(name.into())],
            None if piece.ends_with('*') => [Part::Known(piece.trim_end_matches('*').into()), Part::Any],
            None => [Part::Known(piece.into()), Part::Known(String::new())],
        });
        parts.filter(|part| *part != Part::Known(String::new())).collect()
    }

    #[test]
    fn known_parts_keep_texts_apart() {
        for (a, b) in [
            ("a-<env>", "b-<env>"),
            ("a-*", "b-*"),
            ("<env>-logs", "<env>-site"),
            ("*-logs", "*-site"),
            ("<org>-a-<env>", "<org>-b-<env>"),
            ("<env>-logs", "<env>"),
            ("<env>é", "<env>è"),
            ("a", "b"),
        ] {
            assert!(are_apart(read(a), read(b)), "{a} {b}");
            assert!(are_apart(read(b), read(a)), "{b} {a}");
        }
        for (a, b) in [
            ("a-<env>", "a-<env>"),
            ("a-<env>", "<name>"),
            ("a-*", "a-b-*"),
            ("*-a", "b-*"),
            ("<x>-a-<y>", "<y>-b-<x>"),
            ("*", "b"),
            ("<a><b>", "<a>"),
            ("", "*"),
        ] {
            assert!(!are_apart(read(a), read(b)), "{a} {b}");
            assert!(!are_apart(read(b), read(a)), "{b} {a}");
        }
    }
}
