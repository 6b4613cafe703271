//! Shows a binary plan through the program that made it.

use super::error::CliError;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

/// A plan file is a zip archive.
pub fn is_binary_plan(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// `terraform show -json PLAN`, or `tofu`, run in the source folder or beside the plan.
pub fn show(path: &Path, name: &str, source: Option<&Path>) -> Result<Vec<u8>, CliError> {
    let plan = path.canonicalize().map_err(|error| CliError::unreadable(name, &error))?;
    let folder = source.or(plan.parent()).unwrap_or(Path::new("."));
    for program in ["terraform", "tofu"] {
        let output = Command::new(program).args(["show", "-json", "-no-color"]).arg(&plan).current_dir(folder).output();
        match output {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(CliError::unreadable(program, &error)),
            Ok(output) if output.status.success() => return Ok(output.stdout),
            Ok(output) => {
                let message = String::from_utf8_lossy(&output.stderr);
                let words: Vec<&str> = message.split_whitespace().collect();
                return Err(CliError::ShowFailed { path: name.to_owned(), program, message: words.join(" ") });
            }
        }
    }
    Err(CliError::NoTerraformProgram(name.to_owned()))
}
