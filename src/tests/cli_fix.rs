//! `tfmend fix`: what is printed, what is written, and what is left alone.

use super::cli::{Scratch, tfmend, with_input};
use std::process::Command;

const BAD: &str = "# caf\u{e9}\nresource \"aws_launch_template\" \"t\" {\n  name = \"t\"\n  metadata_options {\n    http_tokens = \"optional\" # why\n  }\n}\n";

fn git(scratch: &Scratch, arguments: &[&str]) -> bool {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(scratch.folder()).args(identity).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

#[test]
fn prints_a_diff_and_changes_nothing() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    let answer = tfmend(&["fix", "--only", "EC2.8", &scratch.path("")]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(
        answer.out.contains("-    http_tokens = \"optional\" # why\n+    http_tokens = \"required\" # why\n"),
        "{}",
        answer.out
    );
    assert_eq!(scratch.read("main.tf"), BAD);
}

#[test]
fn the_printed_diff_applies() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    if !git(&scratch, &["init", "-q"]) {
        eprintln!("skipped: git is not here");
        return;
    }
    let answer = tfmend(&["fix", "--only", "EC2.8", &scratch.path("")]);
    // The paths of the diff are seen from the working folder; strip all but the file's name.
    let depth = answer.out.lines().next().expect("a header").matches('/').count().to_string();
    scratch.write("fix.diff", answer.out.as_bytes());
    assert!(git(&scratch, &["apply", &format!("-p{depth}"), "fix.diff"]), "{}", answer.out);
    assert_eq!(scratch.read("main.tf"), BAD.replace("optional", "required"));
}

#[test]
fn writes_what_is_safe_and_what_is_asked_for() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    let folder = scratch.path("");
    let log = scratch.path("log.jsonl");
    let safe = tfmend(&["fix", "--write", "--only", "EC2.8", &folder]);
    let answer = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", "--log", &log, &folder]);
    assert_eq!(scratch.read("main.tf"), BAD.replace("optional", "required"), "{safe:?} {answer:?}");
    let again = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", &folder]);
    assert!(again.out.is_empty(), "{again:?}");
    let entry = scratch.read("log.jsonl");
    if safe.out.is_empty() {
        let entry: serde_json::Value = serde_json::from_str(entry.trim()).expect("one line of JSON");
        assert_eq!(entry["control"], "EC2.8");
    }
}

#[test]
fn a_dirty_git_tree_is_refused() {
    let scratch = Scratch::with(&[("main.tf", BAD), ("other.txt", "a")]);
    if !git(&scratch, &["init", "-q"]) {
        eprintln!("skipped: git is not here");
        return;
    }
    let folder = scratch.path("");
    let fix = ["fix", "--write", "--unsafe", "--only", "EC2.8", &*folder];
    let answer = tfmend(&fix);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("not tracked by git"), "{answer:?}");
    assert!(git(&scratch, &["add", "."]) && git(&scratch, &["commit", "-qm", "x"]));
    scratch.write("other.txt", b"b");
    let answer = tfmend(&fix);
    assert!(answer.err.contains("uncommitted changes (other.txt...)"), "{answer:?}");
    assert_eq!(scratch.read("main.tf"), BAD);
    // Before the first question, not after the last answer.
    let answer = with_input(&["fix", "--interactive", "--only", "EC2.8", &folder], b"a\n");
    assert!(answer.err.contains("uncommitted changes (other.txt...)"), "{answer:?}");
    assert!(!answer.err.contains("[a/s/i/q]"), "{answer:?}");
    assert_eq!(scratch.read("main.tf"), BAD);
    tfmend(&[&fix[..], &["--allow-dirty"]].concat());
    assert_eq!(scratch.read("main.tf"), BAD.replace("optional", "required"));
}

#[test]
fn asks_for_each_fix() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    let folder = scratch.path("");
    for (input, changed) in [(&b"s\n"[..], false), (b"q\n", false), (b"", false), (b"what\na\n", true)] {
        let answer = with_input(&["fix", "--interactive", "--only", "EC2.8", &folder], input);
        assert_eq!(scratch.read("main.tf") != BAD, changed, "{answer:?}");
    }
}

#[test]
fn a_plan_without_source_cannot_be_fixed() {
    let answer = with_input(&["fix", "-"], b"{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{\"root_module\":{}},\"configuration\":{\"root_module\":{}}}");
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("--source"), "{answer:?}");
}

#[cfg(unix)]
#[test]
fn mode_and_symlinks_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scratch = Scratch::with(&[("real/shared.tf", BAD), ("root/empty.tf", "")]);
    symlink("../real/shared.tf", scratch.folder().join("root/main.tf")).expect("symlinks");
    std::fs::create_dir(scratch.folder().join(".git")).expect("a writable temporary folder");
    let file = scratch.folder().join("real/shared.tf");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("its own file");
    let answer = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", &scratch.path("root")]);
    assert!(scratch.read("real/shared.tf").contains("required"), "{answer:?}");
    assert!(scratch.folder().join("root/main.tf").is_symlink());
    assert_eq!(file.metadata().expect("is there").permissions().mode() & 0o777, 0o640);
}

#[test]
fn roots_that_share_a_module_are_mended_together() {
    let module =
        "resource \"aws_launch_template\" \"t\" {\n  metadata_options {\n    http_tokens = \"optional\"\n  }\n}\n";
    let own = |name: &str| {
        format!(
            "module \"m\" {{\n  source = \"../shared\"\n}}\nresource \"aws_launch_template\" \"{name}\" {{\n  metadata_options {{\n    http_tokens = \"optional\"\n  }}\n}}\n"
        )
    };
    let scratch = Scratch::with(&[("shared/main.tf", module), ("a/main.tf", &own("a")), ("b/main.tf", &own("b"))]);
    let answer = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", &scratch.path("")]);
    for file in ["shared/main.tf", "a/main.tf", "b/main.tf"] {
        assert!(!scratch.read(file).contains("optional"), "{file}: {answer:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_two_roots_reach_by_links_gets_the_fixes_of_both() {
    use std::os::unix::fs::symlink;
    let shared = "variable \"a\" { default = false }\nvariable \"b\" { default = false }\n\nresource \"aws_kms_key\" \"a\" {\n  count = var.a ? 1 : 0\n}\n\nresource \"aws_kms_key\" \"b\" {\n  count = var.b ? 1 : 0\n}\n";
    let both = shared.replace("1 : 0\n}", "1 : 0\n\n  enable_key_rotation = true\n}");
    for by_folder in [false, true] {
        let call = "module \"m\" {\n  source = \"./linked\"\n  VAR = true\n}\n";
        let roots = [("a", "r1"), ("b", "r2")];
        let files: Vec<(String, String)> = roots
            .map(|(name, root)| match by_folder {
                true => (format!("{root}/main.tf"), call.replace("VAR", name)),
                false => (format!("{root}/terraform.tfvars"), format!("{name} = true\n")),
            })
            .into();
        let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        files.push(("shared/common.tf", shared));
        let scratch = Scratch::with(&files);
        for (_, root) in roots {
            let (to, name) = if by_folder { ("../shared", "linked") } else { ("../shared/common.tf", "common.tf") };
            symlink(to, scratch.folder().join(root).join(name)).expect("symlinks");
        }
        std::fs::create_dir(scratch.folder().join(".git")).expect("a writable temporary folder");
        let folders = [scratch.path("r1"), scratch.path("r2")];
        let fix = ["fix", "--only", "KMS.4", "--allow-dirty", &*folders[0], &*folders[1]];
        let dry = tfmend(&fix);
        assert_eq!(dry.out.matches("+  enable_key_rotation").count(), 2, "{dry:?}");
        let answer = tfmend(&[&fix[..], &["--write"]].concat());
        assert!(answer.err.contains("2 fixes applied / 1 file"), "{answer:?}");
        assert_eq!(scratch.read("shared/common.tf"), both, "{answer:?}");
        assert_eq!(tfmend(&fix).status, 0);
    }
}

#[cfg(unix)]
#[test]
fn where_one_file_cannot_be_written_none_is() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::with(&[("a/main.tf", BAD), ("b/main.tf", BAD)]);
    let last = scratch.folder().join("b/main.tf");
    std::fs::set_permissions(last, std::fs::Permissions::from_mode(0o444)).expect("its own file");
    let (folder, log) = (scratch.path(""), scratch.path("log.jsonl"));
    let fix = ["fix", "--write", "--unsafe", "--allow-dirty", "--only", "EC2.8", "--log"];
    let answer = tfmend(&[&fix[..], &[&log, &folder]].concat());
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("b/main.tf"), "{answer:?}");
    assert_eq!((scratch.read("a/main.tf"), scratch.read("b/main.tf")), (BAD.to_owned(), BAD.to_owned()));
    assert_eq!(std::fs::read_dir(scratch.folder().join("a")).expect("is there").count(), 1, "nothing is left beside");
    let nowhere = scratch.path("none/log.jsonl");
    let answer = tfmend(&[&fix[..], &[&nowhere, &scratch.path("a")]].concat());
    assert_eq!((answer.status, scratch.read("a/main.tf")), (2, BAD.to_owned()), "{answer:?}");
}

const BUCKET: &str = "resource \"aws_s3_bucket\" \"logs\" {\n  bucket = \"team-logs\"\n}\n";

const KEY: &str = "resource \"aws_kms_key\" \"k\" {\n  description = \"x\"\n}\n";
const OPEN: &str = "resource \"aws_security_group\" \"s\" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
const CALL: &str = "module \"m\" {\n  source = \"../m\"\n}\n";

/// A module of two roots: what one of them sets aside, and an argument that only one of them would pass.
#[test]
fn a_fix_in_a_shared_module_holds_in_every_root() {
    let aside = "# tfmend:ignore KMS.4 reason=\"it must not rotate\"\nmodule \"m\" {\n  source = \"../m\"\n}\n";
    let files = [("a/main.tf", CALL), ("b/main.tf", aside), ("m/main.tf", KEY), ("m/group.tf", OPEN)];
    let scratch = Scratch::with(&files);
    std::fs::create_dir(scratch.folder().join(".git")).unwrap();
    let written = ["fix", "--write", "--allow-dirty", "--only", "KMS.4"];
    for paths in [vec![scratch.path("")], vec![scratch.path("a")], vec![scratch.path("a"), scratch.path("b")]] {
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let answer = tfmend(&[&written[..], &paths].concat());
        assert_eq!(scratch.read("m/main.tf"), KEY, "{answer:?}");
        let answer = tfmend(&[&["fix", "--only", "KMS.4"][..], &paths].concat());
        assert!(answer.err.contains("0 safe, 1 unsafe"), "{answer:?}");
        let answer = tfmend(&[&["fix", "--only", "EC2.18"][..], &paths].concat());
        assert!(
            answer.err.contains("needs the argument \"trusted_cidr_blocks\" (") && answer.out.is_empty(),
            "{answer:?}"
        );
    }
    let answer = tfmend(&["lint", "--control", "KMS.4", "--format", "json", &scratch.path("a")]);
    let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let fix = &report["findings"][0]["fix"];
    assert_eq!(fix["class"], "unsafe");
    assert!(fix["also_changes"][0].as_str().unwrap().starts_with("module.m.aws_kms_key.k ("), "{fix}");
    // Where the other root fails the same control, mending both is as safe as mending one.
    scratch.write("b/main.tf", CALL.as_bytes());
    let answer = tfmend(&[&written[..], &[&scratch.path("")]].concat());
    assert!(scratch.read("m/main.tf").contains("enable_key_rotation = true"), "{answer:?}");
}

/// Values of the command line are for the roots that were asked for; the others have their own.
#[test]
fn another_root_of_a_module_keeps_its_own_values() {
    let call = "variable \"env\" {\n  type = string\n}\nmodule \"m\" {\n  source = \"../m\"\n  env    = var.env\n}\n";
    let key = "variable \"env\" {}\nresource \"aws_kms_key\" \"k\" {\n  enable_key_rotation = false\n  lifecycle {\n    postcondition {\n      condition     = var.env == \"dev\" || !self.enable_key_rotation\n      error_message = \"not here\"\n    }\n  }\n}\n";
    let scratch = Scratch::with(&[
        (".git/HEAD", ""),
        ("dev/main.tf", call),
        ("dev/dev.tfvars", "env = \"dev\"\n"),
        ("prod/main.tf", call),
        ("prod/terraform.tfvars", "env = \"prod\"\n"),
        ("m/main.tf", key),
    ]);
    let (dev, prod, file) = (scratch.path("dev"), scratch.path("prod"), scratch.path("dev/dev.tfvars"));
    for given in [["--var-file", &*file], ["--var", "env=dev"]] {
        let answer = tfmend(&[&["fix", "--control", "KMS.4", &*dev][..], &given].concat());
        assert!(answer.out.is_empty() && answer.err.contains("0 fixes proven"), "{answer:?}");
        let answer = tfmend(&[&["lint", "--control", "KMS.4", "--format", "json", &*dev][..], &given].concat());
        let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
        assert!(report["findings"][0]["fix"].is_null(), "{report}");
        let both = tfmend(&[&["fix", "--control", "KMS.4", &*dev, &*prod][..], &given].concat());
        assert!(both.out.contains("+  enable_key_rotation = true"), "both were asked for: {both:?}");
    }
}

/// Terraform wants the arguments of a call that makes nothing, too.
#[test]
fn a_call_without_instances_needs_what_a_fix_asks_for() {
    let none = "module \"m\" {\n  source = \"../m\"\n  count  = 0\n}\n";
    let empty = "module \"m\" {\n  source   = \"../m\"\n  for_each = {}\n}\n";
    let below = "module \"w\" {\n  source = \"../w\"\n  count  = 0\n}\n";
    for other in [none, empty, below] {
        let files = [(".git/HEAD", ""), ("a/main.tf", CALL), ("b/main.tf", other), ("m/main.tf", OPEN)];
        let scratch = Scratch::with(&files);
        if other == below {
            scratch.write("w/main.tf", CALL.as_bytes());
        }
        let answer = tfmend(&["fix", "--only", "EC2.18", &scratch.path("a")]);
        assert!(
            answer.err.contains("module \"m\" needs the argument \"trusted_cidr_blocks\" (") && answer.out.is_empty(),
            "{answer:?}"
        );
    }
    // The module's own resource is not made there, and nothing asks for the variable.
    let idle = format!(
        "variable \"on\" {{\n  default = true\n}}\n{}",
        OPEN.replacen("{\n", "{\n  count = var.on ? 1 : 0\n", 1)
    );
    let off = CALL.replace("}\n", "  on     = false\n}\n");
    let files = [(".git/HEAD", ""), ("a/main.tf", CALL), ("b/main.tf", &*off), ("m/main.tf", &*idle)];
    let scratch = Scratch::with(&files);
    let answer = tfmend(&["fix", "--only", "EC2.18", &scratch.path("a")]);
    assert!(answer.err.contains("needs the argument") && answer.out.is_empty(), "{answer:?}");
}

/// What a module is by itself is no other root's business.
#[test]
fn a_module_outside_of_a_repository_is_not_another_root_of_itself() {
    let key = "variable \"spec\" {\n  default = \"RSA_2048\"\n}\nresource \"aws_kms_key\" \"k\" {\n  customer_master_key_spec = var.spec\n}\n";
    let call = "module \"m\" {\n  source = \"../m\"\n  spec   = \"SYMMETRIC_DEFAULT\"\n}\n";
    let scratch = Scratch::with(&[("a/main.tf", call), ("m/main.tf", key)]);
    let answer = tfmend(&["lint", "--control", "KMS.4", "--format", "json", &scratch.path("a")]);
    let report: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let fix = &report["findings"][0]["fix"];
    assert_eq!((&fix["class"], &fix["also_changes"]), (&"safe".into(), &serde_json::json!([])), "{answer:?}");
}

/// One variable for two attributes: the other one stays, and what is overridden is told.
#[test]
fn what_a_fix_does_besides_is_told() {
    let text = "variable \"hardened\" {\n  default = false\n}\nresource \"aws_db_instance\" \"d\" {\n  engine              = \"postgres\"\n  deletion_protection = var.hardened\n  storage_encrypted   = var.hardened\n}\n";
    let scratch = Scratch::with(&[("main.tf", text)]);
    let answer = tfmend(&["fix", "--control", "RDS.8", &scratch.path("")]);
    assert!(
        answer.out.contains("+  deletion_protection = true\n   storage_encrypted   = var.hardened\n"),
        "{answer:?}"
    );
    assert!(answer.err.contains("0 safe, 1 unsafe"), "{answer:?}");
    let told = "\nwarning: `var.hardened` no longer decides: values that are given for it elsewhere stop counting\n  RDS.8 aws_db_instance.d\n";
    assert!(answer.err.contains(told), "{answer:?}");
}

#[test]
fn a_fix_that_needs_a_value_is_written_only_with_it() {
    let scratch = Scratch::with(&[("main.tf", BUCKET)]);
    let folder = scratch.path("");
    let write = ["fix", "--write", "--unsafe", "--only", "S3.9", "--var", "region=x", &*folder];
    let answer = tfmend(&write);
    assert_eq!(scratch.read("main.tf"), BUCKET, "another value does not serve: {answer:?}");
    assert!(answer.err.contains("--var NAME=VALUE"), "{answer:?}");
    let needed = tfmend(&["lint", "--format", "json", &folder]);
    let json: serde_json::Value = serde_json::from_str(&needed.out).expect("JSON");
    let findings = json["findings"].as_array().expect("a list");
    let fix = findings.iter().find(|finding| finding["control"] == "S3.9").map(|finding| &finding["fix"]);
    let name = fix.and_then(|fix| fix["inputs"][0]["name"].as_str()).expect("an input").to_owned();
    let value = format!("{name}=team-access-logs");
    tfmend(&["fix", "--write", "--unsafe", "--only", "S3.9", "--var", &value, &folder]);
    let text = scratch.read("main.tf");
    assert!(text.contains("\"team-access-logs\"") && !text.contains("variable"), "{text}");
}

/// A control whose fix needs a list.
const LISTS: &str = r#"control "T.1" {
  slug       = "t"
  severity   = "low"
  category   = ["a"]
  title      = { en = "t", ja = "t" }
  why        = { en = "w", ja = "w" }
  decides    = "checked"
  frameworks = {}
  check "aws_lb" {
    enforce {
      condition     = attrs.subnets != null
      error_message = { en = "no subnets", ja = "n" }
    }
    fix {
      class   = "needs-input"
      impact  = "in-place"
      summary = { en = "name subnets", ja = "n" }
      input "subnets" {
        description = { en = "Subnets", ja = "n" }
      }
      set = { subnets = var.subnets }
    }
  }
  remediation {
    console = { en = ["x"], ja = ["x"] }
    cli     = "aws"
  }
  example "fail" "one" {
    resource "aws_lb" "a" {
      name = "a"
    }
  }
  example "fixed" "one" {
    variable "subnets" {
      type        = set(string)
      description = "Subnets"
    }

    resource "aws_lb" "a" {
      name    = "a"
      subnets = var.subnets
    }
  }
  example "fail" "two" {
    resource "aws_lb" "b" {
      name = "b"
    }
  }
  example "pass" "one" {
    resource "aws_lb" "a" {
      subnets = ["subnet-1"]
    }
  }
  example "pass" "two" {
    resource "aws_lb" "b" {
      subnets = ["subnet-1", "subnet-2"]
    }
  }
  example "unknown" "one" {
    variable "given" {
      type = set(string)
    }

    resource "aws_lb" "a" {
      subnets = var.given
    }
  }
}
"#;

/// A list is read as HCL; what is no list is refused with the type that is wanted.
#[test]
fn values_of_other_types_are_hcl() {
    let scratch = Scratch::with(&[
        ("rules/T.1.hcl", LISTS),
        ("root/main.tf", "resource \"aws_lb\" \"a\" {\n  name = \"a\"\n}\n"),
    ]);
    let (rules, root) = (scratch.path("rules"), scratch.path("root"));
    let fix = |value: &str| {
        let value = format!("subnets={value}");
        tfmend(&["fix", "--write", "--unsafe", "--rules", &rules, "--only", "T.1", "--var", &value, &root])
    };
    let refused = fix("subnet-1");
    assert!(refused.err.contains("subnets=... is no set(string)"), "{refused:?}");
    let answer = fix("[\"subnet-1\", \"subnet-2\"]");
    let text = scratch.read("root/main.tf");
    assert!(text.contains("  subnets = [\"subnet-1\", \"subnet-2\"]\n"), "{text} {answer:?}");
}

/// The value in the example of `fix --help` is all that its fix needs.
#[test]
fn the_example_with_a_value_writes_a_fix() {
    let help = tfmend(&["fix", "--help"]).out;
    let example =
        help.lines().find(|line| line.contains(" --var ") && line.contains("tfmend fix")).expect("an example");
    let words: Vec<&str> = example.split("  ").find(|part| !part.is_empty()).expect("a command").split(' ').collect();
    let scratch = Scratch::with(&[("main.tf", "resource \"aws_db_instance\" \"d\" {\n  engine = \"postgres\"\n}\n")]);
    let folder = scratch.path("");
    let arguments: Vec<&str> = words[1..].iter().copied().chain([&*folder]).collect();
    let answer = tfmend(&arguments);
    assert!(scratch.read("main.tf").contains("  port   = 5433\n"), "{answer:?}");
}

#[test]
fn a_log_tells_what_still_holds() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    let (folder, log) = (scratch.path(""), scratch.path("log.jsonl"));
    tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", "--log", &log, &folder]);
    let check = || tfmend(&["fix", "--replay", &log, "--check", &folder]);
    let answer = check();
    assert_eq!((answer.status, &*answer.out), (0, "holds: EC2.8 aws_launch_template.t\n"), "{answer:?}");
    let fixed = scratch.read("main.tf");
    scratch.write("main.tf", format!("{fixed}\n# more\n").as_bytes());
    assert!(check().out.contains("(") && check().out.contains("changed since") && check().status == 0, "{:?}", check());
    scratch.write("main.tf", BAD.as_bytes());
    let answer = check();
    assert!(
        answer.out.starts_with("fails again: EC2.8") && answer.out.contains("as it was before the fix"),
        "{answer:?}"
    );
    assert_eq!(answer.status, 1);
    tfmend(&["fix", "--write", "--unsafe", "--replay", &log, &folder]);
    assert_eq!(scratch.read("main.tf"), fixed, "a replay mends it again");
    scratch.write("main.tf", b"");
    assert!(check().out.starts_with("no longer judged"), "{:?}", check());
    scratch.write("log.jsonl", b"{}\n");
    assert_eq!(check().status, 2, "{:?}", check());
}

#[test]
fn a_log_knows_the_roots_of_its_fixes() {
    let module = "resource \"aws_sqs_queue\" \"q\" {\n  sqs_managed_sse_enabled = var.sse\n}\nvariable \"sse\" {}\n";
    let call = "module \"q\" {\n  source = \"../q\"\n  sse    = false\n}\n";
    let scratch = Scratch::with(&[("q/main.tf", module), ("a/main.tf", call), ("b/main.tf", call)]);
    let (folder, log) = (scratch.path(""), scratch.path("log.jsonl"));
    let fix = |more: &[&str]| tfmend(&[&["fix", "--control", "SQS.1"], more].concat());
    fix(&["--write", "--log", &log, &scratch.path("b")]);
    let checked = fix(&["--replay", &log, "--check", &folder]);
    assert_eq!((checked.status, checked.out.lines().count()), (0, 1), "{checked:?}");
    assert_eq!(fix(&["--replay", &log, &folder]).out, "", "nothing was mended in the other root");
    scratch.write("b/main.tf", call.as_bytes());
    fix(&["--write", "--log", &log, &folder]);
    scratch.write("b/main.tf", call.as_bytes());
    let checked = fix(&["--replay", &log, "--check", &folder]);
    let fails: Vec<&str> = checked.out.lines().filter(|line| line.starts_with("fails again")).collect();
    assert!(checked.status == 1 && fails.len() == 1 && fails[0].contains("b/main.tf"), "{checked:?}");
    assert_eq!(checked.out.lines().count(), 2, "{checked:?}");
}

#[test]
fn ignoring_writes_the_reason_into_the_source() {
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    let folder = scratch.path("");
    let ask = ["fix", "--interactive", "--only", "EC2.8", &*folder];
    let answer = with_input(&ask, b"i\n\nq\n");
    assert_eq!(scratch.read("main.tf"), BAD, "without a reason nothing is set aside: {answer:?}");
    let answer = with_input(&ask, b"i\nold \"hosts\" need it\n");
    let text = scratch.read("main.tf");
    let comment = "# tfmend:ignore EC2.8 reason=\"old 'hosts' need it\"\n";
    assert_eq!(text, BAD.replace("resource ", &format!("{comment}resource ")), "{answer:?}");
    let lint = tfmend(&["lint", "--format", "json", "--all", &folder]);
    let json: serde_json::Value = serde_json::from_str(&lint.out).expect("JSON");
    let findings = json["findings"].as_array().expect("a list");
    let one = findings.iter().find(|finding| finding["control"] == "EC2.8").expect("still listed");
    assert_eq!(one["status"], "suppressed", "{one}");
}

const PROVIDER: &str = "provider \"aws\" {\n  region                      = \"us-east-1\"\n  access_key                  = \"mock\"\n  secret_key                  = \"mock\"\n  skip_credentials_validation = true\n  skip_requesting_account_id  = true\n  skip_metadata_api_check     = true\n  skip_region_validation      = true\n  max_retries                 = 1\n}\n";
const VOLUME: &str =
    "resource \"aws_ebs_volume\" \"data\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n}\n";

/// Where Terraform and the provider are: `eval "$(testdata/terraform-environment)"`.
#[test]
fn terraform_itself_proves_fixes() {
    let scratch = Scratch::with(&[("main.tf", VOLUME), ("provider.tf", PROVIDER)]);
    let folder = scratch.path("");
    let verify = ["fix", "--verify", "terraform", "--only", "EC2.3", &*folder];
    let answer = tfmend(&verify);
    if answer.status == 2 && (answer.err.contains("was not found") || answer.err.contains("`terraform init`")) {
        eprintln!("skipped: terraform and its provider are not here");
        return;
    }
    assert!(answer.out.contains("+  encrypted") && answer.err.contains("proof: terraform-plan"), "{answer:?}");
    assert_eq!(scratch.read("main.tf"), VOLUME);
    // Credentials that nobody has: valid, but not to be planned.
    scratch.write("data.tf", b"data \"aws_caller_identity\" \"me\" {}\n");
    let answer = tfmend(&verify);
    assert!(answer.err.contains("proof: terraform-validate") && answer.err.contains("not planned: "), "{answer:?}");
    scratch.write("data.tf", b"resource \"aws_ebs_volume\" \"bad\" {\n  size = 1\n}\n");
    let answer = tfmend(&verify);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.err.contains("the sources as they are") && answer.err.contains("availability_zone"), "{answer:?}");
    // What the graph proves and the program does not is not shown.
    scratch.write("data.tf", b"");
    let rule = LISTS
        .replace("aws_lb", "aws_ebs_volume")
        .replace("attrs.subnets != null", "default(attrs.throughput, 0) == 99");
    let start = rule.find("      class").expect("a fix");
    let end = rule.find("      set =").expect("a fix");
    let fix = "      class   = \"unsafe\"\n      impact  = \"in-place\"\n      summary = { en = \"s\", ja = \"s\" }\n";
    let rule = format!(
        "{}{fix}{}",
        &rule[..start],
        rule[end..].replacen("{ subnets = var.subnets }", "{ throughput = 99 }", 1)
    );
    let rule = rule
        .replace("subnets = [\"subnet-1\", \"subnet-2\"]", "throughput = 99")
        .replace("subnets = [\"subnet-1\"]", "throughput = 99");
    scratch.write("rules/T.1.hcl", rule.as_bytes());
    let rules = scratch.path("rules");
    let answer = tfmend(&["fix", "--rules", &rules, "--only", "T.1", &folder]);
    if answer.status != 2 {
        assert!(answer.out.contains("throughput"), "{answer:?}");
        let answer = tfmend(&["fix", "--verify", "terraform", "--rules", &rules, "--only", "T.1", &folder]);
        assert!(answer.out.is_empty() && answer.err.contains("throughput"), "{answer:?}");
    }
}

/// A plan in which the volume is there already, and the same of one that is new.
fn plan_of_volume(action: &str) -> String {
    let values = "{\"availability_zone\":\"us-east-1a\",\"size\":1,\"encrypted\":false}";
    let before = if action == "create" { "null" } else { values };
    format!(
        "{{\"format_version\":\"1.2\",\"terraform_version\":\"1.11.4\",\"planned_values\":{{\"root_module\":{{\"resources\":[{{\"address\":\"aws_ebs_volume.data\",\"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"data\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"schema_version\":0,\"values\":{values},\"sensitive_values\":{{}}}}]}}}},\"resource_changes\":[{{\"address\":\"aws_ebs_volume.data\",\"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"data\",\"provider_name\":\"registry.terraform.io/hashicorp/aws\",\"change\":{{\"actions\":[\"{action}\"],\"before\":{before},\"after\":{values},\"after_unknown\":{{}},\"before_sensitive\":{{}},\"after_sensitive\":{{}}}}}}],\"configuration\":{{\"provider_config\":{{\"aws\":{{\"name\":\"aws\",\"full_name\":\"registry.terraform.io/hashicorp/aws\"}}}},\"root_module\":{{\"resources\":[{{\"address\":\"aws_ebs_volume.data\",\"mode\":\"managed\",\"type\":\"aws_ebs_volume\",\"name\":\"data\",\"provider_config_key\":\"aws\",\"expressions\":{{\"availability_zone\":{{\"constant_value\":\"us-east-1a\"}},\"size\":{{\"constant_value\":1}},\"encrypted\":{{\"constant_value\":false}}}},\"schema_version\":0}}]}}}}}}"
    )
}

#[test]
fn a_plan_says_what_exists() {
    let source = VOLUME.replace("  size              = 1\n", "  size              = 1\n  encrypted         = false\n");
    let scratch = Scratch::with(&[("root/main.tf", &source)]);
    let root = scratch.path("root");
    for (action, exists) in [("no-op", true), ("create", false)] {
        scratch.write("plan.json", plan_of_volume(action).as_bytes());
        let plan = scratch.path("plan.json");
        let answer = tfmend(&["lint", "--format", "json", "--source", &root, &plan]);
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("JSON");
        let findings = json["findings"].as_array().expect("a list");
        let fix = findings.iter().find(|finding| finding["control"] == "EC2.3").map(|finding| &finding["fix"]);
        let fix = fix.expect("a finding");
        assert_eq!(fix["proof"], "graph-of-configuration", "{answer:?}");
        let warning = fix["warning"].as_str().unwrap_or("");
        let says = warning
            .contains("replaces aws_ebs_volume.data, which exists: its data is lost unless restored from a snapshot");
        assert_eq!(says, exists, "{action}: {warning}");
        assert_eq!(fix["class"], "unsafe");
    }
    let plan = scratch.path("plan.json");
    let answer = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.3", "--source", &root, &plan]);
    assert!(scratch.read("root/main.tf").contains("encrypted         = true"), "{answer:?}");
    assert!(answer.err.contains("proof: graph-of-configuration"), "{answer:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_stays() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::with(&[("main.tf", BAD)]);
    std::fs::create_dir(scratch.folder().join(".git")).expect("a writable temporary folder");
    let file = scratch.folder().join("main.tf");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).expect("its own file");
    let answer = tfmend(&["fix", "--write", "--unsafe", "--only", "EC2.8", &scratch.path("")]);
    assert_eq!((answer.status, &*scratch.read("main.tf")), (2, BAD), "{answer:?}");
    let names = std::fs::read_dir(scratch.folder()).expect("readable").flatten().count();
    assert_eq!(names, 2, "nothing is left beside the file");
}
