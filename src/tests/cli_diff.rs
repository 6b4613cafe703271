//! `--diff-base`: a tree compared with a revision, read through git's objects.

use super::cli::{Scratch, tfmend};
use crate::cli::Answer;
use std::path::Path;
use std::process::Command;

/// A git repository in a scratch folder.
pub struct Repository {
    pub scratch: Scratch,
}

impl Repository {
    /// With a first commit.
    pub fn with(files: &[(&str, &str)]) -> Repository {
        let repository = Repository { scratch: Scratch::with(files) };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit();
        repository
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        git(self.scratch.folder(), arguments)
    }

    pub fn commit(&self) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub fn write(&self, path: &str, text: &str) {
        self.scratch.write(path, text.as_bytes());
    }

    fn rename(&self, old: &str, new: &str) {
        let folder = self.scratch.folder();
        std::fs::create_dir_all(folder.join(new).parent().expect("below")).expect("writable");
        std::fs::rename(folder.join(old), folder.join(new)).expect("it is there");
    }

    fn lint(&self, arguments: &[&str]) -> Answer {
        let folder = self.scratch.path("");
        tfmend(&[&["lint", "--format", "json", "--no-fixes", "--all"], arguments, &[folder.as_str()]].concat())
    }

    /// `control address change` of what failed or is resolved, sorted.
    fn changes(&self, arguments: &[&str]) -> Vec<String> {
        let answer = self.lint(arguments);
        let json: serde_json::Value =
            serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
        let mut found: Vec<String> = json["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|finding| !finding["change"].is_null())
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap_or("").to_owned();
                format!("{} {} {}", text("control"), text("address"), text("change"))
            })
            .collect();
        found.sort();
        found
    }
}

pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn volume(name: &str, encrypted: bool) -> String {
    format!(
        "resource \"aws_ebs_volume\" \"{name}\" {{\n  availability_zone = \"us-east-1a\"\n  size = 1\n  encrypted = {encrypted}\n}}\n"
    )
}

const NO_CHANGE: [&str; 0] = [];

#[test]
fn introduced_existing_and_resolved() {
    let repository = Repository::with(&[
        ("main.tf", &(volume("kept", false) + &volume("mended", false) + &volume("gone", false))),
        ("fine.tf", &volume("fine", true)),
    ]);
    // The working tree against a commit: nothing is staged, nothing committed.
    repository.write("main.tf", &(volume("kept", false) + &volume("mended", true)));
    repository.write("new.tf", &volume("new", false));
    repository.write("fine.tf", &volume("fine", false));
    let wanted = [
        "EC2.3 aws_ebs_volume.fine introduced",
        "EC2.3 aws_ebs_volume.gone resolved",
        "EC2.3 aws_ebs_volume.kept existing",
        "EC2.3 aws_ebs_volume.mended resolved",
        "EC2.3 aws_ebs_volume.new introduced",
    ];
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), wanted);
    // Two revisions, whatever the working tree holds.
    repository.commit();
    repository.write("main.tf", "");
    assert_eq!(repository.changes(&["--diff-base", "HEAD~1", "--diff-head", "HEAD"]), wanted);
    assert_eq!(repository.changes(&["--diff-base", "HEAD", "--diff-head", "HEAD"]).len(), 3);
    // Nothing was checked out or written.
    assert_eq!(repository.git(&["status", "--porcelain"]), "M main.tf");
}

#[test]
fn only_what_is_introduced_gates() {
    let repository = Repository::with(&[("main.tf", &volume("a", false))]);
    assert_eq!(repository.lint(&["--diff-base", "HEAD", "--only", "introduced"]).status, 0);
    assert_eq!(repository.lint(&["--diff-base", "HEAD"]).status, 1);
    repository.write("b.tf", &volume("b", false));
    let answer = repository.lint(&["--diff-base", "HEAD", "--only", "introduced"]);
    assert_eq!(answer.status, 1);
    assert!(!answer.out.contains("aws_ebs_volume.a"), "{}", answer.out);
    let folder = repository.scratch.path("");
    repository.write("main.tf", "");
    let resolved = tfmend(&["lint", "--diff-base", "HEAD", "--only", "resolved", &folder]);
    assert!(resolved.status == 0 && resolved.out.contains("aws_ebs_volume.a"), "{resolved:?}");
    assert_eq!(tfmend(&["lint", "--only", "introduced", &folder]).status, 2);
}

#[test]
fn moves_and_renames_are_no_change() {
    let call = |name: &str, source: &str| format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n");
    let repository = Repository::with(&[
        ("main.tf", &(volume("a", false) + &volume("counted", false) + &call("old", "./modules/x"))),
        ("modules/x/main.tf", &volume("inside", false)),
    ]);
    // Another file name, another module folder.
    repository.rename("main.tf", "volumes.tf");
    repository.rename("modules/x", "shared/y");
    let moved = "moved {\n  from = aws_ebs_volume.a\n  to   = aws_ebs_volume.b\n}\nmoved {\n  from = module.old\n  to   = module.new[0]\n}\n";
    let counted = volume("counted", false).replace("size", "count = 1\n  size");
    let called = call("new", "./shared/y").replace("source", "count = 1\n  source");
    repository.write("volumes.tf", &(volume("b", false) + &counted + &called + moved));
    let wanted = [
        "EC2.3 aws_ebs_volume.b existing",
        "EC2.3 aws_ebs_volume.counted[0] existing",
        "EC2.3 module.new[0].aws_ebs_volume.inside existing",
    ];
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), wanted);
    // Without `moved` a renamed resource is destroyed and made anew.
    repository.write("volumes.tf", &(volume("b", false) + &counted + &called));
    let found = repository.changes(&["--diff-base", "HEAD"]);
    assert!(found.contains(&"EC2.3 aws_ebs_volume.b introduced".to_owned()), "{found:?}");
    assert!(found.contains(&"EC2.3 aws_ebs_volume.a resolved".to_owned()), "{found:?}");
}

#[test]
fn roots_in_folders_below_and_modules_outside_the_path() {
    let main = "module \"m\" {\n  source = \"../../modules/m\"\n}\n";
    let repository = Repository::with(&[
        ("live/one/main.tf", main),
        ("live/two/main.tf", &volume("two", false)),
        ("modules/m/main.tf", &volume("inside", true)),
    ]);
    repository.write("modules/m/main.tf", &volume("inside", false));
    let folder = repository.scratch.path("live/one");
    let only = |paths: &[&str]| {
        let answer = tfmend(&[&["lint", "--diff-base", "HEAD", "--format", "json", "--no-fixes"], paths].concat());
        let json: serde_json::Value =
            serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {answer:?}"));
        let findings = json["findings"].as_array().expect("a list").iter();
        findings
            .map(|it| format!("{} {}", it["address"].as_str().unwrap_or(""), it["change"].as_str().unwrap_or("")))
            .collect::<Vec<_>>()
    };
    assert_eq!(only(&[&folder]), ["module.m.aws_ebs_volume.inside introduced"]);
    assert_eq!(only(&[&repository.scratch.path("modules/m/main.tf")]), ["module.m.aws_ebs_volume.inside introduced"]);
    // A root under another name is the same root; one that is gone is resolved.
    repository.commit();
    repository.rename("live/two", "live/three");
    assert_eq!(
        repository.changes(&["--diff-base", "HEAD"]),
        ["EC2.3 aws_ebs_volume.two existing", "EC2.3 module.m.aws_ebs_volume.inside existing"]
    );
    std::fs::remove_dir_all(repository.scratch.folder().join("live/three")).expect("it is there");
    assert!(repository.changes(&["--diff-base", "HEAD"]).contains(&"EC2.3 aws_ebs_volume.two resolved".to_owned()));
    // A deleted file may be named, as `git diff --name-only` does.
    let gone = repository.scratch.path("live/two/main.tf");
    let answer = tfmend(&["lint", "--diff-base", "HEAD", &gone]);
    assert!(answer.status == 0 && answer.err.contains("1 finding is resolved"), "{answer:?}");
}

#[test]
fn what_git_ignores_belongs_to_both_sides() {
    let main =
        "variable \"encrypted\" { type = bool }\n".to_owned() + &volume("a", false).replace("false", "var.encrypted");
    let repository = Repository::with(&[("main.tf", &main), (".gitignore", "*.tfvars\n.terraform/\n")]);
    repository.write("terraform.tfvars", "encrypted = false\n");
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), ["EC2.3 aws_ebs_volume.a existing"]);
    // A file that is only new is part of the change.
    repository.write("new.auto.tfvars.json", "{\"encrypted\": false}\n");
    repository.write(".gitignore", "");
    repository.scratch.write("terraform.tfvars", b"");
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), ["EC2.3 aws_ebs_volume.a introduced"]);
}

#[test]
fn links_and_files_that_are_read() {
    let main = "locals {\n  given = jsondecode(file(\"${path.module}/data/given.json\"))\n}\n".to_owned()
        + &volume("a", false).replace("false", "local.given.encrypted");
    let repository = Repository::with(&[("real/given.json", "{\"encrypted\": true}"), ("main.tf", &main)]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("real", repository.scratch.folder().join("data")).expect("a writable folder");
    repository.commit();
    repository.write("real/given.json", "{\"encrypted\": false}");
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), ["EC2.3 aws_ebs_volume.a introduced"]);
}

#[test]
fn the_account_is_compared_over_all_roots() {
    let trail = "resource \"aws_iam_account_password_policy\" \"p\" {\n  minimum_password_length = 14\n}\n";
    let contact = "resource \"aws_account_alternate_contact\" \"security\" {\n  alternate_contact_type = \"SECURITY\"\n  name = \"s\"\n  title = \"s\"\n  email_address = \"s@example.org\"\n  phone_number = \"+1\"\n}\n";
    let repository = Repository::with(&[("one/main.tf", trail), ("two/main.tf", contact)]);
    let account = |repository: &Repository| {
        let found = repository.changes(&["--diff-base", "HEAD", "--control", "Account.1"]);
        assert!(found.len() <= 1, "judged once: {found:?}");
        found
    };
    assert_eq!(account(&repository), NO_CHANGE);
    repository.write("two/main.tf", &volume("a", true));
    assert_eq!(account(&repository), ["Account.1  introduced"]);
    repository.commit();
    assert_eq!(account(&repository), ["Account.1  existing"]);
    repository.write("one/contact.tf", contact);
    assert_eq!(account(&repository), ["Account.1  resolved"]);
}

#[test]
fn a_base_that_cannot_be_read_wholly() {
    let repository = Repository::with(&[("main.tf", &(volume("a", false) + "resource \"x\" {\n"))]);
    repository.write("main.tf", &volume("a", false));
    let answer = repository.lint(&["--diff-base", "HEAD"]);
    assert!(answer.err.contains("could not be read wholly at HEAD"), "{answer:?}");
    // What is broken now has not been resolved.
    repository.commit();
    repository.write("main.tf", "resource \"aws_ebs_volume\" \"a\" {\n  size = = 1\n");
    assert!(!repository.lint(&["--diff-base", "HEAD"]).out.contains("resolved"));
}

#[test]
fn what_is_no_base() {
    let said = |answer: &Answer, message: &str| {
        assert_eq!(answer.status, 2, "{answer:?}");
        assert!(answer.err.contains(message), "{message}: {answer:?}");
    };
    let plain = Scratch::with(&[("main.tf", &volume("a", false))]);
    said(&tfmend(&["lint", "--diff-base", "HEAD", &plain.path("")]), "not in a git repository");
    let repository = Repository::with(&[("main.tf", &volume("a", false)), ("plan.json", "{}")]);
    said(&repository.lint(&["--diff-base", "nowhere"]), "no revision `nowhere`");
    said(&repository.lint(&["--diff-base", "--output=x"]), "");
    said(
        &tfmend(&["lint", "--diff-base", "HEAD", &repository.scratch.path("plan.json")]),
        "compares folders with sources",
    );
    said(&tfmend(&["lint", "--diff-base", "HEAD", "-"]), "compares folders with sources");
    said(&tfmend(&["lint", "--diff-base", "HEAD", &repository.scratch.path("absent")]), "no such file or folder");
    said(&tfmend(&["lint", "--diff-head", "HEAD", &repository.scratch.path("")]), "--diff-base");
}

#[test]
fn shallow_clones_and_common_ancestors() {
    let repository = Repository::with(&[("main.tf", &volume("a", false))]);
    repository.git(&["checkout", "--quiet", "-b", "branch"]);
    repository.write("b.tf", &volume("b", false));
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("main.tf", &volume("a", true));
    repository.commit();
    repository.git(&["checkout", "--quiet", "branch"]);
    // `main` has been mended since; the branch did not break it again.
    assert_eq!(
        repository.changes(&["--diff-base", "main..."]),
        ["EC2.3 aws_ebs_volume.a existing", "EC2.3 aws_ebs_volume.b introduced"]
    );
    assert_eq!(repository.changes(&["--diff-base", "main...HEAD"]).len(), 2);
    assert!(repository.changes(&["--diff-base", "main"]).contains(&"EC2.3 aws_ebs_volume.a introduced".to_owned()));
    let clone = Scratch::new();
    let url = format!("file://{}", repository.scratch.path(""));
    git(clone.folder(), &["clone", "--quiet", "--depth", "1", &url, "shallow"]);
    let folder = clone.path("shallow");
    let answer = tfmend(&["lint", "--diff-base", "HEAD~1", &folder]);
    assert!(answer.status == 2 && answer.err.contains("shallow") && answer.err.contains("git fetch"), "{answer:?}");
    git(&clone.folder().join("shallow"), &["fetch", "--quiet", "--depth", "1", "origin", "main"]);
    assert_eq!(tfmend(&["lint", "--diff-base", "FETCH_HEAD", &folder]).status, 1);
    let answer = tfmend(&["lint", "--diff-base", "FETCH_HEAD...", &folder]);
    assert!(answer.status == 2 && answer.err.contains("no common ancestor"), "{answer:?}");
}

#[test]
fn submodules_are_read_at_the_commit_of_the_base() {
    let module = Repository::with(&[("main.tf", &volume("inside", true))]);
    let repository = Repository::with(&[("main.tf", "module \"m\" {\n  source = \"./sub\"\n}\n")]);
    repository.git(&["submodule", "--quiet", "add", &module.scratch.path(""), "sub"]);
    repository.commit();
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), NO_CHANGE);
    module.write("main.tf", &volume("inside", false));
    module.commit();
    git(&repository.scratch.folder().join("sub"), &["pull", "--quiet", "origin", "main"]);
    assert_eq!(repository.changes(&["--diff-base", "HEAD"]), ["EC2.3 module.m.aws_ebs_volume.inside introduced"]);
    repository.commit();
    // The older commit of the submodule is not there any more: no answer rather than a wrong one.
    std::fs::remove_dir_all(repository.scratch.folder().join("sub")).expect("it is there");
    std::fs::remove_dir_all(repository.scratch.folder().join(".git/modules")).expect("it is there");
    let url = format!("file://{}", module.scratch.path(""));
    git(repository.scratch.folder(), &["clone", "--quiet", "--depth", "1", &url, "sub"]);
    let answer = repository.lint(&["--diff-base", "HEAD~1"]);
    assert!(answer.status == 2 && answer.err.contains("the submodule sub is not there at its commit"), "{answer:?}");
}
