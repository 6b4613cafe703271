//! Tests that walk folders of test data: a new case needs no Rust.

mod agreement;
mod cli;
mod cli_diff;
mod cli_fix;
mod cli_habits;
mod cli_team;
mod configurations;
mod credentials;
mod formats;
mod formats_html;
mod outcomes;
pub mod knowledge;
mod plan_source;
mod planted;
mod pre_commit;
mod rooms;
mod rules;
mod secrets;
mod rules_fixed;
mod rules_ledger;
mod rules_mutations;
mod rules_plans;
mod rules_team;
mod rules_together;
mod readme;
pub mod support;
mod terraform;
