//! Habits of the command line: several outputs, help, manual pages, completions, what a run tells of itself.

use super::cli::{Scratch, tfmend};
use crate::cli::command_line;

const VOLUME: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n";

#[test]
fn several_outputs_at_once() {
    let scratch = Scratch::with(&[("in/main.tf", VOLUME)]);
    let (folder, file) = (scratch.path("in"), |name: &str| scratch.path(name));
    let sarif = format!("sarif={}", file("a.sarif"));
    let markdown = format!("markdown={}", file("a.md"));
    let answer = tfmend(&["lint", "--output", &sarif, "--output", &markdown, &folder]);
    assert!(answer.status == 1 && answer.out.contains("medium EC2.3"), "{answer:?}");
    let report: serde_json::Value = serde_json::from_str(&scratch.read("a.sarif")).expect("JSON");
    assert_eq!(report["version"], "2.1.0");
    assert!(scratch.read("a.md").contains("EC2.3"));
    // An output may go to standard output in place of the text.
    let answer = tfmend(&["lint", "--output", "json=-", "--output", &markdown, &folder]);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.out).is_ok(), "{answer:?}");
    for clash in [
        ["--output", &sarif, "--output", &sarif],
        ["--output", &sarif, "--output", &format!("json={}", file("in/../a.sarif"))],
        ["--output", "json=-", "--output", "sarif=-"],
        ["--output", "json=-", "--format", "text"],
    ] {
        let answer = tfmend(&[&["lint"], &clash[..], &[folder.as_str()]].concat());
        assert!(answer.status == 2 && answer.err.contains("cannot go to one place"), "{clash:?}: {answer:?}");
    }
    let nonsense = tfmend(&["lint", "--output", "nonsense=x", &folder]);
    assert!(nonsense.status == 2 && nonsense.err.contains("known ones: text, json, sarif"), "{nonsense:?}");
    assert_eq!(tfmend(&["lint", "--output", &format!("json={}", file("absent/x")), &folder]).status, 2);
}

#[test]
fn a_tree_without_terraform_is_no_success() {
    let scratch = Scratch::with(&[("notes.txt", "x"), ("ignored/.terraform/a.txt", "")]);
    for arguments in [&["lint"][..], &["fix"], &["graph"], &["baseline"], &["suppressions"]] {
        let answer = tfmend(&[arguments, &[scratch.path("").as_str()]].concat());
        assert_eq!(answer.status, 2, "{arguments:?}: {answer:?}");
        assert!(answer.err.contains("no Terraform files here") && answer.err.contains("help:"), "{answer:?}");
        assert!(answer.out.is_empty(), "{answer:?}");
    }
    assert_eq!(tfmend(&["lint", &scratch.path("notes.txt")]).status, 2);
    // Where the settings exclude every root, nothing was judged either.
    let scratch = Scratch::with(&[("a/main.tf", VOLUME), ("tfmend.toml", "exclude = [\"**\"]\n")]);
    let answer = tfmend(&["lint", &scratch.path("")]);
    assert!(answer.status == 2 && answer.err.contains("excluded"), "{answer:?}");
}

#[test]
fn what_a_run_tells_of_itself() {
    let scratch = Scratch::with(&[
        ("main.tf", &(VOLUME.to_owned() + "module \"m\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\n")),
        ("prod.tfvars", "a = 1\n"),
        ("twin.tf", "locals {}\n"),
        ("twin.tofu", "locals {}\n"),
        ("tfmend.toml", "fail-on = \"critical\"\n"),
    ]);
    let answer = tfmend(&["lint", "--explain-run", "--format", "json", &scratch.path("")]);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.out).is_ok());
    for line in [
        "settings files: 1",
        "roots: 1",
        "files read: 2",
        "skipped: 2",
        "modules unresolved: 1",
        "functions unsupported: 0",
        "read and evaluate",
        "judge",
        "prove fixes",
        "report",
    ] {
        assert!(answer.err.contains(line), "{line}: {}", answer.err);
    }
    assert!(answer.err.contains("prod.tfvars: not loaded by itself"), "{}", answer.err);
    assert!(answer.err.contains("twin.tf: a .tofu file"), "{}", answer.err);
}

#[test]
fn quiet_and_statistics() {
    let scratch = Scratch::with(&[("main.tf", VOLUME)]);
    let quiet = tfmend(&["lint", "--quiet", &scratch.path("")]);
    assert!(quiet.out.contains("EC2.3") && !quiet.out.contains("/ 1 resource,"), "{quiet:?}");
    let table = tfmend(&["lint", "--statistics", &scratch.path("")]).out;
    let row = table.lines().find(|line| line.starts_with("EC2.3 ")).expect("a row of the table");
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["EC2.3", "1", "0", "0", "0"]);
}

#[test]
fn tables_are_in_the_language_asked_for() {
    let scratch = Scratch::with(&[("main.tf", VOLUME), ("more.tf", "# tfmend:ignore EC2.3 until=2020-01-01\n")]);
    let folder = scratch.path("");
    let japanese = |arguments: &[&str]| tfmend(&[arguments, &["--lang", "ja"]].concat()).out;
    let heads = japanese(&["lint", "--statistics", &folder]);
    assert!(heads.lines().any(|line| line.split_whitespace().eq(["不合格", "判定不能", "抑制", "合格"])), "{heads}");
    let suppressions = japanese(&["suppressions", &folder]);
    assert!(suppressions.contains("期限 2020-01-01, 担当 -, 期限切れ") && suppressions.ends_with("1 抑制\n"));
    let explained = japanese(&["explain", "EC2.3"]);
    assert!(explained.contains("\n判定: 判定可\n"), "{explained}");
    let controls = japanese(&["controls"]);
    assert!(controls.contains(" 公開, ") && !controls.contains("not-decidable") && !controls.contains("checked"));
}

#[test]
fn links_to_files_where_asked() {
    let scratch = Scratch::with(&[("main.tf", VOLUME)]);
    let (folder, link) = (scratch.path(""), format!("\x1b]8;;file://{}\x1b\\", scratch.path("main.tf")));
    assert!(tfmend(&["lint", "--hyperlinks", "always", &folder]).out.contains(&link));
    assert!(!tfmend(&["lint", &folder]).out.contains('\x1b'));
    assert!(!tfmend(&["lint", "--hyperlinks", "always", "--format", "markdown", &folder]).out.contains('\x1b'));
}

#[test]
fn every_command_shows_examples_that_are_commands() {
    let mut waiting = vec![command_line()];
    let mut seen = 0;
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().filter(|command| command.get_name() != "help").cloned());
        let name = command.get_name().to_owned();
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{name} has no examples")).1;
        for line in examples.lines().filter(|line| line.contains("tfmend ")) {
            let start = line.find("tfmend ").expect("it is there");
            // Two spaces part a command from what it does; what follows a pipe is another program.
            let text = line[start..].split("  ").next().expect("never empty");
            let text = text.split(['|', '>']).next().expect("never empty");
            let parsed = command_line().try_get_matches_from(text.split_whitespace());
            assert!(parsed.is_ok(), "{name}: {text}: {}", parsed.expect_err("just seen"));
            seen += 1;
        }
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn manual_pages_and_completions() {
    let scratch = Scratch::new();
    let folder = scratch.path("man1");
    assert_eq!(tfmend(&["man", &folder]).status, 0);
    for page in ["tfmend.1", "tfmend-lint.1", "tfmend-schema-import.1"] {
        let text = scratch.read(&format!("man1/{page}"));
        assert!(text.contains(".TH") && text.contains("Examples:"), "{page}");
    }
    assert!(tfmend(&["man"]).out.contains(".TH tfmend 1"));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = tfmend(&["completions", shell]).out;
        assert!(script.contains("diff-base") && script.contains("suppressions"), "{shell}");
    }
}

#[test]
fn what_json_syntax_says_at_the_root_is_never_dropped() {
    let bucket =
        r#"[{"resource": {"aws_s3_bucket": {"b": {"bucket": "b"}}}}, {"resource": {"aws_kms_key": {"k": {}}}}]"#;
    let scratch = Scratch::with(&[("array/main.tf.json", bucket)]);
    let answer = tfmend(&["lint", "--format", "json", &scratch.path("array")]);
    let report: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    let of =
        |control: &str| report["findings"].as_array().expect("findings").iter().find(|it| it["control"] == control);
    // A value is edited where it stands; a whole block has no single object to go into.
    assert_eq!(of("KMS.4").expect("a finding")["fix"]["class"], "safe", "{answer:?}");
    let refused = of("S3.8").expect("a finding");
    assert!(refused["fix"].is_null() && refused["no_fix_reason"].is_string(), "{refused}");
    for (file, text, status, told) in [
        ("main.tf.json", "\n\"x\"", 2, "main.tf.json:2:1"),
        ("main.tf.json", "[{}, 5]", 2, "main.tf.json:1:6"),
        ("main.tf.json", r#"{"resource": "x"}"#, 0, "main.tf.json:1:14"),
        ("main.tf.json", r#"[{"//": 1}, {"resurce": {}}]"#, 0, "\"resurce\" are not expected"),
        ("terraform.tfvars.json", r#"[{"a": 1}]"#, 2, "terraform.tfvars.json:1:1"),
    ] {
        let scratch = Scratch::with(&[("main.tf", "variable \"a\" {}\n"), (file, text)]);
        let answer = tfmend(&["lint", &scratch.path("")]);
        assert!(answer.status == status && answer.out.contains(told), "{text}: {answer:?}");
    }
}

#[test]
fn comments_in_another_encoding_keep_their_bytes() {
    let scratch = Scratch::with(&[("modules/v/main.tf", VOLUME), ("tfmend.toml", "")]);
    let key =
        b"# \x93\xfa\x96{ # tfmend:ignore EC2.8 reason=\"\x93\xfa\"\nresource \"aws_kms_key\" \"k\" {}\n".as_slice();
    let main = [key, b"module \"v\" {\n  source = \"./modules/v\"\n}\n"].concat();
    scratch.write("main.tf", &main);
    let folder = scratch.path("");
    let answer = tfmend(&["lint", "--format", "json", &folder]);
    let report: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
    assert!(answer.status == 1 && report["problems"] == serde_json::json!([]), "{answer:?}");
    let findings = report["findings"].as_array().expect("a list");
    let addresses: Vec<_> = findings.iter().map(|it| (it["control"].as_str(), it["address"].as_str())).collect();
    // The called module is no root of its own.
    assert!(addresses.contains(&(Some("EC2.3"), Some("module.v.aws_ebs_volume.a"))), "{addresses:?}");
    assert!(!addresses.contains(&(Some("EC2.3"), Some("aws_ebs_volume.a"))), "{addresses:?}");
    let rotation = findings.iter().find(|it| it["control"] == "KMS.4").expect("a finding");
    assert!(rotation["fix"].is_null(), "{rotation}");
    assert!(rotation["no_fix_reason"].as_str().is_some_and(|why| why.contains("save it as UTF-8")), "{rotation}");
    let answer = tfmend(&["fix", "--write", "--unsafe", "--allow-dirty", &folder]);
    assert!(std::fs::read(scratch.folder().join("main.tf")).is_ok_and(|bytes| bytes == main), "{answer:?}");
    assert!(scratch.read("modules/v/main.tf").contains("encrypted"), "{answer:?}");
    // Anywhere else Terraform takes UTF-8 only.
    scratch.write("main.tf", b"# \xe9\nlocals {\n  a = \"caf\xe9\"\n}\n");
    let answer = tfmend(&["lint", &folder]);
    assert!(answer.status == 2 && answer.out.contains("main.tf:3: not valid UTF-8"), "{answer:?}");
}

#[test]
fn what_is_not_there_is_an_error() {
    let scratch = Scratch::with(&[("main.tf", VOLUME)]);
    let absent = tfmend(&["config", &scratch.path("absent")]);
    assert!(absent.status == 2 && absent.err.contains("no such file or folder"), "{absent:?}");
    assert_eq!(tfmend(&["config", &scratch.path("")]).status, 0);
    let service = tfmend(&["controls", "--service", "nope"]);
    assert!(service.status == 2 && service.err.contains("no service `nope`"), "{service:?}");
    assert!(service.err.contains("known ones: ") && service.err.contains("ec2"), "{service:?}");
    assert!(tfmend(&["controls", "--service", "EC2"]).out.contains("EC2.3"));
}

#[test]
fn a_control_without_a_rule_is_told_without_a_gap() {
    for (lang, state) in [("en", ": not-covered\n"), ("ja", ": 未対応\n")] {
        let told = tfmend(&["--lang", lang, "explain", "S3.15"]).out;
        assert!(told.starts_with("S3.15 (") && !told.contains("\n\n\n") && told.ends_with(state), "{told}");
    }
}

#[test]
fn one_of_anything_is_no_plural() {
    let scratch = Scratch::with(&[("main.tf", &format!("# tfmend:ignore EC2.8\n{VOLUME}"))]);
    let folder = scratch.path("");
    let answers = [&["lint"][..], &["fix", "--write"], &["suppressions"]].map(|it| tfmend(&[it, &[&*folder]].concat()));
    let told = answers.map(|answer| answer.out + &answer.err).concat();
    for one in ["/ 1 resource, 1 file\n", "1 finding is left", "1 suppression\n"] {
        assert!(told.contains(one), "{one}: {told}");
    }
}

#[test]
fn a_value_for_a_variable_that_nothing_declares_is_an_error() {
    let variable = "variable \"a\" {\n  default = 1\n}\n";
    let scratch = Scratch::with(&[("x/main.tf", variable), ("y/main.tf", VOLUME), ("broken/main.tf", "variable")]);
    let lint = |variable: &str, folders: &[&str]| {
        let folders: Vec<String> = folders.iter().map(|folder| scratch.path(folder)).collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        tfmend(&[&["lint", "--fail-on", "critical", "--var", variable], &folders[..]].concat())
    };
    let refused = lint("nosuch=secret-value", &["x", "y"]);
    let told = "error[invalid]: --var nosuch: no root module declares a variable of that name";
    assert!(refused.status == 2 && refused.out.matches(told).count() == 1, "{refused:?}");
    assert!(refused.out.contains("EC2.3") && !refused.out.contains("secret-value"), "{refused:?}");
    assert_eq!(lint("a=2", &["y"]).status, 2);
    assert_eq!(lint("a=2", &["x", "y"]).status, 0);
    // What cannot be read may declare it.
    assert!(!lint("nosuch=1", &["x", "broken"]).out.contains("--var nosuch"));
}
