//! One pathological input of every kind, in a size that a test can wait for: it ends, with a status, and names the limit
//! that it reaches. `cargo bench --bench tables -- hostile` runs the full sizes.

#[path = "../../benches/inputs/mod.rs"]
#[allow(dead_code)]
mod inputs;

use crate::cli::{Answer, Host, run};
use crate::text::STACK;
use inputs::{Files, HOSTILE};
use std::path::{Path, PathBuf};

/// A folder that goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("tfmend-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        Folder(folder.canonicalize().expect("it is there"))
    }

    fn with(name: &str, files: &Files) -> Folder {
        let folder = Folder::new(name);
        inputs::write(&folder.0, files);
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `tfmend lint` with the stack that the program has.
fn lint(path: &Path) -> Answer {
    let arguments = ["tfmend", "lint", "--format", "json", "--no-config"].map(std::ffi::OsString::from);
    let arguments: Vec<_> = arguments.into_iter().chain([path.as_os_str().to_owned()]).collect();
    let work = move || run(arguments, &Host::with_input(b""));
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    worker.join().expect("no panic")
}

#[test]
fn hostile_inputs_end_and_name_their_limits() {
    let mut silent = Vec::new();
    for (number, case) in HOSTILE.iter().enumerate() {
        println!("{}", case.name);
        let folder = Folder::with(&format!("hostile-{number}"), &(case.make)(case.small));
        let answer = lint(&folder.0.join(case.path));
        assert!(answer.status <= 2, "{}", case.name);
        let json: serde_json::Value = serde_json::from_str(&answer.out).unwrap_or_default();
        assert!(answer.status == 2 || json["summary"].is_object(), "{}", case.name);
        let problems: String = json["problems"].to_string().chars().take(800).collect();
        if !answer.err.contains(case.limit) && !json["problems"].to_string().contains(case.limit) {
            silent.push(format!("{} does not say {:?}: {}{problems}", case.name, case.limit, answer.err));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[cfg(unix)]
#[test]
fn symlinks_that_lead_in_a_circle_end() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with("circle", &inputs::findings(1));
    symlink(".", folder.0.join("again")).expect("a link");
    symlink("loop.tf", folder.0.join("loop.tf")).expect("a link");
    std::fs::create_dir(folder.0.join("module")).expect("a folder");
    symlink("../module", folder.0.join("module/inner")).expect("a link");
    let answer = lint(&folder.0);
    assert_eq!(answer.status, 2, "a file that cannot be read is an error");
    assert!(answer.out.contains("loop.tf"), "{}", answer.out);
    assert!(answer.out.contains("aws_ebs_volume.v0"), "the other file is judged");
}

#[cfg(unix)]
#[test]
fn nothing_leads_out_of_the_root() {
    use std::os::unix::fs::symlink;
    let outside = Folder::with(
        "outside",
        &vec![
            ("secret.txt".to_owned(), b"WHAT-IS-OUTSIDE".to_vec()),
            ("module/main.tf".to_owned(), b"output \"o\" { value = \"WHAT-IS-OUTSIDE\" }\n".to_vec()),
        ],
    );
    let root = Folder::new("inside");
    std::fs::create_dir(root.0.join(".git")).expect("a folder");
    symlink(outside.0.join("secret.txt"), root.0.join("link.txt")).expect("a link");
    symlink(outside.0.join("module/main.tf"), root.0.join("linked.tf")).expect("a link");
    symlink(outside.0.join("module"), root.0.join("linked")).expect("a link");
    let away = outside.0.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    let path = outside.0.join("secret.txt").display().to_string();
    for (number, expression) in [
        format!("file(\"{path}\")"),
        format!("file(\"../{away}/secret.txt\")"),
        "file(\"link.txt\")".to_owned(),
        "templatefile(\"link.txt\", {})".to_owned(),
        format!("filebase64(\"{path}\")"),
        format!("jsonencode(fileset(\"../{away}\", \"*\"))"),
        format!("tostring(fileexists(\"{path}\"))"),
        "module.linked.o".to_owned(),
        "module.away.o".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let text = format!(
            "resource \"aws_ebs_volume\" \"v\" {{\n  availability_zone = \"a\"\n  tags = {{ a = {expression} }}\n}}\n\
             module \"linked\" {{\n  source = \"./linked\"\n}}\nmodule \"away\" {{\n  source = \"../{away}/module\"\n}}\n"
        );
        std::fs::write(root.0.join("main.tf"), text).expect("a file");
        let arguments: Vec<std::ffi::OsString> =
            ["tfmend".into(), "graph".into(), "--format".into(), "json".into(), root.0.clone().into()].into();
        let answer = run(arguments, &Host::with_input(b""));
        for said in [&answer.out, &answer.err] {
            assert!(!said.contains("WHAT-IS-OUTSIDE") && !said.contains("V0hBVC1J"), "{number} {expression}: {said}");
        }
        if number < 7 {
            assert!(!answer.out.contains("\"a\": \"true\""), "{expression} tells what is outside: {}", answer.out);
        }
    }
}
