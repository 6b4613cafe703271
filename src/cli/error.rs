//! Why a command could not do what was asked, and what to do next.

use std::io;

/// An error that ends the command with status 2. Paths are as they are shown to the user.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}: no such file or folder")]
    Missing(String),
    #[error("{0}: no Terraform files here")]
    NoTerraform(String),
    #[error("--source {0}: not a folder")]
    NoFolder(String),
    #[error("{path}: {reason}")]
    Unreadable { path: String, reason: String },
    #[error("{0}: neither a folder, a Terraform file, a plan nor a state")]
    NotTerraform(String),
    #[error("{path}: {reason}")]
    NotAPlan { path: String, reason: String },
    #[error("standard input is empty")]
    EmptyInput,
    #[error("{0}: a binary plan, and neither `terraform` nor `tofu` was found to show it")]
    NoTerraformProgram(String),
    #[error("{path}: `{program} show -json` failed: {message}")]
    ShowFailed { path: String, program: &'static str, message: String },
    #[error("{0}: cannot be written: {1}")]
    Unwritable(String, io::Error),
    #[error("{message}")]
    Usage { message: String, help: String },
    #[error("{}", .0.join("\n"))]
    Rules(Vec<String>),
    #[error("{0}")]
    Settings(String),
}

impl CliError {
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> CliError {
        CliError::Usage { message: message.into(), help: help.into() }
    }

    pub fn unreadable(path: impl Into<String>, error: &io::Error) -> CliError {
        CliError::Unreadable { path: path.into(), reason: reason(error) }
    }

    /// The next step for the reader.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            CliError::NoTerraform(_) => "give a folder with .tf, .tofu or .tf.json files, or a plan as JSON",
            CliError::NoFolder(_) => "give the folder of the root module that the plan was made of",
            CliError::NotTerraform(_) => {
                "a plan is given as the output of `terraform show -json PLAN`, or as the plan file itself"
            }
            CliError::NotAPlan { .. } => "write the plan with `terraform show -json PLAN > plan.json`",
            CliError::EmptyInput => "pipe a plan into it: terraform show -json PLAN | tfmend lint -",
            CliError::NoTerraformProgram(_) => {
                "run `terraform show -json PLAN > plan.json` where the plan was made, and give plan.json"
            }
            CliError::ShowFailed { .. } => {
                "a plan is shown in the folder where it was made, after `terraform init`; --source names it"
            }
            CliError::Usage { help, .. } => help,
            CliError::Missing(_)
            | CliError::Unreadable { .. }
            | CliError::Unwritable(..)
            | CliError::Rules(_)
            | CliError::Settings(_) => "",
        };
        (!help.is_empty()).then(|| help.to_owned())
    }
}

/// What is printed of an error.
pub fn answer(error: &CliError) -> super::Answer {
    let mut err = format!("error: {}\n", crate::report::escape_lines(&error.to_string()));
    if let Some(help) = error.help() {
        err.push_str(&format!("help: {help}\n"));
    }
    super::Answer { status: 2, err, ..super::Answer::default() }
}

/// The reason of an input or output error in plain words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "is not a folder".to_owned(),
        io::ErrorKind::StorageFull => "no space left".to_owned(),
        // ELOOP has no stable kind.
        _ if error.raw_os_error() == Some(40) || error.raw_os_error() == Some(62) => {
            "symlinks lead in a circle".to_owned()
        }
        _ => error.to_string(),
    }
}
