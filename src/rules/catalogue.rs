//! The controls that AWS publishes, judged or not, as `rules/catalogue.tsv` lists them.

use std::sync::LazyLock;

/// A published control.
#[derive(Debug)]
pub struct Published {
    pub id: &'static str,
    pub aliases: Vec<&'static str>,
    /// Empty where AWS names none.
    pub severity: &'static str,
    pub category: &'static str,
}

const TEXT: &str = include_str!("../../rules/catalogue.tsv");

static CATALOGUE: LazyLock<Vec<Published>> = LazyLock::new(|| {
    let filled = |cell: Option<&'static str>| cell.filter(|text| *text != "-").unwrap_or_default();
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let id = cells.next()?;
        let aliases = filled(cells.next()).split_whitespace().collect();
        Some(Published { id, aliases, severity: filled(cells.next()), category: filled(cells.next()) })
    };
    TEXT.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

/// All of them, in the order of publication.
pub fn catalogue() -> &'static [Published] {
    &CATALOGUE
}

/// The day of the list.
pub fn catalogue_date() -> &'static str {
    TEXT.lines().find_map(|line| line.strip_prefix("# date\t")).unwrap_or_default()
}

/// By id or older id, in any case.
pub fn published(name: &str) -> Option<&'static Published> {
    let named = |control: &&Published| {
        control.id.eq_ignore_ascii_case(name) || control.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    };
    catalogue().iter().find(named)
}
