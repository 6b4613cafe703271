//! Limits of one evaluation, and whether what was computed so far could still fail.

use super::Failure;
use std::cell::Cell;

/// Deepest nesting of expressions.
const DEPTH_LIMIT: u32 = 10_000;
/// Most nodes and elements that one evaluation visits.
const STEP_LIMIT: u64 = 10_000_000;
/// Deepest nesting of templates that render templates.
const TEMPLATE_LIMIT: u32 = 100;

#[derive(Default)]
pub(super) struct Budget {
    depth: Cell<u32>,
    steps: Cell<u64>,
    templates: Cell<u32>,
    /// Something was done with an unknown that can turn out to be an error once it is known.
    may_fail: Cell<bool>,
    /// Inside `try` or `can`, where an error decides the value.
    guarded: Cell<u32>,
}

/// Counts down when dropped.
pub(super) struct Level<'b>(&'b Cell<u32>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Budget {
    /// One level deeper, and one step.
    pub fn enter(&self) -> Result<Level<'_>, Failure> {
        self.spend(1)?;
        deeper(&self.depth, DEPTH_LIMIT, "expressions nested deeper than 10,000 levels")
    }

    pub fn enter_template(&self) -> Result<Level<'_>, Failure> {
        deeper(&self.templates, TEMPLATE_LIMIT, "templates nested deeper than 100 levels")
    }

    pub fn spend(&self, steps: u64) -> Result<(), Failure> {
        let spent = self.steps.get().saturating_add(steps);
        self.steps.set(spent);
        if spent > STEP_LIMIT {
            return Err(Failure::Limit("evaluation takes more than 10 million steps".into()));
        }
        Ok(())
    }

    pub fn note_may_fail(&self) {
        self.may_fail.set(true);
    }

    pub fn may_fail_so_far(&self) -> bool {
        self.may_fail.get()
    }

    pub fn set_may_fail(&self, may_fail: bool) {
        self.may_fail.set(may_fail);
    }

    pub fn is_guarded(&self) -> bool {
        self.guarded.get() > 0
    }

    /// Runs what `try` or `can` guards, and says whether it could still fail once everything is known.
    pub fn guard<T>(&self, run: impl FnOnce() -> T) -> (T, bool) {
        let before = self.may_fail.replace(false);
        self.guarded.set(self.guarded.get() + 1);
        let result = run();
        self.guarded.set(self.guarded.get() - 1);
        let may_fail = self.may_fail.get();
        self.may_fail.set(before || may_fail);
        (result, may_fail)
    }
}

fn deeper<'b>(depth: &'b Cell<u32>, limit: u32, name: &str) -> Result<Level<'b>, Failure> {
    if depth.get() >= limit {
        return Err(Failure::Limit(name.into()));
    }
    depth.set(depth.get() + 1);
    Ok(Level(depth))
}
