//! Whether the configuration asks for a version of the AWS provider that is newer than the one whose schema is built in.

use super::module::Module;
use crate::schema::AWS_VERSION;
use std::sync::Arc;

/// What is locked decides; else the least version that a module lets in.
pub(super) fn is_newer<'m>(lock: Option<&str>, modules: impl Iterator<Item = &'m Arc<Module>>) -> bool {
    match lock.and_then(locked) {
        Some(locked) => exceeds(locked),
        None => modules.flat_map(|module| &module.aws_versions).any(|constraints| constraints.split(',').any(least)),
    }
}

/// The version of the AWS provider in a lock file.
fn locked(lock: &str) -> Option<&str> {
    let mut lines = lock.lines().skip_while(|line| !is_of_aws(line)).skip(1).take_while(|line| !line.starts_with('}'));
    lines.find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "version").then(|| value.trim().trim_matches('"'))
    })
}

fn is_of_aws(line: &str) -> bool {
    line.starts_with("provider") && line.contains("/hashicorp/aws\"")
}

/// A constraint that lets in nothing but newer versions.
fn least(constraint: &str) -> bool {
    let constraint = constraint.trim();
    let version = constraint.trim_start_matches(['=', '>', '~', ' ']);
    version.starts_with(|first: char| first == 'v' || first.is_ascii_digit()) && exceeds(version)
}

fn exceeds(version: &str) -> bool {
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let numbers = |version: &str| {
        let mut parts = version.trim_start_matches('v').split(['.', '-']);
        [number(parts.next()), number(parts.next()), number(parts.next())]
    };
    numbers(version) > numbers(AWS_VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::examples::evaluation_of;
    use crate::graph::Graph;
    use crate::value::{Blocker, Value};

    #[test]
    fn the_least_version_decides() {
        for newer in ["~> 6.0", ">= 6", "6.2.0", "= 6.0.0", "> 6.1, < 7.0", ">= 5.0, >= 6.4", ">=6.0.0-beta1", "v6.0"] {
            assert!(newer.split(',').any(least), "{newer}");
        }
        for older in ["~> 5.0", ">= 5.0", "< 7.0", "!= 6.0.0", "<= 6.0", ">= 4, < 6", "5.100.0", "", "latest"] {
            assert!(!older.split(',').any(least), "{older}");
        }
    }

    #[test]
    fn a_lock_file_names_the_version() {
        let lock = |version: &str| {
            format!(
                "# made\n\nprovider \"registry.terraform.io/hashicorp/random\" {{\n  version = \"9.0.0\"\n}}\n\n\
                 provider \"registry.terraform.io/hashicorp/aws\" {{\n  version     = \"{version}\"\n  \
                 constraints = \">= 5.0.0\"\n}}\n"
            )
        };
        assert!(is_newer(Some(&lock("6.7.0")), [].iter()));
        assert!(!is_newer(Some(&lock("5.98.0")), [].iter()));
        assert!(!is_newer(
            Some("provider \"registry.terraform.io/hashicorp/random\" {\n  version = \"9.0.0\"\n}\n"),
            [].iter()
        ));
    }

    /// The names of queues and what is said of a root that asks for a version.
    fn queues(version: &str) -> (Vec<Value>, Vec<String>) {
        let source = format!(
            r#"
            terraform {{
              required_providers {{
                aws = {{ source = "hashicorp/aws", version = "{version}" }}
              }}
            }}
            data "aws_region" "here" {{ count = 1 }}
            resource "aws_sns_topic" "t" {{ count = 1 }}
            resource "aws_made_later" "m" {{ name = "m" }}
            locals {{ own = {{ id = aws_sns_topic.t[0].id }} }}
            resource "aws_sqs_queue" "a" {{ name = data.aws_region.here[0].region }}
            resource "aws_sqs_queue" "b" {{ name = aws_sns_topic.t[0].made_later }}
            resource "aws_sqs_queue" "c" {{ name = try(aws_sns_topic.t[0].made_later, "d") }}
            resource "aws_sqs_queue" "d" {{ name = try(local.own.made_later, "d") }}
            resource "aws_sqs_queue" "e" {{ made_later = 1 }}
            "#
        );
        let graph = Graph::from_config(evaluation_of(&source));
        let queues = graph.resources().filter(|(_, resource)| &*resource.type_name == "aws_sqs_queue");
        let names = queues.map(|(_, queue)| queue.values().get("name").cloned().unwrap_or_else(Value::null)).collect();
        (names, graph.problems().iter().map(|problem| problem.message.clone()).collect())
    }

    #[test]
    fn what_only_a_newer_version_has_is_unknown() {
        let (names, said) = queues("~> 6.0");
        assert!(names[0].as_str().is_some(), "{:?}", names[0]);
        for (name, waits_for) in names[1..3].iter().zip(["aws_sns_topic.t[0].made_later"; 2]) {
            let unknown = name.as_unknown().expect("nobody knows it");
            assert_eq!(unknown.blockers.iter().map(ToString::to_string).collect::<Vec<_>>(), [waits_for]);
        }
        assert_eq!(names[3].as_str(), Some("d"));
        let newer = "; the version that is asked for is newer, and --schema takes its schema";
        let builtin = |what: &str| format!("the built-in schema (AWS provider 5.100.0) has no {what}{newer}");
        assert_eq!(said, [builtin("type aws_made_later"), builtin("argument \"made_later\" here")]);
    }

    #[test]
    fn what_no_version_asked_for_has_is_an_error() {
        let (names, said) = queues("~> 5.0");
        assert!(names[0].as_str().is_some(), "{:?}", names[0]);
        assert!(matches!(&*names[1].as_unknown().expect("an error").blockers, [Blocker::Error(_)]));
        assert_eq!(names[2].as_str(), Some("d"));
        let attribute = "the built-in schema (AWS provider 5.100.0) has no attribute \"made_later\" of aws_sns_topic";
        assert!(said.iter().any(|said| said == attribute), "{said:?}");
    }
}
