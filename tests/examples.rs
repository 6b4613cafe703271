//! The integrations in `examples/` are tried with the built program, as far as that is possible without their hosts; and what
//! only a running program shows.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TFMEND: &str = env!("CARGO_BIN_EXE_tfmend");
const PLAN: &str = "testdata/examples/account-and-workload.plan.json";
const VOLUME: &str =
    "resource \"aws_ebs_volume\" \"NAME\" {\n  availability_zone = \"us-east-1a\"\n  size              = 1\n}\n";

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A YAML file as tfmend's own `yamldecode` reads it.
fn yaml(path: &str) -> Value {
    use tfmend::eval::scope::NoNames;
    let text = std::fs::read_to_string(package().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let quoted = serde_json::to_string(&text).expect("text is JSON").replace("${", "$${").replace("%{", "%%{");
    let expression = format!("yamldecode({quoted})");
    let file = tfmend::source::parse_expression(tfmend::text::FileId(0), path.into(), expression.into());
    assert!(file.tree.errors.is_empty(), "{path}");
    let file = std::sync::Arc::new(file);
    let syntax = tfmend::source::Syntax { node: file.tree.root(), file };
    let value = tfmend::eval::evaluate(&syntax, &NoNames).unwrap_or_else(|error| panic!("{path}: {error:?}"));
    serde_json::from_str(&tfmend::value::to_json(&value).expect("a known value")).expect("JSON")
}

/// A git repository with a commit that has one volume and a working tree that has two.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Repository {
        let folder = std::env::temp_dir().join(format!("tfmend-examples-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("bin")).expect("a writable temporary folder");
        let repository = Repository(folder);
        repository.git(&["init", "--quiet", "repository"]);
        repository.write("repository/main.tf", &VOLUME.replace("NAME", "old"));
        repository.git(&["-C", "repository", "add", "--all"]);
        repository.git(&["-C", "repository", "commit", "--quiet", "--message", "base"]);
        repository.write("repository/new.tf", &VOLUME.replace("NAME", "new"));
        repository
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.0.join(path), text).expect("a writable temporary folder");
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.join(path)).unwrap_or_default()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let settings = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let output = Command::new("git").args(settings).args(arguments).current_dir(&self.0).output();
        let output = output.expect("git is there");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn base(&self) -> String {
        self.git(&["-C", "repository", "rev-parse", "HEAD"])
    }

    /// Runs a script of an integration in the repository, with the built program on the path.
    fn bash(&self, script: &str, environment: &[(&str, &str)]) -> Output {
        let program = Path::new(TFMEND).parent().expect("in a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = [self.0.join("bin"), program.to_owned()].into_iter().chain(std::env::split_paths(&path));
        Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(self.0.join("repository"))
            .env("PATH", std::env::join_paths(folders).expect("folders"))
            .envs(environment.iter().copied())
            .output()
            .expect("bash is there")
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn every_example_has_a_page_whose_links_are_there() {
    let mut seen = 0;
    for entry in std::fs::read_dir(package().join("examples")).expect("examples").flatten() {
        let folder = entry.path();
        if folder.ends_with("account-and-workload") {
            continue;
        }
        let page = std::fs::read_to_string(folder.join("README.md")).unwrap_or_else(|_| panic!("{}", folder.display()));
        assert!(page.starts_with("# ") && page.lines().count() < 40, "{} is short", folder.display());
        let links: Vec<&str> = page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!links.is_empty(), "{}", folder.display());
        links.iter().for_each(|link| assert!(folder.join(link).is_file(), "{}: {link}", folder.display()));
        seen += 1;
    }
    assert!(seen >= 6);
}

/// The commands of the README that a new user types, one after the other.
#[test]
fn the_first_five_minutes() {
    let readme = std::fs::read_to_string(package().join("README.md")).expect("the README");
    let block =
        readme.split("<!-- tried -->\n```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let repository = Repository::new("readme");
    for line in block.lines() {
        let done = repository.bash(
            line,
            &[
                ("GIT_AUTHOR_NAME", "a"),
                ("GIT_AUTHOR_EMAIL", "a@example.org"),
                ("GIT_COMMITTER_NAME", "a"),
                ("GIT_COMMITTER_EMAIL", "a@example.org"),
            ],
        );
        // There are findings until they are recorded.
        let wanted = if line.contains("--statistics") { 1 } else { 0 };
        assert_eq!(done.status.code(), Some(wanted), "{line}: {}", told(&done));
    }
    // The gate: what comes next stops, what was there does not.
    let gate = "tfmend lint --diff-base HEAD... --only introduced";
    assert_eq!(repository.bash(gate, &[]).status.code(), Some(1));
    repository.git(&["-C", "repository", "add", "--all"]);
    repository.git(&["-C", "repository", "commit", "--quiet", "--message", "x"]);
    assert_eq!(repository.bash(gate, &[]).status.code(), Some(0));
}

#[test]
fn hooks_are_those_of_the_example() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let ids: Vec<&str> = hooks.as_array().expect("a list").iter().filter_map(|hook| hook["id"].as_str()).collect();
    assert_eq!(ids, ["tfmend", "tfmend-fix"]);
    for hook in hooks.as_array().expect("a list") {
        let entry: Vec<&str> = hook["entry"].as_str().expect("text").split(' ').collect();
        let help = Command::new(TFMEND).args(&entry[1..]).arg("--help").output().expect("it runs");
        assert!(entry[0] == "tfmend" && help.status.success(), "{entry:?}");
    }
    let example = yaml("examples/pre-commit/.pre-commit-config.yaml");
    for hook in example["repos"][0]["hooks"].as_array().expect("a list") {
        assert!(ids.contains(&hook["id"].as_str().expect("text")));
    }
}

#[test]
fn the_action_gates_what_a_pull_request_introduces() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_array().expect("a list");
    let lint = steps.iter().find(|step| step["id"] == "lint").expect("a step");
    let script = lint["run"].as_str().expect("text");
    // Values of a pull request reach the script through the environment only.
    assert!(steps.iter().all(|step| !step["run"].as_str().unwrap_or("").contains("${{")));
    let repository = Repository::new("action");
    let (temporary, base) = (repository.0.to_string_lossy().into_owned(), repository.base());
    let (output, summary) = (format!("{temporary}/output"), format!("{temporary}/summary"));
    let run = |pairs: &[(&str, &str)]| {
        let given = [
            ("RUNNER_TEMP", temporary.as_str()),
            ("GITHUB_OUTPUT", output.as_str()),
            ("GITHUB_STEP_SUMMARY", summary.as_str()),
            ("TFMEND", TFMEND),
            ("LINT_PATH", "."),
            ("FAIL_ON", ""),
            ("ONLY_INTRODUCED", "true"),
            ("ARGUMENTS", ""),
            ("BASE", base.as_str()),
        ];
        repository.bash(script, &[&given[..], pairs].concat())
    };
    let gated = run(&[]);
    assert_eq!(gated.status.code(), Some(1), "{}", told(&gated));
    assert!(told(&gated).contains("::") && told(&gated).contains("file=new.tf"), "{}", told(&gated));
    assert!(!told(&gated).contains("file=main.tf"), "{}", told(&gated));
    assert!(repository.read("output").contains("sarif=") && repository.read("tfmend.sarif").contains("\"2.1.0\""));
    assert!(repository.read("tfmend.md").starts_with("<!-- tfmend -->"), "{}", repository.read("tfmend.md"));
    assert!(repository.read("summary").contains("EC2.3"));
    assert_eq!(run(&[("FAIL_ON", "high")]).status.code(), Some(0));
    assert_eq!(run(&[("ARGUMENTS", "--ignore EC2.3 --no-fixes")]).status.code(), Some(0));
    let all = run(&[("BASE", "")]);
    assert!(all.status.code() == Some(1) && told(&all).contains("file=main.tf"), "{}", told(&all));
    let plan = package().join(PLAN);
    let plan = run(&[("LINT_PATH", &plan.to_string_lossy())]);
    assert_eq!(plan.status.code(), Some(1), "{}", told(&plan));
    let workflow = yaml("examples/github-actions/.github/workflows/tfmend.yml");
    let inputs = workflow["jobs"]["tfmend"]["steps"][1]["with"].as_object().expect("an object");
    inputs.keys().for_each(|input| assert!(action["inputs"][input].is_object(), "{input}"));
}

#[test]
fn the_comment_is_written_anew() {
    let workflow = yaml("examples/github-actions/.github/workflows/tfmend.yml");
    let steps = workflow["jobs"]["tfmend"]["steps"].as_array().expect("a list");
    let comment = steps.iter().find(|step| step["name"] == "Comment").expect("a step");
    let repository = Repository::new("comment");
    let gh = "#!/bin/sh\necho \"$@\" >> \"$CALLS\"\ncase \"$*\" in *--paginate*) cat \"$FOUND\";; esac\n";
    repository.write("bin/gh", gh);
    repository.bash("chmod +x ../bin/gh", &[]);
    let calls = repository.0.join("calls").to_string_lossy().into_owned();
    let found = repository.0.join("found").to_string_lossy().into_owned();
    for (ids, wanted) in
        [("", "--method POST repos/o/r/issues/7/comments"), ("42\n43\n", "--method PATCH repos/o/r/issues/comments/42")]
    {
        repository.write("found", ids);
        repository.write("calls", "");
        let given = [
            ("CALLS", calls.as_str()),
            ("FOUND", found.as_str()),
            ("REPOSITORY", "o/r"),
            ("NUMBER", "7"),
            ("COMMENT", "x.md"),
        ];
        let done = repository.bash(comment["run"].as_str().expect("text"), &given);
        assert!(done.status.success(), "{}", told(&done));
        assert!(repository.read("calls").contains(wanted), "{}", repository.read("calls"));
    }
}

#[test]
fn the_gitlab_job_gates_a_merge_request() {
    let job = &yaml("examples/gitlab/.gitlab-ci.yml")["tfmend"];
    let lines: Vec<&str> = job["script"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let repository = Repository::new("gitlab");
    let base = repository.base();
    let done = repository.bash(&lines.join("\n"), &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)]);
    assert_eq!(done.status.code(), Some(1), "{}", told(&done));
    let reports = job["artifacts"]["reports"].as_object().expect("an object");
    for file in reports.values().filter_map(Value::as_str) {
        let report = repository.read(&format!("repository/{file}"));
        assert!(report.contains("new.tf") && !report.contains("main.tf"), "{file}: {report}");
    }
}

#[test]
fn plans_are_judged_in_atlantis_and_spacelift() {
    let repository = Repository::new("plans");
    // `terraform show -json` prints a recorded plan.
    repository.write("bin/terraform", "#!/bin/sh\n[ \"$1 $2\" = 'show -json' ] && cat \"$RECORDED\"\n");
    repository.bash("chmod +x ../bin/terraform", &[]);
    let recorded = package().join(PLAN).to_string_lossy().into_owned();
    let given = [("RECORDED", recorded.as_str()), ("PLANFILE", "x.plan"), ("SHOWFILE", "x.json")];
    let atlantis = yaml("examples/atlantis/repos.yaml");
    let steps = atlantis["workflows"]["tfmend"]["plan"]["steps"].as_array().expect("a list");
    let lines: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let spacelift = yaml("examples/spacelift/.spacelift/config.yml");
    let hooks: Vec<&str> = spacelift["stack_defaults"]["after_plan"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for script in [lines.join("\n"), hooks.join("\n")] {
        let done = repository.bash(&script, &given);
        assert_eq!(done.status.code(), Some(1), "{script}: {}", told(&done));
        assert!(told(&done).contains("RDS.3"), "{script}: {}", told(&done));
    }
}

/// Waits until a text has been printed; a minute at most.
fn until(printed: &std::sync::mpsc::Receiver<String>, wanted: &str) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let left = end.saturating_duration_since(std::time::Instant::now());
        let line = printed.recv_timeout(left).unwrap_or_else(|_| panic!("{wanted} was not printed"));
        if line.contains(wanted) {
            return;
        }
    }
}

#[test]
fn watching_lints_again() {
    let repository = Repository::new("watch");
    let mut watching = Command::new(TFMEND)
        .args(["lint", "--watch", "--no-config", "repository"])
        .current_dir(&repository.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let (sender, printed) = std::sync::mpsc::channel();
    let output = BufReader::new(watching.stdout.take().expect("piped"));
    let reader =
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        until(&printed, "2 fail");
        repository.write("repository/new.tf", "locals {}\n");
        until(&printed, "1 fail");
        repository.write("repository/new.tf", "resource {\n");
        until(&printed, "error[syntax]");
    }));
    watching.kill().expect("it runs");
    let _ = (watching.wait(), reader.join());
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

#[test]
fn a_modules_file_stands_for_its_roots_from_any_folder() {
    let repository = Repository::new("anywhere");
    for root in ["one", "two"] {
        std::fs::create_dir_all(repository.0.join(format!("repository/live/{root}"))).expect("writable");
        repository
            .write(&format!("repository/live/{root}/main.tf"), "module \"m\" {\n  source = \"../../modules/m\"\n}\n");
    }
    std::fs::create_dir_all(repository.0.join("repository/modules/m")).expect("writable");
    repository.write("repository/modules/m/main.tf", &VOLUME.replace("NAME", "inside"));
    let absolute = repository.0.join("repository/modules/m/main.tf");
    let cases = [
        (".", "repository/modules/m/main.tf", "repository/modules/m/main.tf"),
        ("repository", "modules/m/main.tf", "modules/m/main.tf"),
        ("repository", "./modules/../modules/m/main.tf", "modules/m/main.tf"),
        ("repository/modules", "m/main.tf", "../modules/m/main.tf"),
        ("repository/live/one", "../../modules/m/main.tf", "../../modules/m/main.tf"),
        ("/", absolute.to_str().expect("text"), "repository/modules/m/main.tf"),
    ];
    for (folder, file, place) in cases {
        for more in [&[][..], &["--diff-base", "HEAD"]] {
            let output = Command::new(TFMEND)
                .args(["lint", "--format", "json", "--no-fixes"])
                .args(more)
                .arg(file)
                .current_dir(repository.0.join(folder))
                .output()
                .expect("it runs");
            let report: Value =
                serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{file}: {}", told(&output)));
            assert_eq!(report["summary"]["roots"], 2, "{folder} {file} {more:?}");
            let found = report["findings"][0]["location"]["file"].as_str().unwrap_or_default();
            let right = if folder == "/" { found.ends_with(place) } else { found == place };
            assert!(right, "{folder} {file}: {found}");
        }
    }
}

/// One request: its first line, headers and body.
fn request(stream: &TcpStream) -> (String, String, Vec<u8>) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut headers, mut length) = (String::new(), String::new(), 0);
    reader.read_line(&mut first).expect("a request");
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a header");
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
        if line.trim().is_empty() {
            break;
        }
        headers.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    (first, headers, body)
}

fn respond(mut stream: &TcpStream, body: &[u8]) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("it listens");
}

/// The signature of HCP Terraform, made by Python's own library.
fn signature(key: &str, body: &str) -> String {
    let program = "import hmac,hashlib,sys; print(hmac.new(sys.argv[1].encode(), sys.argv[2].encode(), hashlib.sha512).hexdigest())";
    let output = Command::new("python3").args(["-c", program, key, body]).output().expect("python3 is there");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn post(port: u16, body: &str, signature: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let head =
        format!("POST / HTTP/1.0\r\nX-TFC-Task-Signature: {signature}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all((head + body).as_bytes()).expect("it listens");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_run_task_answers_hcp_terraform() {
    if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 is not there");
        return;
    }
    let hcp = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("127.0.0.1:{}", hcp.local_addr().expect("bound").port());
    let mut service = Command::new("python3")
        .arg(package().join("examples/run-task/run_task.py"))
        .envs([("TFC_HMAC_KEY", "key"), ("PORT", "0"), ("TFMEND", TFMEND), ("TFC_HOSTS", address.as_str())])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(service.stdout.take().expect("piped")).read_line(&mut line).expect("it says its port");
    let port: u16 = line.trim().rsplit(' ').next().and_then(|port| port.parse().ok()).expect("a port");
    let task = |host: &str| {
        json!({
            "stage": "post_plan", "access_token": "token",
            "plan_json_api_url": format!("http://{host}/plan"), "task_result_callback_url": format!("http://{host}/result"),
        })
        .to_string()
    };
    let outcome = std::panic::catch_unwind(|| {
        let body = task(&address);
        assert!(post(port, &body, "wrong").contains("401"));
        let elsewhere = task("127.0.0.1:1");
        assert!(post(port, &elsewhere, &signature("key", &elsewhere)).contains("403"), "the token goes nowhere else");
        let empty = json!({"stage": "test"}).to_string();
        assert!(post(port, &empty, &signature("key", &empty)).contains("200"));
        assert!(post(port, &body, &signature("key", &body)).contains("200"));
        let (stream, _) = hcp.accept().expect("it fetches the plan");
        let (first, headers, _) = request(&stream);
        assert!(first.starts_with("GET /plan") && headers.contains("Bearer token"), "{first}{headers}");
        respond(&stream, &std::fs::read(package().join(PLAN)).expect("a recorded plan"));
        let (stream, _) = hcp.accept().expect("it answers");
        let (first, _, body) = request(&stream);
        respond(&stream, b"{}");
        assert!(first.starts_with("PATCH /result"), "{first}");
        let result: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(result["data"]["attributes"]["status"], "failed");
        let outcomes = result["data"]["relationships"]["outcomes"]["data"].as_array().expect("a list");
        assert!(
            outcomes.iter().any(|one| one["attributes"]["description"].as_str().unwrap_or("").starts_with("RDS.3 "))
        );
    });
    service.kill().expect("it runs");
    let _ = service.wait();
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

/// A module beside the folder in which `fix` runs, and a link to a file of it.
#[cfg(unix)]
#[test]
fn a_diff_made_below_the_top_applies_at_the_top() {
    let repository = Repository::new("below");
    let script = r#"
        mkdir shared env
        printf 'resource "aws_kms_key" "k" {\n  description = "x"\n}\n' >shared/main.tf
        printf 'module "m" {\n  source = "../shared"\n}\n' >env/main.tf
        ln -s ../shared/main.tf env/linked.tf
        cd env
        tfmend fix --only KMS.4 >../fix.diff || true
        git -C .. apply --check fix.diff
        grep -c '^+  enable_key_rotation = true' ../fix.diff
    "#;
    let output = repository.bash(script, &[]);
    assert!(output.status.success(), "{}", told(&output));
    assert!(told(&output).contains("the diff applies in") && told(&output).ends_with('\n'), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).trim() == "1", "{}", told(&output));
}
