//! The rule files and framework files that ship with the program; the table is written at build time.

/// A rule file with what is needed of it before it is parsed.
#[derive(Debug)]
pub(super) struct Embedded {
    pub path: &'static str,
    pub text: &'static str,
    pub id: &'static str,
    pub slug: &'static str,
    pub aliases: &'static [&'static str],
    pub severity: &'static str,
    pub types: &'static [&'static str],
    pub account: bool,
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
