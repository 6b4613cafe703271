//! Unified diffs that `git apply` and `patch` accept.

use similar::TextDiff;
use std::time::Duration;

/// The unified diff from `old` to `new` with `a/` and `b/` prefixes and three lines of context; empty when equal.
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let diff = TextDiff::configure().timeout(Duration::from_secs(1)).diff_lines(old, new);
    diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
