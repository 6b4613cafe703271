//! Changes -> text edits: where in a block new text goes, how it is indented, what a removal takes along.

mod block;
mod json;
mod list;
mod removal;

pub use removal::parent_of;

use super::change::{Change, Draft, DraftItem, Expression, Place, item_named, nested_blocks, same};
use super::direct::{dynamic_blocks, made_type};
use super::format;
use super::style::{Style, line_indent};
use crate::source::{Kind, SourceFile, Syntax};
use crate::text::{Edit, EditConflict, EditSet, FileId, Files, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Why changes cannot be written together, or at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// Two changes want different things of the same place.
    Conflict,
    /// The place has no syntax that can hold the change (a broken block), or the value cannot be written.
    Unwritable,
}

impl From<EditConflict> for LayoutError {
    fn from(_: EditConflict) -> LayoutError {
        LayoutError::Conflict
    }
}

/// What is added to one block.
struct Additions {
    block: Syntax,
    attributes: Vec<(String, Expression)>,
    drafts: Vec<Draft>,
}

/// The edits that make all changes, laid out as the files are. Repetitions count once.
pub fn edits(changes: &[Change], files: &Files) -> Result<EditSet, LayoutError> {
    let unique = unique(changes);
    let mut edits = EditSet::default();
    let mut cleared: Vec<Syntax> = Vec::new();
    for additions in gather(&unique)? {
        let gone = additions.cleared(&unique);
        for edit in additions.edits(!gone.is_empty())? {
            edits.push(edit)?;
        }
        cleared.extend(gone);
    }
    for edit in top_level_edits(&unique)? {
        edits.push(edit)?;
    }
    let mut trees: FxHashMap<FileId, &Arc<SourceFile>> = FxHashMap::default();
    let last = last_blocks(&unique);
    for change in unique {
        let edits_of = match change {
            Change::RemoveBlock { item } if last.iter().any(|last| same(last, item)) => {
                vec![Edit { span: item.span(), replacement: format!("{} = []", made_type(item)) }]
            }
            Change::Remove { item } if cleared.iter().any(|gone| same(gone, item)) => Vec::new(),
            _ => simple_edits(change)?,
        };
        for edit in edits_of {
            edits.push(edit)?;
        }
        if let Some(tree) = change.source() {
            trees.insert(tree.id, tree);
        }
    }
    Ok(format::tidy(&edits, files, &|id| trees.get(&id).copied()))
}

/// Of each list of blocks that goes as a whole, the first block.
fn last_blocks(changes: &[&Change]) -> Vec<Syntax> {
    let gone = changes.iter().filter_map(|change| match change {
        Change::RemoveBlock { item } => Some(item),
        _ => None,
    });
    let gone: Vec<&Syntax> = gone.collect();
    let mut last: Vec<Syntax> = Vec::new();
    for item in &gone {
        let Some(parent) = parent_of(item) else { continue };
        let kin = [nested_blocks(&parent, &made_type(item)), dynamic_blocks(&parent, &made_type(item))].concat();
        let all = kin.iter().all(|block| gone.iter().any(|other| same(other, block)));
        let is_first = kin.first().is_some_and(|first| same(first, item));
        if all && is_first {
            last.push((*item).clone());
        }
    }
    last
}

fn unique(changes: &[Change]) -> Vec<&Change> {
    let mut unique: Vec<&Change> = Vec::new();
    // Equal changes stand at one place.
    let mut by_place: FxHashMap<Option<Span>, Vec<&Change>> = FxHashMap::default();
    for change in changes {
        let same_place = by_place.entry(change.span()).or_default();
        if !same_place.contains(&change) {
            same_place.push(change);
            unique.push(change);
        }
    }
    unique
}

/// Additions by block, in the order of the changes; nested blocks that do not exist yet become one draft each.
fn gather(changes: &[&Change]) -> Result<Vec<Additions>, LayoutError> {
    let mut all: Vec<Additions> = Vec::new();
    let mut places: FxHashMap<(FileId, crate::source::Node), usize> = FxHashMap::default();
    for change in changes {
        let (block, within) = match change {
            Change::Set { block, within, name, .. } if within.is_empty() && item_named(block, name).is_some() => {
                continue;
            }
            Change::Set { block, within, .. } | Change::AddBlock { block, within, .. } => (block, within),
            _ => continue,
        };
        let at = *places.entry((block.file.id, block.node)).or_insert_with(|| {
            all.push(Additions { block: block.clone(), attributes: Vec::new(), drafts: Vec::new() });
            all.len() - 1
        });
        let additions = &mut all[at];
        match change {
            Change::Set { name, expression, .. } if within.is_empty() => {
                let known = additions.attributes.iter().find(|(other, _)| other == name);
                match known {
                    Some((_, other)) if other != expression => return Err(LayoutError::Conflict),
                    Some(_) => {}
                    None => additions.attributes.push((name.clone(), expression.clone())),
                }
            }
            Change::Set { name, expression, .. } => set_in_draft(&mut additions.drafts, within, name, expression)?,
            Change::AddBlock { draft, .. } if within.is_empty() => additions.drafts.push(draft.clone()),
            Change::AddBlock { draft, .. } => {
                draft_at(&mut additions.drafts, within).items.push(DraftItem::Block(draft.clone()));
            }
            _ => {}
        }
    }
    Ok(all)
}

fn set_in_draft(
    drafts: &mut Vec<Draft>,
    within: &[String],
    name: &str,
    expression: &Expression,
) -> Result<(), LayoutError> {
    let draft = draft_at(drafts, within);
    let known = draft.items.iter().find_map(|item| match item {
        DraftItem::Attribute(other, expression) if other == name => Some(expression),
        _ => None,
    });
    match known {
        Some(other) if other != expression => Err(LayoutError::Conflict),
        Some(_) => Ok(()),
        None => {
            // Attributes stand before nested blocks.
            let at =
                draft.items.iter().position(|item| matches!(item, DraftItem::Block(_))).unwrap_or(draft.items.len());
            draft.items.insert(at, DraftItem::Attribute(name.to_owned(), expression.clone()));
            Ok(())
        }
    }
}

/// The draft at a path of block types, made where it is missing.
fn draft_at<'d>(drafts: &'d mut Vec<Draft>, within: &[String]) -> &'d mut Draft {
    let (first, rest) = within.split_first().expect("a path has a first step");
    let at = drafts.iter().position(|draft| draft.block_type == *first).unwrap_or_else(|| {
        drafts.push(Draft { block_type: first.clone(), labels: Vec::new(), items: Vec::new() });
        drafts.len() - 1
    });
    let mut draft = &mut drafts[at];
    for step in rest {
        let found = draft.items.iter().position(|item| matches!(item, DraftItem::Block(b) if b.block_type == *step));
        let at = found.unwrap_or_else(|| {
            let block = Draft { block_type: step.clone(), labels: Vec::new(), items: Vec::new() };
            draft.items.push(DraftItem::Block(block));
            draft.items.len() - 1
        });
        let DraftItem::Block(inner) = &mut draft.items[at] else { unreachable!("the position of a block") };
        draft = inner;
    }
    draft
}

impl Additions {
    /// What stands in a block on one line, where all of it is taken out: the additions take its place.
    fn cleared(&self, changes: &[&Change]) -> Vec<Syntax> {
        let items = self.block.children().into_iter().filter(|child| child.kind() != Kind::Label).collect::<Vec<_>>();
        let is_gone = |item: &Syntax| {
            changes.iter().any(|change| matches!(change, Change::Remove { item: gone } if same(gone, item)))
        };
        // A comment stays, and so does what is around it.
        let plain = !self.block.text().contains(['\n', '#']) && !self.block.text().contains("/*");
        let all = self.block.kind() == Kind::Block && plain && items.iter().all(is_gone);
        if all { items } else { Vec::new() }
    }

    fn edits(&self, cleared: bool) -> Result<Vec<Edit>, LayoutError> {
        match self.block.kind() {
            Kind::Block => block::add(&self.block, &self.attributes, &self.drafts, cleared),
            Kind::JsonObject => json::add_to_body(&self.block, &self.attributes, &self.drafts),
            Kind::File => block::add_to_file(&self.block, &self.attributes),
            _ => None,
        }
        .ok_or(LayoutError::Unwritable)
    }
}

/// New top-level blocks, those for one place together.
fn top_level_edits(changes: &[&Change]) -> Result<Vec<Edit>, LayoutError> {
    let mut groups: Vec<(&Place, Vec<&Draft>)> = Vec::new();
    let mut numbers: FxHashMap<Option<Span>, usize> = FxHashMap::default();
    for change in changes {
        let Change::AddTopLevel { place, draft } = change else { continue };
        let number = *numbers.entry(change.span()).or_insert(groups.len());
        match groups.get_mut(number) {
            Some((_, drafts)) => drafts.push(draft),
            None => groups.push((place, vec![draft])),
        }
    }
    let mut edits = Vec::new();
    for (place, drafts) in groups {
        let added = match place {
            Place::After(block) if block.file.tree.json => json::add_top_level(&block.file, &drafts),
            Place::After(block) => block::add_after(block, &drafts),
            Place::EndOf(file) if file.tree.json => json::add_top_level(file, &drafts),
            Place::EndOf(file) => block::add_at_end(file, &drafts),
        };
        edits.extend(added.ok_or(LayoutError::Unwritable)?);
    }
    Ok(edits)
}

fn simple_edits(change: &Change) -> Result<Vec<Edit>, LayoutError> {
    let edits = match change {
        Change::Set { block, within, name, expression } if within.is_empty() => match item_named(block, name) {
            Some((_, old)) => replace(&old, expression),
            None => Some(Vec::new()),
        },
        Change::Set { .. } | Change::AddBlock { .. } | Change::AddTopLevel { .. } => Some(Vec::new()),
        Change::Replace { expression, by } => replace(expression, by),
        Change::Remove { item } | Change::RemoveBlock { item } => removal::remove(item),
        Change::AddElement { list, element } => list::add(list, None, element),
        Change::AddEntry { object, name, expression } => list::add(object, Some(name), expression),
        Change::Text { span, by } => Some(vec![Edit { span: *span, replacement: by.clone() }]),
    };
    edits.ok_or(LayoutError::Unwritable)
}

fn replace(old: &Syntax, by: &Expression) -> Option<Vec<Edit>> {
    let replacement = written(old, by)?;
    Some(vec![Edit { span: old.span(), replacement }])
}

/// An expression in the syntax and style of the file, continued at the indentation of the place where it stands.
fn written(at: &Syntax, expression: &Expression) -> Option<String> {
    let text = if at.file.tree.json { expression.json()? } else { expression.hcl()? };
    let base = line_indent(&at.file.text, at.span().start as usize);
    Some(Style::of(&at.file).apply(&text, base))
}

/// An insertion.
fn insertion(file: &SourceFile, at: usize, replacement: String) -> Edit {
    Edit { span: Span::new(file.id, at, at), replacement }
}

#[cfg(test)]
mod tests;
