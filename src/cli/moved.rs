//! `moved` blocks: under which addresses a resource was known before.

use crate::eval::{Module, Project, child_path};
use crate::source::string_value;
use std::collections::BTreeSet;

/// Modules below each other that are looked at.
const DEPTH: usize = 64;
/// Earlier addresses of one resource.
const CANDIDATES: usize = 64;

/// The moves that a configuration tells, each seen from the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    moves: BTreeSet<Move>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Move {
    /// Names of the calls that lead to the module in which the block stands.
    module: Vec<String>,
    from: Vec<Step>,
    to: Vec<Step>,
}

/// `module.a`, `aws_x.b` or `data.aws_x.b`, and its instance key with brackets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    name: String,
    key: Option<String>,
}

impl Moves {
    pub fn of(project: &Project) -> Moves {
        let mut moves = Moves::default();
        moves.add(project, "", &project.root, DEPTH);
        moves
    }

    fn add(&mut self, project: &Project, path: &str, module: &Module, depth: usize) {
        let names: Vec<String> = path.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        for block in module.others.iter().filter(|block| &*block.block_type == "moved") {
            let address = |name: &str| {
                let expression = block.body.attribute(name)?.expression;
                let text = string_value(&expression).unwrap_or_else(|| expression.text().to_owned());
                steps(&text)
            };
            if let (Some(from), Some(to)) = (address("from"), address("to")) {
                self.moves.insert(Move { module: names.clone(), from, to });
            }
        }
        if depth == 0 {
            return;
        }
        for call in module.calls.keys() {
            if let Some(called) = project.called_module(path, module, call) {
                self.add(project, &child_path(path, call), &called, depth - 1);
            }
        }
    }

    /// The moves that another configuration does not tell.
    pub fn without(&self, other: &Moves) -> Moves {
        Moves { moves: self.moves.difference(&other.moves).cloned().collect() }
    }

    /// The addresses before the moves, nearest first; the address itself is not among them.
    pub fn earlier(&self, address: &str) -> Vec<String> {
        let Some(start) = steps(address) else { return Vec::new() };
        let mut found = vec![start];
        let mut next = 0;
        while next < found.len() && found.len() < CANDIDATES {
            let at = found[next].clone();
            for earlier in self.moves.iter().filter_map(|one| one.undo(&at)) {
                if !found.contains(&earlier) {
                    found.push(earlier);
                }
            }
            next += 1;
        }
        found[1..].iter().map(|steps| text(steps)).collect()
    }
}

impl Move {
    fn undo(&self, address: &[Step]) -> Option<Vec<Step>> {
        let (callers, rest) = address.split_at_checked(self.module.len())?;
        let calls =
            callers.iter().zip(&self.module).all(|(step, name)| step.name.strip_prefix("module.") == Some(name));
        let (moved, below) = rest.split_at_checked(self.to.len())?;
        let last = self.to.len().checked_sub(1)?;
        let fits = |(index, (step, to)): (usize, (&Step, &Step))| {
            step.name == to.name && (step.key == to.key || index == last && to.key.is_none())
        };
        if !calls || !moved.iter().zip(&self.to).enumerate().all(fits) {
            return None;
        }
        let mut from = self.from.clone();
        // Without a key all instances move, and keep theirs.
        if let (Some(end), None) = (from.last_mut(), &self.to[last].key)
            && end.key.is_none()
        {
            end.key.clone_from(&moved[last].key);
        }
        Some(callers.iter().cloned().chain(from).chain(below.iter().cloned()).collect())
    }
}

/// What Terraform moves by itself when `count` is added or taken away: `a` and `a[0]`.
pub fn implied(address: &str) -> Vec<String> {
    let Some(steps) = steps(address) else { return Vec::new() };
    let mut found = Vec::new();
    for index in 0..steps.len() {
        let mut other = steps.clone();
        other[index].key = match other[index].key.as_deref() {
            None => Some("[0]".to_owned()),
            Some("[0]") => None,
            Some(_) => continue,
        };
        found.push(text(&other));
    }
    found
}

/// The steps of an address; `None` when it is none.
fn steps(address: &str) -> Option<Vec<Step>> {
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    let mut rest = address.trim();
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_owned();
        rest = &rest[end..];
        let mut key = None;
        if rest.starts_with('[') {
            let end = key_end(rest)?;
            key = Some(format!("[{}]", rest[1..end].trim()));
            rest = &rest[end + 1..];
        }
        names.push((name, key));
        rest = rest.trim_start();
        if !rest.is_empty() {
            rest = rest.strip_prefix('.')?.trim_start();
        }
    }
    let mut steps = Vec::new();
    let mut names = names.into_iter();
    while let Some((first, _)) = names.next() {
        let (second, mut key) = names.next()?;
        let mut name = format!("{first}.{second}");
        if first == "data" || first == "ephemeral" {
            let (third, own) = names.next()?;
            name = format!("{name}.{third}");
            key = own;
        }
        steps.push(Step { name, key });
    }
    (!steps.is_empty()).then_some(steps)
}

/// Where the bracket closes that the text starts with; brackets in strings do not count.
fn key_end(text: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn text(steps: &[Step]) -> String {
    let step = |step: &Step| format!("{}{}", step.name, step.key.as_deref().unwrap_or(""));
    steps.iter().map(step).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves(pairs: &[(&str, &str, &str)]) -> Moves {
        let one = |(module, from, to): &(&str, &str, &str)| Move {
            module: module.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
            from: steps(from).expect("an address"),
            to: steps(to).expect("an address"),
        };
        Moves { moves: pairs.iter().map(one).collect() }
    }

    #[test]
    fn addresses_before_moves() {
        type Case<'a> = (&'a [(&'a str, &'a str, &'a str)], &'a str, &'a [&'a str]);
        let cases: [Case<'_>; 8] = [
            (&[("", "aws_a.x", "aws_a.y")], "aws_a.y", &["aws_a.x"]),
            (&[("", "aws_a.x", "aws_a.y")], "aws_a.y[\"k.]\"]", &["aws_a.x[\"k.]\"]"]),
            (&[("", "aws_a.x", "aws_a.y[0]")], "aws_a.y[0]", &["aws_a.x"]),
            (&[("", "aws_a.x", "aws_a.y[0]")], "aws_a.y[1]", &[]),
            (&[("", "module.a", "module.b")], "module.b[\"k\"].aws_a.x[1]", &["module.a[\"k\"].aws_a.x[1]"]),
            (&[("m", "aws_a.x", "module.n.aws_a.x")], "module.m[0].module.n.aws_a.x", &["module.m[0].aws_a.x"]),
            (&[("m", "aws_a.x", "aws_a.y")], "module.other.aws_a.y", &[]),
            (
                &[("", "aws_a.x", "aws_a.y"), ("", "aws_a.y", "module.m.aws_a.z")],
                "module.m.aws_a.z",
                &["aws_a.y", "aws_a.x"],
            ),
        ];
        for (given, address, wanted) in cases {
            assert_eq!(moves(given).earlier(address), wanted, "{given:?} {address}");
        }
    }

    #[test]
    fn moves_in_a_circle_end() {
        let circle = moves(&[("", "aws_a.x", "aws_a.y"), ("", "aws_a.y", "aws_a.x")]);
        assert_eq!(circle.earlier("aws_a.x"), ["aws_a.y"]);
        let growing = moves(&[("", "module.m.module.m", "module.m")]);
        assert!(growing.earlier("module.m.aws_a.x").len() <= CANDIDATES);
        assert_eq!(implied("module.m.aws_a.x[0]"), ["module.m[0].aws_a.x[0]", "module.m.aws_a.x"]);
        assert_eq!(steps("aws_a"), None);
    }
}
