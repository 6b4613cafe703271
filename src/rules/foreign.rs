//! Checks of other tools that require what a control requires, as data.

use std::sync::OnceLock;

/// One row: a control and the names of its counterparts.
#[derive(Debug)]
pub struct Counterpart {
    pub control: &'static str,
    pub checkov: Vec<&'static str>,
    /// Of trivy, and of tfsec whose checks it took over: ids and long names.
    pub trivy: Vec<&'static str>,
}

/// The table that ships with the program; read on first use.
pub fn counterparts() -> &'static [Counterpart] {
    static TABLE: OnceLock<Vec<Counterpart>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../rules/foreign-skips.tsv");
        let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let row = |line: &'static str| {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or("");
            let (control, checkov, trivy) = (next(), next(), next());
            Counterpart {
                control,
                checkov: checkov.split(' ').filter(named).collect(),
                trivy: trivy.split(' ').filter(named).collect(),
            }
        };
        rows.map(row).collect()
    })
}

fn named(name: &&str) -> bool {
    !name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;
    use regex::Regex;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_names_a_control_and_well_formed_checks() {
        let rules = Rules::builtin();
        let checkov = Regex::new(r"^CKV2?_AWS_\d+$").expect("a pattern");
        let trivy = Regex::new(r"^(AVD-AWS-\d{4}|aws(-[a-z0-9]+){2,})$").expect("a pattern");
        let mut seen = BTreeSet::new();
        for row in counterparts() {
            let entry = rules.entry(row.control).unwrap_or_else(|| panic!("no control {}", row.control));
            assert_eq!(entry.id, row.control);
            assert!(seen.insert(row.control), "{} stands twice", row.control);
            assert!(row.checkov.len() + row.trivy.len() > 0, "{} has no counterpart", row.control);
            row.checkov.iter().for_each(|id| assert!(checkov.is_match(id), "{id}"));
            row.trivy.iter().for_each(|id| assert!(trivy.is_match(id), "{id}"));
        }
        assert!(seen.len() > 80);
    }
}
