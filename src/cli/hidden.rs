//! Diffs that show no secret.

use crate::report::Secrets;
use crate::text::unified_diff_with;

/// The diff of one file, and whether it hides something, so that it cannot be applied.
pub fn diff(path: &str, old: &str, new: &str, secrets: &[&Secrets]) -> (String, bool) {
    let hidden = |diff: &str| secrets.iter().fold(diff.to_owned(), |diff, one| one.hide_diff(&diff).into_owned());
    // Less context may leave a secret out that stands near a change.
    let diffs = [3, 2, 1].map(|context| unified_diff_with(path, old, new, context));
    match diffs.iter().find(|diff| hidden(diff) == **diff) {
        Some(open) => (open.clone(), false),
        None => (hidden(&diffs[0]), true),
    }
}
