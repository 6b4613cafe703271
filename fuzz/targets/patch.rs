//! An independent reading of edits and unified diffs.

use std::collections::BTreeMap;
use tfmend::text::{Edit, FileId, Files};

/// The new text is the old one with the spans of the edits replaced.
pub fn keeps_other_bytes<'e>(old: &str, new: &str, edits: impl Iterator<Item = &'e Edit>) {
    let mut rest = new;
    let mut at = 0;
    for edit in edits {
        let kept = &old[at..edit.span.start as usize];
        rest = rest.strip_prefix(kept).expect("bytes before an edit are kept");
        rest = rest.strip_prefix(edit.replacement.as_str()).expect("the replacement stands in its place");
        at = edit.span.end as usize;
    }
    assert_eq!(rest, &old[at..], "bytes after the last edit are kept");
}

/// Applying the diff to the old texts gives the new ones.
pub fn is_what_the_diff_says(diff: &str, files: &Files, texts: &BTreeMap<FileId, String>) {
    let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut part: Option<&str> = None;
    let lines: Vec<&str> = diff.split_inclusive('\n').collect();
    for (index, line) in lines.iter().enumerate() {
        let header = line.starts_with("--- ") && lines.get(index + 1).is_some_and(|next| next.starts_with("+++ b/"));
        if header {
            part = None;
        } else if part.is_none() && line.starts_with("+++ b/") {
            part = Some(line["+++ b/".len()..].trim_end_matches('\n'));
        } else if let Some(path) = part {
            parts.entry(path).or_default().push(line);
        }
    }
    for (id, new) in texts {
        let old = files.get(*id);
        let Some(lines) = parts.get(old.path.trim_start_matches("./")) else { continue };
        assert_eq!(&apply(&old.text, lines), new, "{diff}");
    }
}

/// Hunks: `@@ -from,count +from,count @@`, then lines that begin with a space, `-` or `+`.
fn apply(old: &str, hunks: &[&str]) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let mut new = String::new();
    let mut at = 0;
    let mut index = 0;
    while index < hunks.len() {
        let line = hunks[index];
        if let Some(header) = line.strip_prefix("@@ -") {
            let (from, count) = range(header.split(' ').next().unwrap_or(""));
            let start = if count == 0 { from } else { from.saturating_sub(1) };
            old[at..start].iter().for_each(|line| new.push_str(line));
            at = start;
        } else {
            let bare = hunks.get(index + 1).is_some_and(|next| next.starts_with("\\ No newline"));
            let text = &line[1..];
            let text = if bare { text.strip_suffix('\n').unwrap_or(text) } else { text };
            match line.as_bytes()[0] {
                b' ' => {
                    assert_eq!(old[at], text, "context");
                    new.push_str(text);
                    at += 1;
                }
                b'-' => {
                    assert_eq!(old[at], text, "removed line");
                    at += 1;
                }
                b'+' => new.push_str(text),
                _ => {}
            }
        }
        index += 1;
    }
    old[at..].iter().for_each(|line| new.push_str(line));
    new
}

fn range(text: &str) -> (usize, usize) {
    let (from, count) = text.split_once(',').unwrap_or((text, "1"));
    (from.parse().expect("a line"), count.parse().expect("a count"))
}
