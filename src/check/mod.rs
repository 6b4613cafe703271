//! Graph and rules -> findings: which resources meet which controls, and what would mend those that do not.
//!
//! Never: reads a file, prints, asks the clock, or changes the graph.

mod account;
mod apart;
mod companions;
mod declared;
pub mod examples;
mod finding;
mod functions;
mod identity;
mod judge;
mod message;
mod policy;
mod provider;
mod reads;
mod requests;
mod run;
mod scope;
mod text;
mod uncertain;
mod unresolved;
mod world;

pub use account::owns_account;
pub use finding::{Body, Change, Details, Finding, FixRequest, Operation, Place};
pub use functions::{credential_places, is_credential_name, is_named_credential};
pub use policy::document_at;
pub use reads::{Difference, JudgementKey, Ledger, Read, Touched};
pub use requests::own_expressions;
pub use run::{
    CheckOptions, Recorded, Wanted, change_between, fingerprint, run, run_noting, run_recorded, run_without_requests,
};

#[cfg(test)]
pub use run::JUDGEMENTS;

#[cfg(test)]
mod tests;
