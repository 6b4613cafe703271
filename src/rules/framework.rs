//! Frameworks: published lists of requirements, as data.

use super::control::Localized;
use super::literal;
use super::problem::{Problem, Problems};
use super::raw::{Block, Body};
use crate::source::{SourceFile, Syntax};
use crate::text::{FileId, Span};
use std::sync::{Arc, OnceLock};

/// A published list of requirements.
#[derive(Clone, Debug)]
pub struct Framework {
    pub id: Arc<str>,
    pub title: Localized,
    /// In the order of publication.
    pub requirements: Vec<Requirement>,
}

/// One requirement of a framework.
#[derive(Clone, Debug)]
pub struct Requirement {
    pub id: Arc<str>,
    pub title: Localized,
}

/// The frameworks that ship with the program, by id; read on first use.
pub fn frameworks() -> &'static [Framework] {
    static FRAMEWORKS: OnceLock<Vec<Framework>> = OnceLock::new();
    FRAMEWORKS.get_or_init(|| {
        let read = |(path, text): &(&str, &str)| read(path, text).0;
        let mut frameworks: Vec<Framework> = super::embedded::FRAMEWORKS.iter().filter_map(read).collect();
        frameworks.sort_by(|a, b| a.id.cmp(&b.id));
        frameworks
    })
}

/// Paths and texts of the framework files, for tests and documentation.
pub fn framework_files() -> &'static [(&'static str, &'static str)] {
    super::embedded::FRAMEWORKS
}

/// Reads one framework file.
pub fn read(path: &str, text: &str) -> (Option<Framework>, Vec<Problem>) {
    let file: Arc<SourceFile> = Arc::new(crate::source::parse(FileId(u32::MAX), path.into(), text.into()));
    let mut problems = Problems::new(file.clone());
    for error in &file.tree.errors {
        problems.at(error.span, error.message.clone());
    }
    let root = Syntax { file: file.clone(), node: file.tree.root() };
    let head = Span { end: root.span().start, ..root.span() };
    let body = Body::read(&root, head);
    let framework = match body.block("framework", &mut problems) {
        Some(block) => framework(block, &mut problems),
        None => {
            problems.at(head, "a framework file holds one framework block");
            None
        }
    };
    body.finish("a framework file", &["framework"], &mut problems);
    (framework, problems.found)
}

fn framework(block: &Block, problems: &mut Problems) -> Option<Framework> {
    let title = literal::localized_required(&block.body, "title", problems);
    let mut requirements: Vec<Requirement> = Vec::new();
    for requirement in block.body.blocks("requirement") {
        let title = literal::localized_required(&requirement.body, "title", problems);
        requirement.body.finish("requirement", &["title"], problems);
        let Some((id, title)) = requirement.label(0).zip(title) else { continue };
        if requirements.iter().any(|other| other.id == id) {
            problems.at(requirement.header(), format!("a second requirement {id:?}"));
        }
        requirements.push(Requirement { id, title });
    }
    block.body.finish("framework", &["title", "requirement"], problems);
    Some(Framework { id: block.label(0)?, title: title?, requirements })
}
