//! How a run stands against each framework: which requirements hold, fail, or cannot be told.

use super::outcome::{Outcome, Status};
use super::words::Lang;
use crate::rules::frameworks;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One framework in the light of the findings.
#[derive(Debug)]
pub struct Standing {
    pub id: Arc<str>,
    pub title: String,
    /// In the order of publication, those that some judged control serves.
    pub requirements: Vec<Requirement>,
    /// Requirements of the framework that no judged control serves.
    pub not_judged: usize,
}

/// One requirement: findings of the controls that serve it, by status; those set aside do not count.
#[derive(Debug)]
pub struct Requirement {
    pub id: Arc<str>,
    pub title: String,
    pub fail: usize,
    pub unknown: usize,
    pub pass: usize,
}

impl Requirement {
    /// The worst status of its findings.
    pub fn status(&self) -> Status {
        match (self.fail, self.unknown, self.pass) {
            (1.., _, _) => Status::Fail,
            (0, 1.., _) => Status::Unknown,
            (0, 0, 1..) => Status::Pass,
            _ => Status::Suppressed,
        }
    }
}

impl Standing {
    pub fn count(&self, status: Status) -> usize {
        self.requirements.iter().filter(|requirement| requirement.status() == status).count()
    }
}

/// Every framework that some judged control serves.
pub fn standings(outcome: &Outcome, lang: Lang) -> Vec<Standing> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, [usize; 4]>> = BTreeMap::new();
    for (control, status, count) in outcome.verdicts() {
        for (framework, requirements) in &control.frameworks {
            let of = counts.entry(framework).or_default();
            requirements.iter().for_each(|id| of.entry(id).or_default()[status as usize] += count);
        }
    }
    counts.into_iter().map(|(id, counts)| standing(id, &counts, lang)).collect()
}

fn standing(id: &str, counts: &BTreeMap<&str, [usize; 4]>, lang: Lang) -> Standing {
    let published = frameworks().iter().find(|framework| &*framework.id == id);
    let row = |id: &str, title: &str, counts: &[usize; 4]| Requirement {
        id: id.into(),
        title: title.to_owned(),
        fail: counts[Status::Fail as usize],
        unknown: counts[Status::Unknown as usize],
        pass: counts[Status::Pass as usize],
    };
    let Some(published) = published else {
        // A team's own framework has no list.
        let requirements = counts.iter().map(|(id, counts)| row(id, "", counts)).collect();
        return Standing { id: id.into(), title: id.to_owned(), requirements, not_judged: 0 };
    };
    let judged = published.requirements.iter().filter_map(|requirement| {
        let counts = counts.get(&*requirement.id)?;
        Some(row(&requirement.id, requirement.title.in_language(lang.code()), counts))
    });
    let requirements: Vec<Requirement> = judged.collect();
    Standing {
        id: id.into(),
        title: published.title.in_language(lang.code()).to_owned(),
        not_judged: published.requirements.len() - requirements.len(),
        requirements,
    }
}
