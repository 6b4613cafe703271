//! Which local folders a configuration file calls as modules.

use regex::Regex;
use std::sync::LazyLock;

static SOURCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)^[ \t{,]*"?source"?[ \t]*[:=][ \t]*"(\.\.?/[^"$%]*)""#).expect("the pattern is fixed")
});

/// The local sources that the text names. A source that is no module's (of an S3 object, say) does no harm: what it
/// names is no folder with configuration.
pub fn local_sources(text: &str) -> Vec<&str> {
    let comments: Vec<(usize, usize)> = block_comments(text);
    SOURCE
        .captures_iter(text)
        .filter_map(|found| found.get(1))
        .filter(|source| !comments.iter().any(|(start, end)| (*start..*end).contains(&source.start())))
        .map(|source| source.as_str().trim_end_matches('/'))
        .collect()
}

/// `/* ... */` at the start of a line, as whole blocks are commented out.
fn block_comments(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("/*").map(|start| start + at) {
        let end = text[start + 2..].find("*/").map_or(text.len(), |end| start + 2 + end + 2);
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        if text[line_start..start].trim().is_empty() {
            found.push((start, end));
            at = end;
        } else {
            at = start + 2;
        }
    }
    found
}
