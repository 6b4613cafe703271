//! Why a file is not a plan that can be read.

/// Each says what the file is instead and, where there is one, the next step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("the plan file is empty")]
    Empty,
    /// The caller may show it through `terraform` or `tofu`.
    #[error("this is a binary plan; make it JSON with `terraform show -json PLAN`")]
    Binary,
    #[error("the file is not text: invalid UTF-8 at byte {0}")]
    NotText(usize),
    #[error("the JSON ends too early, at line {line}, column {column}: the plan is truncated")]
    Truncated { line: usize, column: usize },
    #[error("not valid JSON at line {line}, column {column}: {message}")]
    NotJson { line: usize, column: usize, message: String },
    #[error("this is neither a plan nor a state: {0}")]
    NotAPlan(String),
    #[error("the plan has format version {0}; tfmend knows versions 0.x and 1.x")]
    NewerFormat(String),
    #[error("the plan is larger than 4 GiB")]
    TooLarge,
}
