//! Spacing as `terraform fmt` writes it, and its use on what a fix touched.

mod spacing;

pub use spacing::whitespace;

use super::style::{line_end, line_start};
use crate::source::{Kind, SourceFile};
use crate::text::{Edit, EditSet, File, FileId, Files, Span};
use std::ops::Range;
use std::sync::Arc;

/// True when `terraform fmt` would change no white space.
#[cfg(test)]
pub fn is_formatted(text: &str) -> bool {
    whitespace(text).is_empty()
}

/// Adds the edits of white space that keep formatted text formatted. In text that is not formatted, only blocks that are, and
/// new attributes that can join an aligned group, are touched. Only the top-level items that the edits touch are looked at,
/// as far as `trees` know them.
pub fn tidy<'t>(edits: &EditSet, files: &Files, trees: &dyn Fn(FileId) -> Option<&'t Arc<SourceFile>>) -> EditSet {
    let mut result = EditSet::default();
    let all: Vec<&Edit> = edits.iter().collect();
    for group in all.chunk_by(|a, b| a.span.file == b.span.file) {
        let id = group[0].span.file;
        let file = files.get(id);
        for (window, changed) in windows(file, trees(id), group) {
            let old = &file.text[window.clone()];
            let local = |edit: &&Edit| {
                let (start, end) = (edit.span.start as usize - window.start, edit.span.end as usize - window.start);
                Edit { span: Span::new(id, start, end), replacement: edit.replacement.clone() }
            };
            let changed: Vec<Edit> = changed.iter().map(local).collect();
            let new = applied(old, &changed);
            let spaces = if file.path.ends_with(".json") { Vec::new() } else { spaces(old, &new, &changed) };
            for edit in compose(id, old, &changed, &new, &spaces) {
                let (start, end) = (edit.span.start as usize + window.start, edit.span.end as usize + window.start);
                // Composed edits are disjoint, so none is refused.
                let _ = result.push(Edit { span: Span::new(id, start, end), replacement: edit.replacement });
            }
        }
    }
    result
}

fn applied(old: &str, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(old.len() + 128);
    let mut at = 0;
    for edit in edits {
        new.push_str(&old[at..edit.span.start as usize]);
        new.push_str(&edit.replacement);
        at = edit.span.end as usize;
    }
    new.push_str(&old[at..]);
    new
}

/// Whole lines of whole top-level items around edits of one file, and the edits in them. Items do not look at each other's
/// layout, except assignments that stand at the top.
fn windows<'e>(file: &File, tree: Option<&Arc<SourceFile>>, edits: &[&'e Edit]) -> Vec<(Range<usize>, Vec<&'e Edit>)> {
    let text = &*file.text;
    let everything = || vec![(0..text.len(), edits.to_vec())];
    let Some(tree) = tree.filter(|tree| !tree.tree.json && tree.text == file.text) else { return everything() };
    let mut windows: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let range = edit.span.range();
        let items = tree.top_level_at(range.clone());
        if items.iter().any(|item| tree.tree.kind(*item) != Kind::Block) {
            return everything();
        }
        let spans = || items.iter().map(|item| tree.tree.span(*item));
        let start = spans().map(|span| span.start as usize).chain([range.start]).min().unwrap_or(range.start);
        let end = spans().map(|span| span.end as usize).chain([range.end]).max().unwrap_or(range.end);
        let window = line_start(text, start)..line_end(text, end);
        match windows.last_mut() {
            Some((last, edits)) if window.start <= last.end => {
                last.end = last.end.max(window.end);
                edits.push(edit);
            }
            _ => windows.push((window, vec![edit])),
        }
    }
    windows
}

/// Replacements of white space in the new text.
fn spaces(old: &str, new: &str, changed: &[Edit]) -> Vec<(Range<usize>, String)> {
    let all = whitespace(new);
    if all.is_empty() {
        return all;
    }
    let broken = whitespace(old);
    if broken.is_empty() {
        return all;
    }
    // Lines that were out of form before, in the new text: they and the blocks that hold them keep theirs.
    let touched: Vec<Range<usize>> = new_ranges(changed).map(|range| chunk(new, range)).collect();
    let misformed: Vec<usize> = broken.iter().filter_map(|(range, _)| moved(range.start, changed)).collect();
    let tidy = |range: &Range<usize>| {
        touched.iter().any(|chunk| chunk.contains(&range.start) && !misformed.iter().any(|at| chunk.contains(at)))
    };
    let inserted: Vec<Range<usize>> = new_ranges(changed).collect();
    let aligned =
        |range: &Range<usize>| inserted.iter().any(|inside| inside.contains(&range.start) && inside.end >= range.end);
    let mut kept: Vec<_> = all.into_iter().filter(|(range, _)| tidy(range)).collect();
    let own = align_with_neighbours(new, &inserted).into_iter().filter(|(range, _)| aligned(range) && !tidy(range));
    let own: Vec<_> = own.collect();
    for edit in own {
        if !kept.iter().any(|(range, _)| range.start <= edit.0.end && edit.0.start <= range.end) {
            kept.push(edit);
        }
    }
    kept.sort_by_key(|(range, _)| range.start);
    kept
}

/// The top-level item around a range: from the last line before it that starts at the margin with a name, to the next.
fn chunk(text: &str, range: Range<usize>) -> Range<usize> {
    let at_margin = |at: usize| text[at..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_whole = |at: usize| !range.is_empty() && line_start(text, at) == at;
    // Whole lines that hold whole items do not belong to the items before and after them.
    let inside = text[range.clone()].trim_start_matches(['\r', '\n']);
    let first = if is_whole(range.start) { range.end - inside.len() } else { range.start };
    let mut start = line_start(text, first);
    while start > 0 && !at_margin(start) {
        start = line_start(text, start - 1);
    }
    let mut end = if is_whole(range.end) { range.end } else { line_end(text, range.end) };
    while end < text.len() && !at_margin(end) {
        end = line_end(text, end);
    }
    start..end
}

/// Ranges of replacements in the new text.
fn new_ranges(changed: &[Edit]) -> impl Iterator<Item = Range<usize>> {
    changed.iter().scan(0isize, |shift, edit| {
        let start = (edit.span.start as isize + *shift) as usize;
        *shift += edit.replacement.len() as isize - (edit.span.end - edit.span.start) as isize;
        Some(start..start + edit.replacement.len())
    })
}

/// Where an old offset is in the new text; none when it was replaced.
fn moved(at: usize, changed: &[Edit]) -> Option<usize> {
    let mut shift = 0isize;
    for edit in changed {
        if edit.span.end as usize <= at {
            shift += edit.replacement.len() as isize - (edit.span.end - edit.span.start) as isize;
        } else if (edit.span.start as usize) < at {
            return None;
        }
    }
    Some((at as isize + shift) as usize)
}

/// In a group of attributes whose `=` stand in one column, new ones with shorter names join that column; else they share one of
/// their own.
fn align_with_neighbours(text: &str, inserted: &[Range<usize>]) -> Vec<(Range<usize>, String)> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    for range in inserted {
        let mut at = line_start(text, range.start);
        // The line in which it begins was there before.
        if at < range.start {
            at = line_end(text, range.start);
        }
        while at < range.end {
            let end = line_end(text, at);
            lines.push(at..end);
            at = end;
        }
    }
    let indent = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.len() - line.trim_start().len()
    };
    let cell = |line: &Range<usize>| assignment(&text[line.clone()]);
    // A value of several lines stands in no group.
    let opens = |line: &Range<usize>| text[line.clone()].trim_end().ends_with(['{', '[', '(']);
    let is_cell = |line: &Range<usize>| cell(line).is_some() && !opens(line);
    let stand_together = |above: &Range<usize>, below: &Range<usize>| {
        above.end == below.start && indent(above) == indent(below) && is_cell(above) && is_cell(below)
    };
    let mut edits = Vec::new();
    for run in lines.chunk_by(stand_together).filter(|run| is_cell(&run[0])) {
        let cells: Vec<_> = run.iter().filter_map(|line| Some((line.start, cell(line)?))).collect();
        let Some(own) = cells.iter().map(|(_, (name_end, _))| name_end + 1).max() else { continue };
        let (start, end) = (run[0].start, run[run.len() - 1].end);
        let neighbour = |offset: usize| {
            let line = line_start(text, offset)..line_end(text, offset);
            let (_, equals) = cell(&line).filter(|_| !opens(&line) && indent(&line) == indent(&run[0]))?;
            Some(equals)
        };
        let above = (start > 0).then(|| neighbour(start - 1)).flatten();
        let below = (end < text.len()).then(|| neighbour(end)).flatten();
        let column = above.max(below).filter(|column| *column >= own).unwrap_or(own);
        for (at, (name_end, equals)) in cells.into_iter().filter(|(_, (_, equals))| *equals != column) {
            edits.push((at + name_end..at + equals, " ".repeat(column - name_end)));
        }
    }
    edits
}

/// The end of the name and the place of `=` in a line `name = ...`.
fn assignment(line: &str) -> Option<(usize, usize)> {
    let indent = line.len() - line.trim_start().len();
    let is_name = |c: char| unicode_ident::is_xid_continue(c) || c == '-';
    let name = line[indent..].find(|c| !is_name(c)).unwrap_or(line.len() - indent);
    let gap = line[indent + name..].len() - line[indent + name..].trim_start_matches(' ').len();
    let equals = indent + name + gap;
    let assigns = name > 0 && line[equals..].starts_with('=') && !line[equals..].starts_with("==");
    assigns.then_some((indent + name, equals))
}

/// One list of edits of the old text from edits of the old text and later edits of the new one.
fn compose(id: FileId, old: &str, changed: &[Edit], new: &str, spaces: &[(Range<usize>, String)]) -> Vec<Edit> {
    // Every edit as (old range, new range); untouched text lies between.
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (edit, range) in changed.iter().zip(new_ranges(changed)) {
        hunks.push((edit.span.range(), range));
    }
    for (range, _) in spaces {
        let touches = |hunk: &&mut (Range<usize>, Range<usize>)| range.start <= hunk.1.end && hunk.1.start <= range.end;
        match hunks.iter_mut().find(touches) {
            Some(hunk) => {
                let before = hunk.1.start.saturating_sub(range.start);
                let after = range.end.saturating_sub(hunk.1.end);
                *hunk = (hunk.0.start - before..hunk.0.end + after, hunk.1.start - before..hunk.1.end + after);
            }
            None => {
                let shift: isize = hunks
                    .iter()
                    .filter(|hunk| hunk.1.end <= range.start)
                    .map(|hunk| hunk.0.len() as isize - hunk.1.len() as isize)
                    .sum();
                let old_start = (range.start as isize + shift) as usize;
                hunks.push((old_start..old_start + range.len(), range.clone()));
            }
        }
    }
    hunks.sort_by_key(|(old, new)| (old.start, new.start));
    let hunks = merged(hunks);
    let replaced = |new_range: &Range<usize>| {
        let mut text = String::new();
        let mut at = new_range.start;
        for (range, by) in
            spaces.iter().filter(|(range, _)| new_range.start <= range.start && range.end <= new_range.end)
        {
            text.push_str(&new[at..range.start]);
            text.push_str(by);
            at = range.end;
        }
        text + &new[at..new_range.end]
    };
    let edit = |(old_range, new_range): (Range<usize>, Range<usize>)| Edit {
        span: Span::new(id, old_range.start, old_range.end),
        replacement: replaced(&new_range),
    };
    hunks.into_iter().map(edit).filter(|edit| old[edit.span.range()] != edit.replacement).collect()
}

/// Hunks that touch become one.
fn merged(hunks: Vec<(Range<usize>, Range<usize>)>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut result: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (old, new) in hunks {
        match result.last_mut() {
            Some((last_old, last_new)) if new.start <= last_new.end => {
                last_old.end = last_old.end.max(old.end);
                last_new.end = last_new.end.max(new.end);
            }
            _ => result.push((old, new)),
        }
    }
    result
}

#[cfg(test)]
mod tests;
