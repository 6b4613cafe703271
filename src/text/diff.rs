//! Unified diffs that `git apply` and `patch` accept.

use super::{Edit, File, Files};
use similar::{Algorithm, ChangeTag, TextDiff};
use std::fmt::Write;
use std::time::Duration;

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// The unified diff from `old` to `new` with `a/` and `b/` prefixes and three lines of context; empty when equal.
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    unified_diff_with(path, old, new, CONTEXT)
}

/// As [`unified_diff`], with this many lines of context.
pub fn unified_diff_with(path: &str, old: &str, new: &str, context: usize) -> String {
    if old == new {
        return String::new();
    }
    let mut out = format!("--- {}\n+++ {}\n", header("a/", path), header("b/", path));
    hunks(&lines(old), &lines(new), context, 0, 0, &mut out);
    out
}

/// Hunks of lines that stand behind others.
fn hunks(old: &[&str], new: &[&str], context: usize, old_line: usize, new_line: usize, out: &mut String) {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).timeout(Duration::from_secs(1)).diff_slices(old, new);
    for group in diff.grouped_ops(context) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old_range = first.old_range().start + old_line..last.old_range().end + old_line;
        let new_range = first.new_range().start + new_line..last.new_range().end + new_line;
        let _ = writeln!(out, "@@ -{} +{} @@", hunk_range(old_range), hunk_range(new_range));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            out.push(match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            });
            out.push_str(change.value());
            if !change.value().ends_with('\n') {
                out.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
}

/// The diff of edits of one file, with its path. Only the lines around the edits are looked at.
pub(super) fn of_edits<'f>(files: &'f Files, edits: &[Edit]) -> (&'f str, String) {
    let file = files.get(edits[0].span.file);
    let mut out = String::new();
    // Behind an edit that adds or takes lines, the new lines have other numbers.
    let mut shift = 0isize;
    let mut rest = edits;
    while !rest.is_empty() {
        let (start, end, count) = window(file, rest);
        let (window, later) = rest.split_at(count);
        rest = later;
        let old = &file.text[start..end];
        let mut new = String::with_capacity(old.len() + 128);
        let mut at = start;
        for edit in window {
            new.push_str(&file.text[at..edit.span.start as usize]);
            new.push_str(&edit.replacement);
            at = edit.span.end as usize;
        }
        new.push_str(&file.text[at..end]);
        let (old_lines, new_lines) = (lines(old), lines(&new));
        let line = file.position(start as u32).line as usize - 1;
        if old != new {
            hunks(&old_lines, &new_lines, CONTEXT, line, line.saturating_add_signed(shift), &mut out);
        }
        shift += new_lines.len() as isize - old_lines.len() as isize;
    }
    let head = format!("--- {}\n+++ {}\n", header("a/", &file.path), header("b/", &file.path));
    (&file.path, if out.is_empty() { out } else { head + &out })
}

/// The whole lines around the first edits, so wide that no change in them shares a hunk with a later one; and how many edits.
fn window(file: &File, edits: &[Edit]) -> (usize, usize, usize) {
    let text = &file.text;
    let line_start = |at: usize| memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    let line_end = |at: usize| memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
    let before = |at: usize| (0..=CONTEXT).fold(line_start(at), |at, _| line_start(at.saturating_sub(1)));
    let after = |at: usize| (0..=CONTEXT).fold(line_end(at), |at, _| line_end(at));
    let start = before(edits[0].span.start as usize);
    let mut end = after(edits[0].span.end as usize);
    let mut count = 1;
    while let Some(next) = edits.get(count).filter(|next| before(next.span.start as usize) < end) {
        end = after(next.span.end as usize).max(end);
        count += 1;
    }
    (start, end, count)
}

/// Lines with their line feed. A lone carriage return does not end a line for `patch`.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn hunk_range(range: std::ops::Range<usize>) -> String {
    match range.len() {
        // An empty range names the line before it.
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

/// A file name as git writes it: quoted where it holds characters that would end or break the line.
fn header(prefix: &str, path: &str) -> String {
    // An absolute path is seen from the top: `patch -p1 -d /`.
    let path = path.trim_start_matches('/');
    if path.contains(|c: char| c.is_ascii_control() || c == '"' || c == '\\') {
        let mut quoted = format!("\"{prefix}");
        for c in path.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                c if c.is_ascii_control() => {
                    let _ = write!(quoted, "\\{:03o}", c as u32);
                }
                c => quoted.push(c),
            }
        }
        return quoted + "\"";
    }
    // Without the tab, patch would end the name at the first space.
    let end = if path.contains(' ') { "\t" } else { "" };
    format!("{prefix}{path}{end}")
}

#[cfg(test)]
mod tests {
    use super::unified_diff;
    use crate::text::{Edit, EditSet, File, FileId, Files, Span};

    /// Edits near and far from each other, at the first and the last line.
    #[test]
    fn edits_show_the_same_diff_as_the_texts() {
        let old: String = (0..60).map(|line| format!("line {line}\n")).collect();
        let mut files = Files::default();
        files.add(File::new("a.tf", old.clone()));
        for (step, length) in [(7, 0), (40, 3), (90, 30), (130, 9), (480, 0), (11, 11)] {
            for text in ["", "x", "new\n", "a\nb\nc\n"] {
                let mut set = EditSet::default();
                for start in (0..old.len() - length).step_by(step) {
                    let span = Span::new(FileId(0), start, start + length);
                    let _ = set.push(Edit { span, replacement: text.to_owned() });
                }
                let new = set.apply(&files).remove(&FileId(0)).expect("edited");
                assert_eq!(set.diff(&files), unified_diff("a.tf", &old, &new), "{step} {length} {text:?}");
            }
        }
    }

    #[test]
    fn shows_context_and_missing_line_feeds() {
        let diff = unified_diff("a b.tf", "1\n2\n3\n4\n5", "1\n2\n3\n4\nfive");
        let expected = "--- a/a b.tf\t\n+++ b/a b.tf\t\n@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n\\ No newline at end of file\n+five\n\\ No newline at end of file\n";
        assert_eq!(diff, expected);
        assert_eq!(unified_diff("x", "a\r\n", "a\r\n"), "");
        assert!(unified_diff("x", "a\r\nb\r\n", "a\r\nc\r\n").contains("-b\r\n+c\r\n"));
        assert_eq!(unified_diff("x", "", "a\n"), "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n");
    }
}
