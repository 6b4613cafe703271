//! Settings, suppressions, baselines, and the commands for a team.

use super::cli::{Scratch, tfmend};

const VOLUME: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n";

/// Counts of an outcome as JSON: fail, unknown, suppressed; and the kinds of problems.
fn counts(arguments: &[&str]) -> (u64, u64, u64, Vec<String>) {
    let answer = tfmend(&[&["lint", "--format", "json", "--no-fixes"], arguments].concat());
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    let count = |key: &str| json["summary"][key].as_u64().expect("a number");
    let problems = json["problems"].as_array().expect("a list");
    let kinds = problems.iter().map(|problem| problem["kind"].as_str().unwrap_or("").to_owned()).collect();
    (count("fail"), count("unknown"), count("suppressed"), kinds)
}

/// A scratch folder that nothing above it can influence.
fn repository(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::with(files);
    std::fs::create_dir(scratch.folder().join(".git")).expect("a writable temporary folder");
    scratch
}

#[test]
fn settings_are_merged_from_the_top_down() {
    let scratch = repository(&[
        (
            "tfmend.toml",
            "fail-on = \"critical\"\nignore = [\"EC2.7\"]\n\n[[path]]\nmatch = \"envs/dev\"\nignore = [\"ebs-volume-encrypted\"]\n",
        ),
        ("envs/prod/main.tf", VOLUME),
        ("envs/prod/.tfmend.toml", "fail-on = \"low\"\n[severity]\n\"EC2.3\" = \"critical\"\n"),
        ("envs/dev/main.tf", VOLUME),
        ("envs/stage/main.tf", VOLUME),
    ]);
    assert_eq!(tfmend(&["lint", &scratch.path("envs/prod")]).status, 1);
    assert_eq!(tfmend(&["lint", &scratch.path("envs/stage")]).status, 0);
    assert_eq!(counts(&[&scratch.path("envs/stage")]).0, 1);
    assert_eq!(counts(&[&scratch.path("envs/dev")]).0, 0);
    assert_eq!(counts(&["--no-config", &scratch.path("envs/dev")]).0, 1);
    assert!(tfmend(&["lint", &scratch.path("envs/prod")]).out.contains("critical EC2.3"));
    let shown = tfmend(&["config", &scratch.path("envs/prod")]).out;
    let line = shown.lines().find(|line| line.starts_with("fail-on")).expect("a line for the key");
    assert!(line.contains("\"low\"") && line.contains("envs/prod/.tfmend.toml"), "{line}");
}

#[test]
fn wrong_settings_are_errors_with_a_suggestion() {
    let cases = [
        ("fail_on = \"low\"", "did you mean `fail-on`?"),
        ("fail-on = \"lowest\"", "none of low, medium, high, critical"),
        ("ignore = [\"EC2.33\"]", "did you mean EC2.3?"),
        ("unknown = \"maybe\"", "unknown variant `maybe`"),
        ("[parameters.\"EC2.3\"]\nx = 1", "has no parameter `x`"),
        ("[[suppress]]\ncontrol = \"EC2.3333\"", "no control `EC2.3333`"),
        ("fail-on = ", "tfmend.toml"),
    ];
    for (text, message) in cases {
        let scratch = repository(&[("main.tf", VOLUME), ("tfmend.toml", text)]);
        let answer = tfmend(&["lint", &scratch.path("")]);
        assert_eq!(answer.status, 2, "{text}: {answer:?}");
        assert!(answer.err.contains(message), "{text}: {answer:?}");
    }
    let scratch = repository(&[("main.tf", VOLUME)]);
    assert!(tfmend(&["lint", "--profile", "x", &scratch.path("")]).err.contains("no profile `x`"));
    assert_eq!(tfmend(&["lint", "--config", "/absent.toml", &scratch.path("")]).status, 2);
}

#[test]
fn profiles_and_unknown() {
    let unknown = "variable \"e\" { type = bool }\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"a\"\n  size = 1\n  encrypted = var.e\n}\n";
    let scratch = repository(&[
        ("main.tf", unknown),
        ("tfmend.toml", "unknown = \"ignore\"\n[profile.strict]\nunknown = \"fail\"\n"),
    ]);
    let folder = scratch.path("");
    assert_eq!(tfmend(&["lint", &folder]).status, 0);
    assert_eq!(counts(&[&folder]).1, 0);
    assert_eq!(tfmend(&["lint", "--profile", "strict", &folder]).status, 1);
    assert_eq!(tfmend(&["lint", "--no-config", &folder]).status, 0);
    assert_eq!(counts(&["--no-config", &folder]).1, 1);
}

#[test]
fn comments_set_findings_aside() {
    let with = |comment: &str, inside: &str| {
        format!(
            "{comment}\nresource \"aws_ebs_volume\" \"a\" {{\n  availability_zone = \"a\"\n  size = 1\n  encrypted = false {inside}\n}}\n"
        )
    };
    let cases = [
        (with("# tfmend:ignore EC2.3 reason=\"scratch data\"", ""), 0, 1),
        (with("", "# tfmend:ignore ebs-volume-encrypted"), 0, 1),
        (with("// tfmend:ignore EC2.8, EC2.3 until=2099-01-31 owner=storage", ""), 0, 1),
        (with("", "/* tfmend:ignore EC2.3 */"), 0, 1),
        (with("# tfmend:ignore-file EC2.3", ""), 0, 1),
        (with("# tfmend:ignore *", ""), 0, 1),
        (with("# tfmend:ignore EC2.3 until=2020-01-31", ""), 1, 0),
        (with("# tfmend:ignore EC2.8", ""), 1, 0),
        (with("locals { a = \"# tfmend:ignore EC2.3\" }", ""), 1, 0),
        (with("# tfmend:ignore EC2.3\nlocals {}\n", ""), 1, 0),
    ];
    for (text, fail, suppressed) in cases {
        let scratch = repository(&[("main.tf", &text)]);
        let found = counts(&["--control", "EC2.3", &scratch.path("")]);
        assert_eq!((found.0, found.2), (fail, suppressed), "{text}\n{found:?}");
    }
}

#[test]
fn outdated_suppressions_are_said() {
    let kinds = |comment: &str| {
        let scratch =
            repository(&[("main.tf", &format!("{comment}\n{VOLUME}")), ("tfmend.toml", "require-reason = true\n")]);
        counts(&["--today", "2026-06-01", &scratch.path("")]).3
    };
    assert_eq!(kinds("# tfmend:ignore EC2.3 reason=x until=2026-05-31"), ["expired-suppression"]);
    assert_eq!(kinds("# tfmend:ignore EC2.3 reason=x until=2026-06-01"), [""; 0]);
    assert_eq!(kinds("# tfmend:ignore EC2.3"), ["suppression-without-reason"]);
    assert_eq!(kinds("# tfmend:ignore EC2.8 reason=x"), ["unused-suppression"]);
    assert_eq!(kinds("# tfmend:ignore EC2.nonsense reason=x"), ["suppression-of-unknown-control"]);
    assert_eq!(kinds("# tfmend:ignore reason=x"), ["suppression-of-unknown-control"]);
}

#[test]
fn a_module_call_sets_aside_what_is_inside() {
    let call = |name: &str, comment: &str| format!("{comment}\nmodule \"{name}\" {{\n  source = \"./v\"\n}}\n");
    let main = call("a", "# tfmend:ignore EC2.3 reason=\"old\"") + &call("b", "");
    let scratch = repository(&[("main.tf", &main), ("v/main.tf", VOLUME)]);
    let found = counts(&[&scratch.path("")]);
    assert_eq!((found.0, found.2), (1, 1));
}

#[test]
fn settings_set_findings_aside() {
    let suppress =
        "[[suppress]]\ncontrol = \"EC2.3\"\naddress = \"module.a[*].*\"\nreason = \"x\"\nuntil = 2099-01-01\n";
    let main = "module \"a\" {\n  source = \"./v\"\n  count = 2\n}\nmodule \"b\" {\n  source = \"./v\"\n}\n";
    let scratch = repository(&[("main.tf", main), ("v/main.tf", VOLUME), ("tfmend.toml", suppress)]);
    let folder = scratch.path("");
    assert_eq!(counts(&[&folder]).2, 2);
    scratch.write("tfmend.toml", format!("non-ignorable = [\"EC2.3\"]\n{suppress}").as_bytes());
    assert_eq!(counts(&[&folder]).2, 0);
    let list = tfmend(&["suppressions", &folder]).out;
    assert!(list.contains("EC2.3 (until 2099-01-01, owner -, used): x"), "{list}");
    scratch.write("tfmend.toml", b"account = true\n[[suppress]]\ncontrol = \"Account.1\"\naddress = \"account\"\n");
    assert_eq!(counts(&["--control", "Account.1", &folder]).2, 1);
}

#[test]
fn suppressed_findings_are_not_mended() {
    let text = format!("# tfmend:ignore EC2.3 reason=x\n{VOLUME}");
    let scratch = repository(&[("main.tf", &text)]);
    let answer = tfmend(&["fix", "--write", "--unsafe", "--allow-dirty", &scratch.path("")]);
    assert_eq!(scratch.read("main.tf"), text, "{answer:?}");
}

#[test]
fn a_baseline_shows_only_what_is_new() {
    let scratch = repository(&[("main.tf", VOLUME)]);
    let (folder, file) = (scratch.path(""), scratch.path("known.json"));
    let recorded = tfmend(&["baseline", "--write", &file, &folder]);
    assert_eq!(recorded.status, 0, "{recorded:?}");
    let text = scratch.read("known.json");
    tfmend(&["baseline", "--write", &file, &folder]);
    assert_eq!(scratch.read("known.json"), text);
    assert_eq!(tfmend(&["lint", "--baseline", &file, &folder]).status, 0);
    // Lines move, files are renamed: the finding is the same.
    std::fs::rename(scratch.folder().join("main.tf"), scratch.folder().join("renamed.tf")).expect("its own file");
    scratch.write("new.tf", VOLUME.replace("\"a\"", "\"b\"").as_bytes());
    let found = counts(&["--baseline", &file, &folder]);
    assert_eq!((found.0, found.2), (1, 1));
    scratch.write("renamed.tf", b"locals {}\n");
    let gone = tfmend(&["lint", "--baseline", &file, &folder]);
    assert!(gone.err.contains("1 recorded findings are gone (EC2.3 aws_ebs_volume.a)"), "{gone:?}");
    assert_eq!(tfmend(&["lint", "--baseline", &scratch.path("new.tf"), &folder]).status, 2);
}

#[test]
fn init_writes_settings_that_are_read() {
    let scratch = repository(&[("prod/main.tf", VOLUME), ("dev/main.tf", VOLUME), ("examples/a/main.tf", VOLUME)]);
    let folder = scratch.path("");
    let answer = tfmend(&["init", &folder]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.out.contains("prod") && answer.out.contains("examples/a"), "{}", answer.out);
    assert_eq!(tfmend(&["init", &folder]).status, 2);
    assert_eq!(tfmend(&["init", "--force", &folder]).status, 0);
    let found = counts(&[&folder]);
    assert_eq!(found.0, 2, "{}", scratch.read("tfmend.toml"));
}

#[test]
fn rules_of_a_team() {
    assert!(tfmend(&["test", "--control", "EC2.3"]).out.contains("1 rules:"));
    let scratch = Scratch::with(&[
        ("rules/broken.hcl", "control \"X.1\" {\n  slug = \"x\"\n}\n"),
        ("main.tf", VOLUME),
        ("empty/a.txt", ""),
    ]);
    let answer = tfmend(&["test", &scratch.path("rules")]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.out.contains("broken.hcl:1:"), "{}", answer.out);
    let answer = tfmend(&["lint", "--rules", &scratch.path("rules"), &scratch.path("")]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("broken.hcl:1:"), "{}", answer.err);
    assert!(tfmend(&["test", &scratch.path("empty")]).err.contains("no rule files here"));
}
