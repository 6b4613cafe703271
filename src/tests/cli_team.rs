//! Settings, suppressions, baselines, and the commands for a team.

use super::cli::{Scratch, tfmend};

const VOLUME: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  size = 1\n}\n";

/// Findings of an outcome as JSON on resources: fail, unknown, suppressed; and the kinds of stale suppressions.
fn counts(arguments: &[&str]) -> (u64, u64, u64, Vec<String>) {
    let answer = tfmend(&[&["lint", "--format", "json", "--no-fixes"], arguments].concat());
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
    let findings = json["findings"].as_array().expect("a list");
    let (stale, others): (Vec<_>, Vec<_>) = findings
        .iter()
        .partition(|finding| finding["control"].as_str().is_some_and(|id| id.starts_with("Suppression.")));
    let count = |status: &str| others.iter().filter(|finding| finding["status"] == status).count() as u64;
    let kinds = stale.iter().map(|finding| finding["slug"].as_str().unwrap_or("").to_owned()).collect();
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(0), "{json}");
    (count("fail"), count("unknown"), json["summary"]["suppressed"].as_u64().expect("a number"), kinds)
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
        (
            "[parameters.\"IAM.7\"]\nMinimumPasswordLength = \"long\"",
            "tfmend.toml: parameter `MinimumPasswordLength` of IAM.7: a number is required",
        ),
        ("[parameters.\"S3.8\"]\nexcludedPublicBuckets = \"site\"", "parameter `excludedPublicBuckets` of S3.8: list"),
        ("[[suppress]]\ncontrol = \"EC2.3333\"", "no control `EC2.3333`"),
        ("fail-on = ", "tfmend.toml"),
        // With the file and the line.
        ("\nfail-on = \"hihg\"", "tfmend.toml: TOML parse error at line 2, column"),
        ("[severity]\n\"EC2.3\" = \"hihg\"", "tfmend.toml: TOML parse error at line 2, column"),
        ("[profile.x.severity]\n\"EC2.3\" = \"hihg\"", "none of low, medium, high, critical"),
        ("account-id = \"12\"", "tfmend.toml: TOML parse error at line 1, column"),
        ("[[path]]\nmatch = \"{a\"", "tfmend.toml: pattern \"{a\""),
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
fn a_lower_file_counts_whichever_name_it_calls_a_control() {
    let names = ["EC2.3", "ec2.3", "ebs-volume-encrypted"];
    for (above, below) in names.iter().flat_map(|above| names.map(|below| (above, below))) {
        let severity = |name: &str, word: &str| format!("[severity]\n\"{name}\" = \"{word}\"\n");
        let scratch = repository(&[
            ("tfmend.toml", &severity(above, "critical")),
            ("a/tfmend.toml", &severity(below, "low")),
            ("a/main.tf", VOLUME),
        ]);
        let answer = tfmend(&["lint", &scratch.path("a")]);
        assert!(answer.out.contains("low EC2.3"), "{above}, then {below}: {answer:?}");
    }
    let policy = "resource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 10\n  require_symbols = true\n  require_numbers = true\n  require_uppercase_characters = true\n  require_lowercase_characters = true\n}\n";
    let length = |name: &str, length: u8| format!("[parameters.\"{name}\"]\nMinimumPasswordLength = {length}\n");
    for (above, below) in [("IAM.7", "iam-password-policy-strong"), ("iam-password-policy-strong", "IAM.7")] {
        for (lengths, fails) in [((8, 12), 1), ((12, 8), 0)] {
            let scratch = repository(&[
                ("tfmend.toml", &length(above, lengths.0)),
                ("a/tfmend.toml", &length(below, lengths.1)),
                ("a/main.tf", policy),
            ]);
            let answer = tfmend(&["lint", "--control", "IAM.7", &scratch.path("a")]);
            assert_eq!(answer.status, fails, "{above}, then {below}: {answer:?}");
        }
    }
}

#[test]
fn an_older_id_sets_the_severity() {
    let cluster = "resource \"aws_redshift_cluster\" \"a\" {\n  cluster_identifier = \"a\"\n  node_type = \"ra3.large\"\n  publicly_accessible = true\n}\n";
    let settings = "[severity]\n\"PCI.Redshift.1\" = \"low\"\n";
    let scratch = repository(&[("main.tf", cluster), ("tfmend.toml", settings)]);
    let answer = tfmend(&["lint", "--control", "Redshift.1", &scratch.path("")]);
    assert!(answer.out.contains("low Redshift.1"), "{answer:?}");
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
fn a_comment_never_leaves_the_braces_that_it_stands_in() {
    let comment = "# tfmend:ignore EC2.3 reason=x\n";
    let volume = |name: &str, inside: &str| {
        format!("resource \"aws_ebs_volume\" \"{name}\" {{\n  availability_zone = \"a\"\n  size = 1\n{inside}}}\n")
    };
    let call = |name: &str, inside: &str| format!("module \"{name}\" {{\n  source = \"./v\"\n{inside}}}\n");
    let instance = |first: &str, second: &str| {
        let block = |inside: &str| format!("  ebs_block_device {{\n    device_name = \"b\"\n{inside}  }}\n");
        let root = "  root_block_device {\n    encrypted = true\n  }\n";
        format!("resource \"aws_instance\" \"i\" {{\n{}{}{root}}}\n", block(first), block(second))
    };
    let encrypted = "    encrypted = true\n";
    let (a, i, unused) = ("aws_ebs_volume.a", "aws_instance.i", "Suppression.2");
    let cases: [(String, &[&str], &[&str]); 8] = [
        // The last line of a block speaks of the block.
        (volume("a", comment) + &volume("b", ""), &[a], &[]),
        (call("a", comment) + &call("b", ""), &["module.a.aws_ebs_volume.v"], &[]),
        (instance(comment, encrypted), &[i], &[]),
        (instance(&format!("{encrypted}{comment}"), ""), &[], &[unused]),
        // Other lines of it speak of what follows there.
        (instance(&format!("{comment}{encrypted}"), ""), &[], &[unused]),
        (volume("a", &format!("{comment}  encrypted = false\n")), &[a], &[]),
        // Neither a map nor the end of a file has something to set aside.
        (volume("a", &format!("  tags = {{\n{comment}    a = 1\n  }}\n  encrypted = false\n")), &[], &[unused]),
        (volume("a", "") + comment, &[], &[unused]),
    ];
    for (text, aside, stale) in cases {
        let scratch = repository(&[("main.tf", &text), ("v/main.tf", &volume("v", ""))]);
        let answer =
            tfmend(&["lint", "--all", "--no-fixes", "--format", "json", "--control", "EC2.3", &scratch.path("")]);
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
        let findings = json["findings"].as_array().expect("a list").iter();
        let (found, rest): (Vec<_>, Vec<_>) = findings.partition(|finding| finding["status"] == "suppressed");
        let addresses: Vec<&str> = found.iter().filter_map(|finding| finding["address"].as_str()).collect();
        let rest = rest.iter().filter_map(|finding| finding["control"].as_str());
        assert_eq!(addresses, aside, "{text}");
        assert_eq!(rest.filter(|id| id.starts_with("Suppression")).collect::<Vec<_>>(), stale, "{text}");
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
    assert_eq!(kinds("# tfmend:ignore"), ["suppression-of-unknown-control"]);
    assert_eq!(kinds("#tfmend:ignore-file"), ["suppression-of-unknown-control"]);
    assert_eq!(kinds("# tfmend:ingore EC2.3\n# tfmend: ignore EC2.3"), ["suppression-not-understood"; 2]);
    assert_eq!(kinds("# tfmend:ignore EC2.3 reason=\"open"), ["suppression-not-understood"]);
    assert_eq!(kinds("# tfmend: this folder is linted\nlocals { a = \"# tfmend:ingore EC2.3\" }"), [""; 0]);
}

/// A comment that expired, one that nothing needs, one without its reason, and a needless setting.
fn stale_suppressions(setting: &str) -> Scratch {
    let volume = |name: &str| VOLUME.replace("\"a\"", &format!("{name:?}"));
    let main = "# tfmend:ignore EC2.3 reason=x until=2026-05-31\n".to_owned()
        + &volume("expired")
        + "# tfmend:ignore EC2.8 reason=x\n"
        + &volume("unused")
        + "# tfmend:ignore EC2.3\n"
        + &volume("reasonless");
    let settings = format!(
        "require-reason = true\n{setting}\n[[suppress]]\naddress = \"aws_ebs_volume.absent\"\ncontrol = \"EC2.3\"\nreason = \"x\"\n"
    );
    repository(&[("main.tf", &main), ("tfmend.toml", &settings)])
}

fn lint_stale(scratch: &Scratch, rest: &[&str]) -> crate::cli::Answer {
    let folder = scratch.path("");
    tfmend(&[&["lint", "--no-fixes", "--today", "2026-06-01", "--fail-on", "critical", &folder], rest].concat())
}

#[test]
fn stale_suppressions_are_findings_of_their_own() {
    // The setting, the exit status although no severity reaches what is asked for, and the findings' status.
    let cases = [
        ("", 0, Some("unknown")),
        ("stale-suppressions = \"warn\"", 0, Some("unknown")),
        ("stale-suppressions = \"fail\"", 1, Some("fail")),
        ("stale-suppressions = \"ignore\"", 0, None),
    ];
    for (setting, exit, status) in cases {
        let scratch = stale_suppressions(setting);
        let answer = lint_stale(&scratch, &["--format", "json"]);
        assert_eq!(answer.status, exit, "{setting}: {answer:?}");
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
        assert_eq!(json["problems"].as_array().map(Vec::len), Some(0), "{json}");
        let findings = json["findings"].as_array().expect("a list");
        let own = |finding: &&serde_json::Value| finding["control"].as_str().is_some_and(|id| id.starts_with("Suppr"));
        let stale: Vec<&serde_json::Value> = findings.iter().filter(own).collect();
        let Some(status) = status else {
            assert!(stale.is_empty(), "{stale:?}");
            continue;
        };
        for finding in &stale {
            let id = finding["control"].as_str().expect("an id");
            let told = tfmend(&["explain", id]).out;
            assert!(told.contains(finding["title"].as_str().expect("a title")), "{id}: {told}");
        }
        let place = |finding: &serde_json::Value| {
            let file =
                finding["location"]["file"].as_str().expect("a file").rsplit('/').next().expect("a name").to_owned();
            (finding["control"].clone(), file, finding["location"]["start"]["line"].clone())
        };
        let places: Vec<_> = stale.iter().map(|finding| place(finding)).collect();
        let expected = [
            ("Suppression.1", "main.tf", 1),
            ("Suppression.2", "main.tf", 6),
            ("Suppression.3", "main.tf", 11),
            ("Suppression.2", "tfmend.toml", 5),
        ]
        .map(|(id, file, line)| (serde_json::json!(id), file.to_owned(), serde_json::json!(line)));
        assert_eq!(places, expected, "{setting}");
        let mut fingerprints = std::collections::BTreeSet::new();
        for finding in stale {
            assert_eq!((&finding["status"], &finding["severity"]), (&status.into(), &"low".into()), "{finding}");
            assert!(finding["fix"].is_null() && finding["no_fix_reason"].is_string(), "{finding}");
            assert_eq!(finding["blocked_by"].as_array().map(Vec::is_empty), Some(status == "fail"), "{finding}");
            assert!(finding["address"] == "" && finding["title"].as_str().is_some_and(|title| !title.is_empty()));
            assert!(fingerprints.insert(finding["fingerprint"].to_string()), "{finding}");
        }
    }
}

#[test]
fn a_stale_suppression_is_the_same_however_its_folder_is_named() {
    let print = |folder: &str| {
        let answer = tfmend(&["lint", "--no-fixes", "--format", "json", folder]);
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
        let findings = json["findings"].as_array().expect("a list").iter();
        let stale = findings.filter(|it| it["control"].as_str().is_some_and(|id| id.starts_with("Suppression.")));
        stale.map(|it| it["fingerprint"].to_string()).collect::<Vec<String>>()
    };
    let comment = "# tfmend:ignore EC2.8 reason=x\n";
    let settings = "[[suppress]]\ncontrol = \"EC2.9\"\naddress = \"x\"\n";
    let files = [("env/main.tf", comment), ("other/main.tf", comment), ("env/tfmend.toml", settings)];
    for scratch in [repository(&files), Scratch::with(&files)] {
        let own = print(&scratch.path("env"));
        assert_eq!(own.len(), 2);
        assert_eq!(own, print(&scratch.path("env/../env")));
        let working = std::env::current_dir().expect("a working folder");
        let up = "../".repeat(working.components().count() - 1);
        assert_eq!(own, print(&format!("{up}{}", &scratch.path("env")[1..])));
    }
    let scratch = repository(&files);
    let all = print(&scratch.path(""));
    let own = print(&scratch.path("env"));
    assert!(all.len() == 3 && own.iter().all(|one| all.contains(one)), "{all:?} {own:?}");
    assert_ne!(print(&scratch.path("other")), own[..1]);
}

#[test]
fn every_format_lists_stale_suppressions() {
    let scratch = stale_suppressions("stale-suppressions = \"fail\"");
    let sarif: serde_json::Value =
        serde_json::from_str(&lint_stale(&scratch, &["--format", "sarif"]).out).expect("JSON");
    let run = &sarif["runs"][0];
    for id in ["Suppression.1", "Suppression.2", "Suppression.3"] {
        let results = run["results"].as_array().expect("a list");
        let result = results.iter().find(|result| result["ruleId"] == id).expect("a result");
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize];
        assert_eq!((&rule["id"], &result["kind"]), (&id.into(), &"fail".into()), "{rule}");
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].is_number(), "{result}");
    }
    assert_eq!(run["invocations"][0]["toolExecutionNotifications"].as_array().map(Vec::len), Some(0));
    let text = lint_stale(&scratch, &[]).out;
    let said = "the suppression of EC2.3 ended on 2026-05-31";
    assert!(text.contains("Suppression.1 expired-suppression") && text.matches(said).count() == 1, "{text}");
    let japanese = lint_stale(&scratch, &["--lang", "ja"]).out;
    assert!(japanese.contains("EC2.3 の抑制は 2026-05-31 に期限が切れました"), "{japanese}");
    let home = ["--account-id", "123456789012", "--region", "eu-west-1"];
    for format in ["github", "markdown", "rdjson", "gitlab", "junit", "csv", "asff", "ocsf", "html"] {
        let out = lint_stale(&scratch, &[&["--format", format][..], &home].concat()).out;
        assert!(out.contains("Suppression.1"), "{format}: {out}");
    }
    // What is listed as stale is what `suppressions` says.
    let list = tfmend(&["suppressions", "--today", "2026-06-01", &scratch.path("")]).out;
    assert!(list.contains("main.tf:1: EC2.3 (until 2026-05-31, owner -, expired-suppression)"), "{list}");
    assert!(list.contains("tfmend.toml:5: EC2.3 (until -, owner -, unused-suppression)"), "{list}");
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
    assert!(gone.err.contains("1 recorded finding is gone (EC2.3 aws_ebs_volume.a)"), "{gone:?}");
    assert_eq!(tfmend(&["lint", "--baseline", &scratch.path("new.tf"), &folder]).status, 2);
}

#[test]
fn a_baseline_knows_roots_and_moves() {
    let scratch = repository(&[("dev/main.tf", VOLUME)]);
    let (folder, file) = (scratch.path(""), scratch.path(".tfmend-baseline.json"));
    assert_eq!(tfmend(&["baseline", "--write", &file, &folder]).status, 0);
    let found = |arguments: &[&str]| {
        let found = counts(&[&["--baseline", file.as_str()], arguments].concat());
        (found.0, found.2)
    };
    // The same address in another root is another finding.
    scratch.write("prod/main.tf", VOLUME.as_bytes());
    assert_eq!(found(&[&folder]), (1, 1));
    // Roots that were not judged and controls that were not selected have lost nothing.
    let said = |arguments: &[&str]| tfmend(&[&["lint", "--baseline", file.as_str()], arguments].concat()).err;
    assert_eq!(said(&[&scratch.path("prod")]), "");
    assert_eq!(said(&["--control", "S3.5", &folder]), "");
    // A root under another name, a resource that was moved.
    std::fs::remove_dir_all(scratch.folder().join("prod")).expect("it is there");
    std::fs::rename(scratch.folder().join("dev"), scratch.folder().join("development")).expect("it is there");
    assert_eq!(found(&[&folder]), (0, 1));
    let moved = "moved {\n  from = aws_ebs_volume.a\n  to   = aws_ebs_volume.b\n}\n";
    let renamed = VOLUME.replace("\"a\"", "\"b\"");
    scratch.write("development/main.tf", (moved.to_owned() + &renamed).as_bytes());
    assert_eq!(found(&[&folder]), (0, 1));
    scratch.write("development/main.tf", renamed.as_bytes());
    assert_eq!(found(&[&folder]), (1, 0));
    std::fs::remove_dir_all(scratch.folder().join("development")).expect("it is there");
    scratch.write("other/main.tf", b"locals {}\n");
    assert!(said(&[&folder]).contains("1 recorded finding is gone"));
}

#[test]
fn baselines_of_two_branches_merge() {
    let volume = |name: &str| VOLUME.replace("\"a\"", &format!("{name:?}"));
    let repository = super::cli_diff::Repository::with(&[
        ("c.tf", &volume("c")),
        (".gitattributes", ".tfmend-baseline.json merge=union\n"),
    ]);
    let (folder, file) = (repository.scratch.path(""), repository.scratch.path(".tfmend-baseline.json"));
    let record = || assert_eq!(tfmend(&["baseline", "--write", &file, &folder]).status, 0);
    record();
    repository.commit();
    repository.git(&["checkout", "--quiet", "-b", "one"]);
    repository.write("a.tf", &volume("a"));
    record();
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    for name in ["b", "d"] {
        repository.write(&format!("{name}.tf"), &volume(name));
    }
    record();
    repository.commit();
    repository.git(&["merge", "--quiet", "--no-edit", "one"]);
    let answer = tfmend(&["lint", "--baseline", &file, &folder]);
    assert_eq!((answer.status, answer.err.as_str()), (0, ""), "{}", repository.scratch.read(".tfmend-baseline.json"));
    let merged = repository.scratch.read(".tfmend-baseline.json");
    record();
    let recorded = repository.scratch.read(".tfmend-baseline.json");
    let document: serde_json::Value = serde_json::from_str(&recorded).expect("JSON");
    assert_eq!(document["findings"].as_array().map(Vec::len), Some(4));
    // Conflict markers are no baseline.
    std::fs::write(&file, merged.replace("]}", "=======\n]}")).expect("writable");
    assert_eq!(tfmend(&["lint", "--baseline", &file, &folder]).status, 2);
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
fn init_fits_the_tree() {
    let scratch = repository(&[
        (
            "account/main.tf",
            "resource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 14\n}\n",
        ),
        ("live/main.tf", &format!("#trivy:ignore:AVD-AWS-0026\n{VOLUME}")),
    ]);
    let folder = scratch.path("");
    let answer = tfmend(&["init", &folder]);
    assert!(answer.out.contains("account (owns its account)"), "{answer:?}");
    let text = scratch.read("tfmend.toml");
    assert!(text.contains("foreign-skips = true") && text.contains("match = \"account\"\naccount = true"), "{text}");
    scratch.write("tfmend.toml", text.replace("require-reason = true", "require-reason = false").as_bytes());
    assert_eq!(counts(&["--control", "EC2.3", &folder]).2, 1);
    let empty = repository(&[("notes.txt", "")]);
    let answer = tfmend(&["init", &empty.path("")]);
    assert!(answer.status == 2 && answer.err.contains("no Terraform files here"), "{answer:?}");
}

#[test]
fn comments_for_other_tools_count_when_asked() {
    let inside = |comment: &str| VOLUME.replace("{\n", &format!("{{\n  {comment}\n"));
    let above = |comment: &str| format!("{comment}\n{VOLUME}");
    let cases = [
        (inside("#checkov:skip=CKV_AWS_3:scratch data"), 1),
        (inside("# checkov:skip=CKV_AWS_189,CKV_AWS_3: scratch data"), 1),
        (inside("#checkov:skip=CKV_AWS_189:another check"), 0),
        (above("#checkov:skip=CKV_AWS_3:checkov reads it inside the block"), 0),
        (above("#trivy:ignore:AVD-AWS-0026"), 1),
        (above("# trivy:ignore:aws-0026"), 1),
        (above("#trivy:ignore:aws-ebs-*"), 1),
        (above("#tfsec:ignore:aws-ebs-enable-volume-encryption:exp:2026-06-01"), 1),
        (above("#tfsec:ignore:aws-ebs-enable-volume-encryption:exp:2026-05-31"), 0),
        (above("#trivy:ignore:AVD-AWS-0026:ws:default"), 1),
        (above("#trivy:ignore:AVD-AWS-0026:ws:prod"), 0),
        (above("#trivy:ignore:AVD-AWS-0026[size=2]"), 0),
        (above("#tfsec:ignore:aws-s3-enable-bucket-encryption #tfsec:ignore:aws-ebs-enable-volume-encryption"), 1),
        (above("locals {\n  a = \"#trivy:ignore:AVD-AWS-0026\"\n}"), 0),
    ];
    for (text, suppressed) in cases {
        let scratch = repository(&[("main.tf", &text)]);
        let arguments = ["--control", "EC2.3", "--today", "2026-06-01", &scratch.path("")];
        let asked = counts(&[&["--foreign-skips"], &arguments[..]].concat());
        assert_eq!((asked.0, asked.2), (1 - suppressed, suppressed), "{text}\n{asked:?}");
        assert_eq!(counts(&arguments).2, 0, "not asked: {text}");
        scratch.write("tfmend.toml", b"foreign-skips = true\n");
        assert_eq!(counts(&arguments).2, suppressed, "{text}");
    }
    let scratch = repository(&[("main.tf", &inside("#checkov:skip=CKV_AWS_3:scratch data"))]);
    let list = tfmend(&["suppressions", "--foreign-skips", &scratch.path("")]).out;
    assert!(list.contains("EC2.3 (until -, owner -, used): scratch data"), "{list}");
    let all = tfmend(&["lint", "--all", "--foreign-skips", &scratch.path("")]).out;
    assert!(all.contains("checkov: scratch data"), "{all}");
    let conditional = repository(&[("main.tf", &above("#trivy:ignore:AVD-AWS-0026[size=2]"))]);
    assert_eq!(counts(&["--foreign-skips", &conditional.path("")]).3, ["suppression-not-understood"]);
}

#[test]
fn a_suppression_is_needless_only_when_all_was_judged() {
    let call = |name: &str| format!("module \"{name}\" {{\n  source = \"../../modules/v\"\n}}\n");
    let suppress = "[[suppress]]\ncontrol = \"EC2.3\"\naddress = \"module.two.*\"\nreason = \"x\"\n";
    let comment = format!("# tfmend:ignore EC2.3 reason=x\n{VOLUME}");
    let scratch = repository(&[
        ("tfmend.toml", suppress),
        ("live/one/main.tf", &call("one")),
        ("live/two/main.tf", &call("two")),
        ("modules/v/main.tf", VOLUME),
        ("live/three/main.tf", &comment),
    ]);
    let none: [&str; 0] = [];
    assert_eq!(counts(&[&scratch.path("")]).3, none);
    // One root alone says nothing of what the settings of all are for, one control nothing of another's comment.
    assert_eq!(counts(&[&scratch.path("live/one")]).3, none);
    assert_eq!(counts(&["--control", "EC2.8", &scratch.path("")]).3, none);
    scratch.write(
        "tfmend.toml",
        format!("{suppress}[[suppress]]\ncontrol = \"EC2.3\"\naddress = \"absent\"\n").as_bytes(),
    );
    assert_eq!(counts(&[&scratch.path("")]).3, ["unused-suppression"]);
    assert_eq!(tfmend(&["lint", "--control", "EC2.3", "--fail-on", "high", &scratch.path("")]).status, 0);
    scratch.write(
        "tfmend.toml",
        b"stale-suppressions = \"fail\"\n[[suppress]]\ncontrol = \"EC2.3\"\naddress = \"absent\"\n",
    );
    assert_eq!(tfmend(&["lint", "--control", "EC2.3", "--fail-on", "high", &scratch.path("")]).status, 1);
}

#[test]
fn a_comment_in_a_module_is_needless_only_when_all_its_roots_were_judged() {
    let call = |encrypted: bool| format!("module \"v\" {{\n  source = \"../../modules/v\"\n  on = {encrypted}\n}}\n");
    let volume = "variable \"on\" {}\nresource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"a\"\n  size = 1\n  encrypted = var.on # tfmend:ignore EC2.3 reason=x\n}\n";
    let scratch = repository(&[
        ("live/dev/main.tf", &call(true)),
        ("live/prod/main.tf", &call(false)),
        ("modules/v/main.tf", volume),
    ]);
    let none: [&str; 0] = [];
    for given in ["", "live/dev", "live/dev/main.tf", "live/prod", "modules/v/main.tf"] {
        assert_eq!(counts(&[&scratch.path(given)]).3, none, "{given}");
    }
    // Now nobody needs it, and a run over all roots tells so.
    scratch.write("live/prod/main.tf", call(true).as_bytes());
    for (given, told) in [("", 1), ("live/dev", 0), ("modules/v/main.tf", 1)] {
        assert_eq!(counts(&[&scratch.path(given)]).3.len(), told, "{given}");
    }
}

#[test]
fn paths_are_selected_and_ignored() {
    let scratch = repository(&[
        ("tfmend.toml", "paths = [\"live/*\"]\nexclude = [\"live/old\"]\n"),
        (".gitignore", "/generated/\n"),
        ("live/a/main.tf", VOLUME),
        ("live/old/main.tf", VOLUME),
        ("other/main.tf", VOLUME),
        ("generated/main.tf", VOLUME),
        ("live/node_modules/x/main.tf", VOLUME),
    ]);
    let folder = scratch.path("");
    assert_eq!(counts(&[&folder]).0, 1);
    assert_eq!(counts(&["--no-config", &folder]).0, 3, "what git ignores is left out");
    // What is named itself is judged all the same.
    assert_eq!(counts(&[&scratch.path("other")]).0, 1);
    assert_eq!(counts(&["--no-config", &scratch.path("generated/main.tf")]).0, 1);
    // A hook that is given a file of an excluded root has nothing to do, and says so.
    let hook = tfmend(&["lint", &scratch.path("live/old/main.tf")]);
    assert!(hook.status == 0 && hook.err.contains("excluded by the settings"), "{hook:?}");
    let told = tfmend(&["lint", "--explain-run", &folder]).err;
    assert!(told.contains("live/old: excluded by the settings"), "{told}");
}

/// `live/**` names what the folder itself holds as well, as for git, in `paths`, `exclude` and `match` alike.
#[test]
fn patterns_of_all_below_a_folder_cover_the_folder() {
    let scratch = repository(&[("live/main.tf", VOLUME), ("live/a/main.tf", VOLUME), ("a/examples/main.tf", VOLUME)]);
    let folder = scratch.path("");
    let with = |settings: &str| {
        scratch.write("tfmend.toml", settings.as_bytes());
        counts(&[&folder]).0
    };
    assert_eq!(with("paths = [\"live/**\"]\n"), 2);
    assert_eq!(with("exclude = [\"live/**\"]\n"), 1);
    assert_eq!(with("exclude = [\"**/examples/**\"]\n"), 2);
    assert_eq!(with("exclude = [\"**/examples/**/\", \"live/*\"]\n"), 1);
    assert_eq!(with("[[path]]\nmatch = \"live/**\"\nignore = [\"EC2.3\"]\n"), 1);
    scratch.write("tfmend.toml", b"paths = [\"live/**\"]\n");
    let told = tfmend(&["lint", "--explain-run", &folder]).err;
    assert!(told.contains("a/examples: excluded by the settings"), "{told}");
}

#[test]
fn settings_of_every_kind_are_in_force() {
    let scratch = repository(&[
        ("main.tf", VOLUME),
        ("sub/main.tf", VOLUME),
        (
            ".tfmend.toml",
            "controls = [\"EC2.3\", \"EC2.8\"]\nframeworks = [\"cis-aws-5.0\"]\n[[path]]\nmatch = \"sub\"\nseverity = { \"EC2.3\" = \"critical\" }\n",
        ),
    ]);
    let folder = scratch.path("");
    assert_eq!(counts(&[&folder]).0, 2);
    let shown = tfmend(&["config", &scratch.path("sub")]).out;
    for (key, value) in [("controls", "EC2.3"), ("frameworks", "cis-aws-5.0"), ("severity", "critical")] {
        let line = shown.lines().find(|line| line.starts_with(key)).expect("a line for the key");
        assert!(line.contains(value) && line.contains(".tfmend.toml"), "{line}");
    }
    assert!(tfmend(&["lint", &folder]).out.contains("critical EC2.3"));
    scratch.write(".tfmend.toml", b"controls = [\"EC2.8\"]\n");
    assert_eq!(counts(&[&folder]).0, 0);
    scratch.write(".tfmend.toml", b"frameworks = [\"cis-aws-5\"]\n");
    let answer = tfmend(&["lint", &folder]);
    assert!(
        answer.status == 2 && answer.err.contains(".tfmend.toml") && answer.err.contains("did you mean"),
        "{answer:?}"
    );
    scratch.write(
        ".tfmend.toml",
        b"account = true\ncontrols = [\"IAM.7\"]\n[parameters.\"IAM.7\"]\nMinimumPasswordLength = 14\n",
    );
    assert_eq!(counts(&[&folder]).0, 1, "account scope is judged");
    let policy = "resource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 10\n  require_lowercase_characters = true\n  require_uppercase_characters = true\n  require_numbers = true\n  require_symbols = true\n  password_reuse_prevention = 24\n  max_password_age = 90\n}\n";
    scratch.write("policy.tf", policy.as_bytes());
    assert_eq!(counts(&[&folder]).0, 1, "a parameter of the settings");
    assert_eq!(
        counts(&["--no-config", "--account", "--control", "IAM.7", &folder]).0,
        0,
        "the control's own parameter"
    );
}

#[test]
fn the_settings_schema_names_every_key() {
    let schema = tfmend(&["config", "--schema"]).out;
    let path = super::support::package().join("tfmend.schema.json");
    if std::env::var_os("TFMEND_BLESS").is_some() {
        std::fs::write(&path, &schema).expect("it can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == schema, "tfmend.schema.json is out of date: run TFMEND_BLESS=1 cargo test settings_schema");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let properties = schema["properties"].as_object().expect("an object");
    assert_eq!(schema["additionalProperties"], false);
    // The keys that the parser names when it does not know one are those of the schema.
    let scratch = repository(&[("main.tf", VOLUME), ("tfmend.toml", "xyzzy = 1\n")]);
    let said = tfmend(&["lint", &scratch.path("")]).err;
    let list = said.split("expected one of").nth(1).expect("the known keys");
    let known: std::collections::BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
    let known: std::collections::BTreeSet<&str> = known.into_iter().filter(|key| !key.contains(' ')).collect();
    assert_eq!(known, properties.keys().map(String::as_str).collect());
    // `tfmend config` shows each of them.
    let shown = tfmend(&["config", &super::support::package().join("examples").to_string_lossy()]).out;
    for key in properties.keys().filter(|key| !matches!(key.as_str(), "path" | "profile")) {
        assert!(shown.lines().any(|line| line.starts_with(&format!("{key} ="))), "{key}: {shown}");
    }
}

#[test]
fn what_is_non_ignorable_stays() {
    let scratch = repository(&[
        ("tfmend.toml", "non-ignorable = [\"ebs-volume-encrypted\"]\n"),
        ("live/main.tf", &format!("# tfmend:ignore EC2.3 reason=x\n{VOLUME}")),
    ]);
    let (folder, file) = (scratch.path(""), scratch.path("known.json"));
    assert_eq!(counts(&[&folder]).0, 1, "a comment");
    tfmend(&["baseline", "--write", &file, &folder]);
    assert_eq!(counts(&["--baseline", &file, &folder]).0, 1, "a baseline");
    let flag = tfmend(&["lint", "--ignore", "EC2.3", &folder]);
    assert!(flag.status == 2 && flag.err.contains("EC2.3 is non-ignorable"), "{flag:?}");
    scratch.write("live/tfmend.toml", b"ignore = [\"EC2.3\"]\n");
    let below = tfmend(&["lint", &folder]);
    assert!(below.status == 2 && below.err.contains("live/tfmend.toml: ignore: EC2.3 is non-ignorable"), "{below:?}");
}

#[test]
fn suppressions_by_file_and_with_dates() {
    let scratch =
        repository(&[("modules/v/main.tf", VOLUME), ("main.tf", "module \"a\" {\n  source = \"./modules/v\"\n}\n")]);
    let suppress = |rest: &str| {
        scratch.write("tfmend.toml", format!("[[suppress]]\ncontrol = \"EC2.3\"\nreason = \"x\"\n{rest}").as_bytes());
        counts(&[&scratch.path("")])
    };
    assert_eq!(suppress("file = \"modules/v/*.tf\"").2, 1);
    assert_eq!(suppress("file = \"modules/w/*.tf\"").2, 0);
    assert_eq!(suppress("until = 2099-01-01T00:00:00Z").2, 1);
    assert_eq!(suppress("until = 2020-01-01").3, ["expired-suppression"]);
    assert_eq!(suppress("until = 10:00:00").3, ["suppression-not-understood"]);
    scratch.write("tfmend.toml", b"");
    scratch.write("modules/v/main.tf", format!("# tfmend:ignore EC2.3 until=soon\n{VOLUME}").as_bytes());
    let found = counts(&[&scratch.path("")]);
    assert_eq!((found.0, found.3), (1, vec!["suppression-not-understood".to_owned()]));
}

#[test]
fn config_names_every_file_that_adds_to_a_list() {
    let scratch = repository(&[
        ("tfmend.toml", "ignore = [\"EC2.7\"]\nfail-on = \"low\"\n"),
        ("live/.tfmend.toml", "ignore = [\"EC2.8\"]\nfail-on = \"high\"\n"),
        ("live/main.tf", VOLUME),
    ]);
    let shown = tfmend(&["config", "--ignore", "EC2.9", &scratch.path("live")]).out;
    let line = |key: &str| shown.lines().find(|line| line.starts_with(key)).expect("a line for the key");
    for part in ["EC2.7", "EC2.8", "EC2.9", "tfmend.toml,", "live/.tfmend.toml", "command line"] {
        assert!(line("ignore").contains(part), "{part}: {}", line("ignore"));
    }
    assert!(!line("fail-on").contains(','), "{}", line("fail-on"));
}

#[test]
fn rules_of_a_team() {
    assert!(tfmend(&["test", "--control", "EC2.3"]).out.contains("1 rule:"));
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
