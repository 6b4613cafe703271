//! A team's own rules: the example that ships, and what `tfmend test` says of each mistake, with its place.

use super::cli::{Scratch, tfmend};
use super::support::package;

fn example() -> String {
    package().join("examples/rules").to_string_lossy().into_owned()
}

#[test]
fn the_example_of_a_teams_rule_is_tested_and_judges() {
    let tested = tfmend(&["test", &example()]);
    assert_eq!((tested.status, tested.out.as_str()), (0, "1 rule: 5 examples passed, 0 mistakes\n"));
    let scratch = Scratch::with(&[("main.tf", "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"x\"\n}\n")]);
    let found = tfmend(&["lint", "--rules", &example(), "--control", "bucket-has-owner", &scratch.path("")]);
    assert!(found.status == 1 && found.out.contains("low Team.1"), "{found:?}");
    let settings = format!("rules = [{:?}]\n[parameters.\"Team.1\"]\nteams = [\"\"]\n", example());
    scratch.write("tfmend.toml", settings.as_bytes());
    let found = tfmend(&["lint", "--format", "json", "--all", &scratch.path("")]);
    let json: serde_json::Value = serde_json::from_str(&found.out).expect("JSON");
    let own = json["findings"].as_array().into_iter().flatten().find(|it| it["control"] == "Team.1");
    assert_eq!(own.map(|it| it["status"].as_str()), Some(Some("pass")), "{found:?}");
    assert!(tfmend(&["explain", "Team.1", "--rules", &example()]).out.contains("bucket-has-owner"));
}

/// What is changed in the example's text, and what is said of it: line, column, words.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("attrs.tags[param.tagKey]", "attrs.tagz[param.tagKey]", "no attribute or block \"tagz\"; did you mean \"tags\"?"),
    ("contains(param.teams", "contain(param.teams", "there is no function contain; did you mean \"contains\"?"),
    ("local.owner)", "local.ownr)", "there is no local \"ownr\"; did you mean \"owner\"?"),
    ("contains(param.teams,", "contains(param.team,", "there is no parameter \"team\"; did you mean \"teams\"?"),
    ("check \"aws_s3_bucket\"", "check \"aws_s3_buckett\"", "there is no resource type \"aws_s3_buckett\""),
    ("    locals {\n", "    locals {\n      spare = 1\n", "local.spare is not used"),
    (
        "contains(param.teams, local.owner)",
        "1 == 1 || \"a\" == \"b\"",
        "the condition asks nothing, so it can never change",
    ),
    ("at        = \"tags\"", "at        = \"tag\"", "no attribute or block \"tag\""),
    ("severity = \"low\"", "severity = \"lowest\"", "severity must be one of"),
    ("    ja = \"S3 バケットに所有チームのタグが付いている\"\n", "", "title has no text in ja"),
    ("    filter = ", "    filtre = ", "check has no attribute \"filtre\"; did you mean \"filter\"?"),
    ("tags   = { owner = \"hanako\" }", "tags   = { owner = \"shop\" }", "aws_s3_bucket.data is pass, not fail"),
    ("tags   = { owner = \"platform\" }", "tags   = { owner = \"me\" }", "aws_s3_bucket.data is fail, not pass"),
    (
        "  example \"pass\" \"a team\" {\n    resource \"aws_s3_bucket\" \"data\"",
        "  example \"pass\" \"a team\" {\n    resource \"aws_sqs_queue\" \"data\"",
        "the control judges nothing in it",
    ),
    ("  example \"fail\" \"a person\"", "  example \"pass\" \"a person\"", "1 fail examples, at least 2 are needed"),
    ("parameter \"teams\"", "parameter \"teams2\"", "there is no parameter \"teams\""),
    (
        "default(attrs.bucket, \"\") != \"example-terraform-state\"",
        "attrs.force_destroy",
        "may be null; write default(",
    ),
];

#[test]
fn each_mistake_is_told_with_its_place() {
    let text = std::fs::read_to_string(package().join("examples/rules/Team.1.hcl")).expect("the example is there");
    for (was, is, said) in MISTAKES {
        assert!(text.contains(was), "{was}");
        let changed = text.replacen(was, is, 1);
        let scratch = Scratch::with(&[("Team.1.hcl", &changed)]);
        let answer = tfmend(&["test", &scratch.path("")]);
        assert_eq!(answer.status, 1, "{said}: {answer:?}");
        let line =
            answer.out.lines().find(|line| line.contains(said)).unwrap_or_else(|| panic!("{said}: {}", answer.out));
        let place = line.split("Team.1.hcl:").nth(1).unwrap_or_else(|| panic!("no place: {line}"));
        let number: usize = place.split(':').next().and_then(|number| number.parse().ok()).expect("a line");
        assert!((1..=changed.lines().count()).contains(&number), "{line}");
        // Names are told where they stand; what is missing as a whole at the head of its block.
        let first = is.trim().lines().next().unwrap_or_default();
        let exact = said.contains("did you mean") || said.contains("asks nothing") || said.contains("is not used");
        let told = changed.lines().nth(number - 1).unwrap_or_default();
        assert!(!exact || told.contains(first) || is.contains(told.trim()), "{line}\n{told}");
    }
}

#[test]
fn controls_of_the_settings_rules_can_be_named() {
    let scratch = Scratch::with(&[("src/main.tf", "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"x\"\n}\n")]);
    let settings = format!("rules = [{0:?}, {1:?}]\n", example(), format!("{}/../rules", example()));
    scratch.write("tfmend.toml", settings.as_bytes());
    let folder = scratch.path("src");
    let found = tfmend(&["lint", "--control", "Team.1", &folder]);
    assert!(found.status == 1 && found.out.contains("low Team.1"), "{found:?}");
    assert_eq!(tfmend(&["lint", "--control", "Team.1", "--ignore", "bucket-has-owner", &folder]).status, 0);
    assert!(tfmend(&["fix", "--control", "Team.1", &folder]).err.contains("0 fixes"));
    let unknown = tfmend(&["lint", "--control", "Team.2", &folder]);
    assert!(unknown.status == 2 && unknown.err.contains("no control `Team.2`"), "{unknown:?}");
    scratch.write("empty/readme.txt", b"");
    let nowhere = tfmend(&["lint", "--control", "Nobody.1", "--no-config", &scratch.path("empty")]);
    assert_eq!(nowhere.status, 2, "{nowhere:?}");
}

#[test]
fn a_fix_sets_tags_though_the_provider_copies_them() {
    let rule = std::fs::read_to_string(format!("{}/Team.1.hcl", example())).expect("the example");
    let no_fix = rule.find("    no_fix = {").expect("it has no fix");
    let end = rule[no_fix..].find("\n    }\n").expect("a block") + no_fix + "\n    }\n".len();
    let fix = "    fix {\n      class = \"safe\"\n      impact = \"in-place\"\n      set = { tags = { (param.tagKey) = \"platform\" } }\n      summary = {\n        en = \"name the team\"\n        ja = \"チームを書く\"\n      }\n    }\n";
    let fixed = ["no tags", "a person"].map(|name| {
        format!("  example \"fixed\" \"{name}\" {{\n    resource \"aws_s3_bucket\" \"data\" {{\n      bucket = \"example-data\"\n      tags   = {{ owner = \"platform\" }}\n    }}\n  }}\n")
    });
    let rest = rule[end..].trim_end().trim_end_matches('}');
    let scratch = Scratch::with(&[
        ("rules/Team.1.hcl", &format!("{}{fix}{rest}{}}}\n", &rule[..no_fix], fixed.concat())),
        (
            "src/main.tf",
            "provider \"aws\" {\n  default_tags {\n    tags = { stage = \"prod\" }\n  }\n}\n\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = \"x\"\n}\n",
        ),
    ]);
    let answer =
        tfmend(&["fix", "--rules", &scratch.path("rules"), "--control", "Team.1", "--no-config", &scratch.path("src")]);
    assert!(answer.err.contains("1 fix proven") && answer.out.contains("platform"), "{answer:?}");
}
