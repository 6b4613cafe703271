//! Names that the configuration declares: they are written openly, so a secret that reads the same is not told by them.

use crate::graph::Graph;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// What stands before the name of a variable, a local, an output or a module call in a reference.
const KEYWORDS: [&str; 4] = ["local", "module", "output", "var"];
/// Blocks with a name alone, and blocks with a type and a name.
const NAMED: [&str; 3] = ["module", "output", "variable"];
const TYPED: [&str; 3] = ["data", "ephemeral", "resource"];

/// Names and resource types of a graph and of its configuration.
#[derive(Debug, Default)]
pub(super) struct Names {
    declared: FxHashSet<Arc<str>>,
    types: FxHashSet<Arc<str>>,
}

impl Names {
    pub fn of(graph: &Graph) -> Names {
        let mut names = Names::default();
        for (_, resource) in graph.resources() {
            names.declared.insert(resource.name.clone());
            names.types.insert(resource.type_name.clone());
            // Keys may be anything; a step between dots is a name.
            for step in resource.module.split('.').filter(|step| !step.contains(['[', ']', '"'])) {
                if !names.declared.contains(step) {
                    names.declared.insert(step.into());
                }
            }
        }
        if let Some(evaluation) = graph.configuration() {
            for module in evaluation.project.modules.values() {
                let named = module.variables.keys().chain(module.outputs.keys()).chain(module.calls.keys());
                names.declared.extend(named.chain(module.locals.keys()).cloned());
                for key in module.resources.keys() {
                    names.declared.insert(key.name.clone());
                    names.types.insert(key.type_name.clone());
                }
            }
        }
        names
    }

    /// A declared name stands here as one: in a reference or an address, or as the label of its block.
    pub fn stands_at(&self, text: &str, place: &Range<usize>) -> bool {
        let before = &text[..place.start];
        self.declared.contains(&text[place.clone()]) && (self.is_referred(before) || self.is_label(before))
    }

    fn is_referred(&self, before: &str) -> bool {
        let Some(holder) = before.strip_suffix('.') else { return false };
        let start = holder.rfind(|character: char| !is_of_name(character)).map_or(0, |at| at + 1);
        // What a dot or a letter of another script stands before is a longer text.
        let holder = holder.get(start..).unwrap_or_default();
        KEYWORDS.contains(&holder) || self.types.contains(holder)
    }

    fn is_label(&self, before: &str) -> bool {
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            [block, "\""] => NAMED.contains(&block),
            [block, labelled, "\""] => TYPED.contains(&block) && self.types.contains(labelled.trim_matches('"')),
            _ => false,
        }
    }
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_declared_name_is_no_secret_where_it_is_a_name() {
        let mut names = Names::default();
        names.declared.extend(["data".into(), "main".into()]);
        names.types.insert("aws_s3_bucket".into());
        let stands = |text: &str| {
            let start = text.find("<").expect("a mark");
            let end = text.find(">").expect("a mark") - 1;
            names.stands_at(&text.replace(['<', '>'], ""), &(start..end))
        };
        for text in [
            "aws_s3_bucket.<data>[\"a\"]",
            "module.<data>.aws_x.y",
            "${var.<data>}",
            "resource \"aws_s3_bucket\" \"<data>\" {",
            "x = 1\nvariable \"<main>\" {",
        ] {
            assert!(stands(text), "{text}");
        }
        for text in [
            "password = \"<data>\"",
            "module.m[\"<data>\"].aws_x.y",
            "aws_s3_bucket.<other>",
            "db.<data>.example",
            "resource \"aws_s3_bucket\" = \"<data>\"",
            "resource \"other\" \"<data>\" {",
            "\u{30d0}.<data>",
        ] {
            assert!(!stands(text), "{text}");
        }
    }
}
