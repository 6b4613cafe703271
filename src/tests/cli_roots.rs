//! Runs of several roots: each is told and forgotten by itself, and nothing of the whole is lost.

use super::cli::{Scratch, tfmend};
use serde_json::Value;

const BAD: &str =
    "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n}\n";
const GOOD: &str = "resource \"aws_ebs_volume\" \"b\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n  encrypted         = true\n}\n";
const ACCOUNT: &str = "resource \"aws_iam_account_password_policy\" \"strict\" {\n  minimum_password_length = 8\n}\nresource \"aws_guardduty_detector\" \"this\" {}\n";
const CALL: &str = "module \"store\" {\n  source = \"../../modules/store\"\n}\n";
const MODULE: &str = "# tfmend:ignore EC2.3 until=2020-01-01\nresource \"aws_ebs_volume\" \"m\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n";

/// Three roots, two of them with the same module, in which a suppression has expired; one owns the account.
fn roots() -> Scratch {
    Scratch::with(&[
        ("modules/store/main.tf", MODULE),
        ("live/a/main.tf", &format!("{BAD}{CALL}")),
        ("live/b/main.tf", &format!("{GOOD}{CALL}")),
        ("live/c/main.tf", ACCOUNT),
    ])
}

fn json(arguments: &[&str]) -> Value {
    let answer = tfmend(arguments);
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

fn lint(scratch: &Scratch, more: &[&str]) -> Value {
    let folder = scratch.path("live");
    let arguments = ["lint", &folder, "--format", "json", "--today", "2026-01-01"];
    json(&arguments.iter().chain(more).copied().collect::<Vec<&str>>())
}

#[test]
fn counts_are_the_same_whether_passes_are_listed_or_not() {
    let scratch = roots();
    let frameworks = ["--framework", "aws-fsbp"];
    let (counted, listed) = (lint(&scratch, &frameworks), lint(&scratch, &["--all", "--framework", "aws-fsbp"]));
    assert_eq!(counted["summary"], listed["summary"]);
    assert_eq!(counted["frameworks"], listed["frameworks"]);
    let passes = |report: &Value| {
        let of_all = report["findings"].as_array().expect("findings").iter();
        of_all.filter(|finding| finding["status"] == "pass").count()
    };
    assert_eq!(passes(&counted), 0);
    assert_eq!(Some(passes(&listed) as u64), counted["summary"]["pass"].as_u64());
    assert!(passes(&listed) > 1, "{listed}");
    let folder = scratch.path("live");
    let statistics = |more: &[&str]| {
        let text = tfmend(&[&["lint", &folder, "--statistics", "--today", "2026-01-01"], more].concat()).out;
        let rows = text.lines().skip_while(|line| !line.contains("unknown  suppressed"));
        rows.take_while(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<String>>()
    };
    assert!(statistics(&[]).len() > 3, "{:?}", statistics(&[]));
    assert_eq!(statistics(&[]), statistics(&["--all"]));
}

#[test]
fn roots_are_told_alike_alone_and_with_what_compares_them() {
    let scratch = roots();
    let plain = lint(&scratch, &[]);
    // A baseline holds all roots until all are judged.
    scratch.write("empty.json", b"{\"version\":1,\"findings\":[\n]}\n");
    let file = scratch.path("empty.json");
    assert_eq!(plain, lint(&scratch, &["--baseline", &file]));
    // So does the page with its graph.
    let page = scratch.path("page.html");
    assert_eq!(plain, lint(&scratch, &["--output", &format!("html={page}")]));
    let findings = plain["findings"].as_array().expect("findings");
    let of = |address: &str| findings.iter().filter(|finding| finding["address"] == address).count();
    assert_eq!(of("module.store.aws_ebs_volume.m"), 2 * of("aws_ebs_volume.a"), "{findings:#?}");
    let stale = findings.iter().filter(|finding| finding["control"] == "Suppression.1").count();
    assert_eq!(stale, 1, "a module's comment is told once: {findings:#?}");
}

#[test]
fn what_one_root_gives_the_account_the_others_have() {
    let scratch = roots();
    let plain = lint(&scratch, &[]);
    let findings = plain["findings"].as_array().expect("findings");
    let of_account = findings.iter().filter(|finding| finding["control"] == "S3.1");
    assert_eq!(of_account.count(), 1, "{findings:#?}");
    let not_judged = plain["summary"]["not_judged"].as_array().expect("groups");
    assert!(not_judged.iter().all(|group| group["kind"] != "account"), "one root owns it: {not_judged:#?}");
}

#[test]
fn a_root_that_cannot_be_read_is_said_beside_the_others() {
    let scratch = roots();
    scratch.write("live/d/main.tf", b"resource \"aws_ebs_volume\" \"d\" {\n  size = \n}\n");
    let answer = tfmend(&["lint", &scratch.path("live"), "--format", "json"]);
    assert_eq!(answer.status, 2, "{answer:?}");
    let report: Value = serde_json::from_str(&answer.out).expect("JSON");
    assert_eq!(report["summary"]["roots"], 4);
    assert!(report["problems"][0]["file"].as_str().is_some_and(|file| file.ends_with("live/d/main.tf")), "{report}");
}

#[test]
fn explain_run_tells_of_all_roots() {
    let scratch = roots();
    scratch.write("live/a/spare.tfvars", b"");
    let answer = tfmend(&["lint", &scratch.path("live"), "--explain-run"]);
    for part in ["roots: 3", "files read: 4", "spare.tfvars: not loaded by itself", "judge", "collect"] {
        assert!(answer.err.contains(part), "{part}: {}", answer.err);
    }
}

#[cfg(unix)]
#[test]
fn a_linked_root_calls_modules_beside_its_own_folder() {
    let scratch = roots();
    scratch.write(".git/HEAD", b"ref: refs/heads/main\n");
    std::os::unix::fs::symlink("live/a", scratch.folder().join("today")).expect("a writable folder");
    let answer = tfmend(&["lint", &scratch.path("today"), "--today", "2026-01-01"]);
    assert!(answer.out.contains("module.store.aws_ebs_volume.m"), "{answer:?}");
    assert!(!answer.out.contains("missing-module"), "{answer:?}");
}

#[test]
fn a_module_called_on_one_line_is_no_root() {
    let compact = "{\"//\":\"c\",\"module\":{\"store\":{\"source\":\"./store\"}}}";
    for (file, call) in [("main.tf", "module \"store\" { source = \"./store\" }\n"), ("main.tf.json", compact)] {
        let scratch = Scratch::with(&[(file, call), ("store/main.tf", MODULE)]);
        let report = json(&["lint", &scratch.path(""), "--format", "json", "--today", "2019-01-01", "--all"]);
        assert_eq!(report["summary"]["roots"], 1, "{report}");
        let findings = report["findings"].as_array().expect("findings");
        assert!(findings.iter().all(|it| it["address"] == "module.store.aws_ebs_volume.m"), "{report}");
    }
}

#[test]
fn the_workspace_is_the_one_that_is_selected() {
    let volume = "resource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n  encrypted = terraform.workspace == \"default\"\n}\n";
    let scratch = Scratch::with(&[("main.tf", volume)]);
    let status = |environment: Option<&str>, more: &[&str]| {
        let mut host = crate::cli::Host::with_input(b"");
        host.environment.extend(environment.map(|name| ("TF_WORKSPACE".to_owned(), name.to_owned())));
        let folder = scratch.path("");
        let arguments = ["tfmend", "lint", "--control", "EC2.3", &folder].into_iter().chain(more.iter().copied());
        crate::cli::run(arguments.map(std::ffi::OsString::from), &host).status
    };
    assert_eq!((status(None, &[]), status(Some(""), &[]), status(Some("prod"), &[])), (0, 0, 1));
    scratch.write(".terraform/environment", b"prod\n");
    assert_eq!((status(None, &[]), status(Some("default"), &[])), (1, 0));
    assert_eq!(status(Some("prod"), &["--workspace", "default"]), 0);
}
