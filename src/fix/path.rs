//! Attribute paths: `root_block_device.encrypted`, `ebs_block_device[1].encrypted`.

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
