//! Nested blocks that the provider never makes itself: one that a plan does not know was written, in a `dynamic` block.
//!
//! The list is recorded from plans of the real provider in which the blocks are not written; `testdata/plan/record-provider`
//! makes it. Blocks that are not in it may be computed: a plan shows those as unknown when nothing sets them.

use crate::eval::without_keys;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

const LIST: &str = include_str!("plain-blocks.txt");

/// `path` is that of the block below its resource, with or without indexes.
pub(super) fn is_plain(type_name: &str, path: &str) -> bool {
    static BLOCKS: OnceLock<FxHashSet<(&str, &str)>> = OnceLock::new();
    let blocks = BLOCKS.get_or_init(|| LIST.lines().flat_map(of_type).collect());
    blocks.contains(&(type_name, &*without_keys(path)))
}

fn of_type(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (type_name, paths) = line.split_once(' ').unwrap_or((line, ""));
    paths.split(' ').map(move |path| (type_name, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_blocks_and_plain_ones_differ() {
        assert!(is_plain("aws_cloudfront_distribution", "ordered_cache_behavior[3].forwarded_values"));
        assert!(is_plain("aws_lb", "access_logs"));
        assert!(!is_plain("aws_instance", "root_block_device"));
        assert!(!is_plain("aws_s3_bucket", "versioning"));
        assert!(!is_plain("other_thing", "block"));
    }
}
