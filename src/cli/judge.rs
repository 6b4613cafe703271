//! What was loaded -> findings and fixes.

use super::collect::Judged;
use super::error::CliError;
use super::flags::RuleArgs;
use super::load::{Loaded, Source};
use crate::check::{self, CheckOptions, Finding};
use crate::fix::{self, Settings};
use crate::graph::Graph;
use crate::rules::Rules;
use crate::text::FileId;
use crate::value::Value;
use std::collections::BTreeMap;

/// The controls of a run and how they judge.
pub struct Judge {
    pub rules: Rules,
    pub options: CheckOptions,
}

impl Judge {
    /// Selects controls and settles the date. A control or framework that is not there is an error.
    pub fn new(args: &RuleArgs) -> Result<Judge, CliError> {
        let rules = super::rules::load_rules(&args.rules)?;
        let only = super::rules::select(&rules, &args.controls, &args.ignored, &args.frameworks)?;
        let today = match &args.today {
            Some(date) => date
                .parse::<jiff::civil::Date>()
                .map_err(|_| CliError::usage(format!("--today {date}: not a date"), "write it as YYYY-MM-DD"))?,
            None => jiff::Zoned::now().date(),
        };
        let options = CheckOptions { today: today.to_string(), account: args.account, only, ..CheckOptions::default() };
        Ok(Judge { rules, options })
    }

    /// All verdicts on one target, and the fixes that hold.
    pub fn judged(&self, loaded: &Loaded) -> Judged {
        let findings = self.findings(&loaded.graph);
        let proposals = match &loaded.source {
            Some(source) => {
                let rerun = |texts: &BTreeMap<FileId, String>| self.rerun(source, texts);
                fix::propose(&findings, &loaded.graph, &rerun, &self.fix_settings(source, &[]))
            }
            None => Vec::new(),
        };
        Judged { findings, proposals }
    }

    pub fn findings(&self, graph: &Graph) -> Vec<Finding> {
        check::run(graph, &self.rules, &self.options)
    }

    /// The same run with some texts replaced.
    pub fn rerun(&self, source: &Source, texts: &BTreeMap<FileId, String>) -> (Graph, Vec<Finding>) {
        let graph = source.with_texts(texts);
        let findings = self.findings(&graph);
        (graph, findings)
    }

    /// Local modules may be edited; values for fixes that need one are given as `NAME=VALUE`.
    pub fn fix_settings(&self, source: &Source, values: &[String]) -> Settings {
        let values = values.iter().filter_map(|text| text.split_once('='));
        let inputs = values.map(|(name, value)| (format!("var.{name}"), Value::from(value))).collect();
        Settings { folders: source.own_folders(), inputs }
    }
}
