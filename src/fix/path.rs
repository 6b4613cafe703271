//! Attribute paths: `root_block_device.encrypted`, `ebs_block_device[1].encrypted`.

use crate::value::Value;

/// A name with an index or key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub key: Option<Key>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Index(usize),
    Name(String),
    /// `[*]`: every element.
    Each,
}

/// The steps of a path; an unreadable index counts as none.
pub fn steps(path: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let end = closing_bracket(inside);
            let key = match inside[..end].strip_prefix('"') {
                Some(quoted) => Key::Name(quoted.trim_end_matches('"').replace("\\\"", "\"")),
                None if &inside[..end] == "*" => Key::Each,
                None => inside[..end].parse().map_or(Key::Each, Key::Index),
            };
            match steps.last_mut() {
                Some(step) if step.key.is_none() => step.key = Some(key),
                // An index of an index stands alone.
                _ => steps.push(Step { name: String::new(), key: Some(key) }),
            }
            rest = inside.get(end + 1..).unwrap_or("");
            continue;
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        match (steps.last_mut(), name.parse::<usize>()) {
            // `block.0.name` is the old way to write `block[0].name`.
            (Some(step), Ok(index)) if step.key.is_none() => step.key = Some(Key::Index(index)),
            _ if name.is_empty() => {}
            _ => steps.push(Step { name: name.to_owned(), key: None }),
        }
        rest = &rest[end..];
    }
    steps
}

/// The value at a path; `None` where nothing is there, or where several are.
pub fn value_at(value: &Value, steps: &[Step]) -> Option<Value> {
    let mut at = value;
    for (number, step) in steps.iter().enumerate() {
        if !step.name.is_empty() {
            at = at.get(&step.name)?;
        }
        at = match (&step.key, at.as_sequence()) {
            (Some(Key::Index(index)), Some(elements)) => elements.get(*index)?,
            (Some(Key::Name(name)), _) => at.get(name)?,
            (None, Some([only])) if number + 1 < steps.len() => only,
            (None, Some(_)) if number + 1 < steps.len() => return None,
            (None, _) => at,
            _ => return None,
        };
    }
    Some(at.clone())
}

/// A place at which two objects differ.
pub struct Difference {
    pub path: String,
    /// Nothing was there before.
    pub is_new: bool,
}

/// The places at which two objects differ though nothing was asked for there. Below a list whose length changes, or whose
/// elements are asked for by no index, nothing is told apart.
pub fn differences(old: &Value, new: &Value, asked: &[Vec<Step>]) -> Vec<Difference> {
    let asked: Vec<&[Step]> = asked.iter().map(Vec::as_slice).collect();
    let mut found = Vec::new();
    look(old, new, &asked, String::new(), &mut found);
    found
}

fn look(old: &Value, new: &Value, asked: &[&[Step]], at: String, found: &mut Vec<Difference>) {
    if old == new || asked.iter().any(|steps| steps.is_empty()) {
        return;
    }
    if asked.is_empty() {
        return found.push(Difference { path: at, is_new: old.is_null() });
    }
    let (Some(before), Some(after)) = (old.as_mapping(), new.as_mapping()) else { return };
    let names = before.keys().chain(after.keys().filter(|name| before.get(name).is_none()));
    for name in names {
        let below: Vec<&Step> = asked.iter().filter(|steps| *steps[0].name == **name).map(|steps| &steps[0]).collect();
        let (Some(old), Some(new)) = (before.get(name), after.get(name)) else {
            if below.is_empty() {
                found.push(Difference { path: joined(&at, name), is_new: before.get(name).is_none() });
            }
            continue;
        };
        let rest = || asked.iter().filter(|steps| *steps[0].name == **name);
        match (old.as_sequence(), new.as_sequence()) {
            _ if below.is_empty() => look(old, new, &[], joined(&at, name), found),
            (Some(old), Some(new)) if old.len() == new.len() && below.iter().all(|step| is_index(step)) => {
                for index in 0..old.len() {
                    let here = rest().filter(|steps| steps[0].key == Some(Key::Index(index)));
                    let here: Vec<&[Step]> = here.map(|steps| &steps[1..]).collect();
                    look(&old[index], &new[index], &here, format!("{}[{index}]", joined(&at, name)), found);
                }
            }
            _ if below.iter().all(|step| step.key.is_none()) => {
                let here: Vec<&[Step]> = rest().map(|steps| &steps[1..]).collect();
                look(old, new, &here, joined(&at, name), found);
            }
            _ => {}
        }
    }
}

fn is_index(step: &Step) -> bool {
    matches!(step.key, Some(Key::Index(_)))
}

fn joined(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn closing_bracket(text: &str) -> usize {
    let mut quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quoted => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b']' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_differs_beside_what_was_asked_for() {
        let value = |text: &str| crate::value::from_json(text).expect("JSON");
        let old = value(r#"{"a": 1, "b": [{"c": 1, "d": 1}, {"c": 2}], "n": null, "t": {"x": 1, "y": 1}}"#);
        let new = value(r#"{"a": 2, "b": [{"c": 9, "d": 9}, {"c": 2}], "n": 1, "t": {"x": 2, "y": 1}}"#);
        let told = |asked: &[&str]| {
            let asked: Vec<Vec<Step>> = asked.iter().map(|path| steps(path)).collect();
            let found = differences(&old, &new, &asked);
            found.into_iter().map(|one| (one.path, one.is_new)).collect::<Vec<_>>()
        };
        assert_eq!(told(&["a", "b", "n", "t"]), []);
        assert_eq!(told(&["a", "b", "t"]), [("n".to_owned(), true)]);
        assert_eq!(told(&["a", "b[0].c", "n", "t.x"]), [("b[0].d".to_owned(), false)]);
        assert_eq!(told(&["a", "b[1].c", "n", "t"]), [("b[0]".to_owned(), false)]);
        assert_eq!(told(&["b", "n", "t.y"]), [("a".to_owned(), false), ("t.x".to_owned(), false)]);
    }

    #[test]
    fn reads_names_indexes_and_keys() {
        let step = |name: &str, key| Step { name: name.to_owned(), key };
        assert_eq!(steps("a.b"), [step("a", None), step("b", None)]);
        assert_eq!(steps("a[1].b"), [step("a", Some(Key::Index(1))), step("b", None)]);
        assert_eq!(steps("a.0.b"), [step("a", Some(Key::Index(0))), step("b", None)]);
        assert_eq!(steps("m[\"x.]y\"]"), [step("m", Some(Key::Name("x.]y".into())))]);
        assert_eq!(steps("a[*].b[2][3]").len(), 3);
        assert_eq!(steps(""), []);
    }
}
