//! Unified diffs that `git apply` and `patch` accept.

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
    let (old_lines, new_lines) = (lines(old), lines(new));
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(Duration::from_secs(1))
        .diff_slices(&old_lines, &new_lines);
    let mut out = format!("--- {}\n+++ {}\n", header("a/", path), header("b/", path));
    for group in diff.grouped_ops(context) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old_range = first.old_range().start..last.old_range().end;
        let new_range = first.new_range().start..last.new_range().end;
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
    out
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
