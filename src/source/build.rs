//! Appends nodes to a tree under construction.

use super::{Kind, Tree};
use crate::text::FileId;

/// Nodes in post-order: children first, so closing a node only counts what came since its first descendant.
pub(super) struct Builder {
    starts: Vec<u32>,
    ends: Vec<u32>,
    sizes: Vec<u32>,
    kinds: Vec<Kind>,
}

impl Builder {
    pub fn for_text(length: usize) -> Builder {
        // Ordinary Terraform has a node every 12 to 20 bytes.
        let nodes = length / 12 + 8;
        Builder {
            starts: Vec::with_capacity(nodes),
            ends: Vec::with_capacity(nodes),
            sizes: Vec::with_capacity(nodes),
            kinds: Vec::with_capacity(nodes),
        }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    #[inline]
    pub fn leaf(&mut self, kind: Kind, start: usize, end: usize) {
        self.push(kind, start, end, 1);
    }

    /// A node whose subtree is everything since node `first`.
    #[inline]
    pub fn close(&mut self, kind: Kind, start: usize, end: usize, first: usize) {
        let size = self.len() - first + 1;
        self.push(kind, start, end, size as u32);
    }

    #[inline]
    fn push(&mut self, kind: Kind, start: usize, end: usize, size: u32) {
        self.starts.push(start as u32);
        self.ends.push(end as u32);
        self.sizes.push(size);
        self.kinds.push(kind);
    }

    /// Makes the last subtree the child of a new node that ends where it ends.
    pub fn wrap(&mut self, kind: Kind, start: usize) {
        let last = self.len() - 1;
        self.push(kind, start, self.ends[last] as usize, self.sizes[last] + 1);
    }

    /// Makes the last two subtrees the children of a new node that ends at `end`.
    #[inline]
    pub fn pair(&mut self, kind: Kind, end: usize) {
        let right = self.len() - 1;
        let left = right - self.sizes[right] as usize;
        let start = self.starts[left] as usize;
        self.push(kind, start, end, self.sizes[right] + self.sizes[left] + 1);
    }

    /// Makes the last three subtrees the children of a new node.
    pub fn triple(&mut self, kind: Kind) {
        let third = self.len() - 1;
        let second = third - self.sizes[third] as usize;
        let first = second - self.sizes[second] as usize;
        let size = self.sizes[first] + self.sizes[second] + self.sizes[third] + 1;
        self.push(kind, self.starts[first] as usize, self.ends[third] as usize, size);
    }

    #[inline]
    pub fn last_end(&self) -> usize {
        self.ends[self.len() - 1] as usize
    }

    pub fn last_kind(&self) -> Kind {
        self.kinds[self.len() - 1]
    }

    pub fn last_kind_mut(&mut self) -> &mut Kind {
        let last = self.len() - 1;
        &mut self.kinds[last]
    }

    pub fn truncate(&mut self, nodes: usize) {
        self.starts.truncate(nodes);
        self.ends.truncate(nodes);
        self.sizes.truncate(nodes);
        self.kinds.truncate(nodes);
    }

    pub fn finish(mut self, file: FileId, json: bool, errors: Vec<super::SyntaxError>) -> Tree {
        self.starts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.sizes.shrink_to_fit();
        self.kinds.shrink_to_fit();
        Tree { file, json, errors, starts: self.starts, ends: self.ends, sizes: self.sizes, kinds: self.kinds }
    }
}
