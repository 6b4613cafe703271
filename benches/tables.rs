//! The tables of `docs/performance.md` and `docs/trust.md`, each printed by one command:
//!
//! `cargo bench --bench tables -- start` start-up beside an empty program; `-- trees` trees of files, and Checkov where it
//! is in PATH; `-- stages` parse, evaluate and check apart; `-- costs` the controls that take longest; `-- growth` exponents from instruction counts; `-- hostile`
//! pathological inputs; `-- counts` compares instruction counts with the recorded ones (`-- counts --record` renews them).
//! Seconds are of processors, the least of some runs; instructions are those that `valgrind --tool=callgrind` counts.

#[allow(dead_code)]
mod inputs;

use nix::sys::resource::{UsageWho, getrusage};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use tfmend::check::{self, CheckOptions};
use tfmend::eval::scope::FileAccess;
use tfmend::eval::{Evaluation, Project, ProjectOptions};
use tfmend::graph::Graph;
use tfmend::rules::Rules;
use tfmend::schema::Schema;
use tfmend::source;
use tfmend::text::FileId;

const PROGRAM: &str = env!("CARGO_BIN_EXE_tfmend");
/// A change that makes a count worse by more fails.
const TOLERANCE: f64 = 1.05;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["empty"] => {}
        ["measured", rest @ ..] => measured(rest),
        ["stage", stage, folder] => stage_of(stage, Path::new(folder)),
        ["start"] => start(),
        ["trees"] => trees(),
        ["stages"] => stages(),
        ["costs"] => costs(),
        ["growth"] => growth(),
        ["hostile"] => hostile(),
        ["counts"] => counts(false),
        ["counts", "--record"] => counts(true),
        _ => eprintln!(
            "cargo bench --bench tables -- start | trees | stages | costs | growth | hostile | counts [--record]"
        ),
    }
}

/// What a finished process took.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    cpu: f64,
    megabytes: f64,
    status: i32,
}

/// In a child: runs a command and prints what it took, so that the figures are of that command alone.
fn measured(command: &[&str]) {
    let start = Instant::now();
    let status = Command::new(command[0]).args(&command[1..]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let wall = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    let code = status.ok().and_then(|status| status.code()).unwrap_or(-1);
    println!("{wall} {cpu} {} {code}", usage.max_rss() as f64 / 1024.0);
}

fn cost(command: &[&str]) -> Cost {
    let own = std::env::current_exe().expect("the benchmark's own path");
    let output = Command::new(own).arg("measured").args(command).output().expect("a child process");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let figures: Vec<f64> = text.split_whitespace().filter_map(|figure| figure.parse().ok()).collect();
    Cost { wall: figures[0], cpu: figures[1], megabytes: figures[2], status: figures[3] as i32 }
}

/// The least of each figure over some runs.
fn best(runs: usize, command: &[&str]) -> Cost {
    let all: Vec<Cost> = (0..runs).map(|_| cost(command)).collect();
    let least = |of: fn(&Cost) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    Cost {
        wall: least(|cost| cost.wall),
        cpu: least(|cost| cost.cpu),
        megabytes: least(|cost| cost.megabytes),
        status: all[0].status,
    }
}

/// Counted by callgrind; `None` where it is not installed.
fn instructions(command: &[&str]) -> Option<u64> {
    let out = format!("--callgrind-out-file={}", scratch("callgrind.out").display());
    let output = Command::new("valgrind").args(["--tool=callgrind", &out]).args(command).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tfmend-tables-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder.join(name)
}

fn clear() {
    let _ = std::fs::remove_dir_all(scratch("."));
}

fn folder(name: &str, files: &inputs::Files) -> String {
    let folder = scratch(name);
    let _ = std::fs::remove_dir_all(&folder);
    inputs::write(&folder, files);
    folder.display().to_string()
}

fn size(files: &inputs::Files) -> f64 {
    files.iter().map(|(_, content)| content.len()).sum::<usize>() as f64 / 1e6
}

fn start() {
    let own = std::env::current_exe().expect("the benchmark's own path").display().to_string();
    let one = folder("one", &inputs::findings(1));
    println!("| command | wall ms | beside empty | peak MiB |\n|---|---|---|---|");
    // By turns, so that a busy machine is busy for all of them; the medians of what each takes beyond the empty program.
    let commands: [(&str, Vec<&str>); 3] = [
        ("an empty Rust program", vec![&own, "empty"]),
        ("`tfmend --version`", vec![PROGRAM, "--version"]),
        ("lint of one small file", vec![PROGRAM, "lint", "--no-config", &one]),
    ];
    let rounds: Vec<Vec<Cost>> =
        (0..101).map(|_| commands.iter().map(|(_, command)| cost(command)).collect()).collect();
    for (at, (name, _)) in commands.iter().enumerate() {
        let median = |of: &dyn Fn(&Vec<Cost>) -> f64| {
            let mut all: Vec<f64> = rounds.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        let wall = median(&|round| round[at].wall * 1e3);
        let beyond = median(&|round| (round[at].wall - round[0].wall) * 1e3);
        println!("| {name} | {wall:.2} | +{beyond:.2} | {:.1} |", median(&|round| round[at].megabytes));
    }
    clear();
}

fn trees() {
    let checkov = Command::new("checkov").arg("--version").output().is_ok_and(|output| output.status.success());
    println!(
        "| files | MB | tfmend CPU s | wall s | peak MiB | MiB / MB | Checkov CPU s | peak MiB | ratio |\n|---|---|---|---|---|---|---|---|---|"
    );
    for files in [10, 1_000, 20_000] {
        let made = inputs::tree(files);
        let path = folder("tree", &made);
        let ours = best(if files > 5_000 { 2 } else { 5 }, &[PROGRAM, "lint", "--no-config", "--no-fixes", &path]);
        let megabytes = size(&made);
        print!(
            "| {} | {megabytes:.2} | {:.3} | {:.3} | {:.0} | {:.1} |",
            made.len(),
            ours.cpu,
            ours.wall,
            ours.megabytes,
            ours.megabytes / megabytes
        );
        if checkov {
            let theirs = cost(&["checkov", "--directory", &path, "--framework", "terraform", "--quiet", "--compact"]);
            println!(" {:.1} | {:.0} | {:.0}x |", theirs.cpu, theirs.megabytes, theirs.cpu / ours.cpu);
        } else {
            println!(" - | - | - |");
        }
    }
    clear();
}

/// Files on disk, read without confinement.
struct Disk;

impl FileAccess for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| error.to_string())
    }

    fn exists(&self, path: &str) -> Result<bool, String> {
        Ok(Path::new(path).is_file())
    }

    fn list(&self, directory: &str) -> Result<Vec<String>, String> {
        let entries = std::fs::read_dir(directory).map_err(|error| error.to_string())?.flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    fn fileset(&self, _: &str, _: &str) -> Result<Vec<String>, String> {
        Ok(Vec::new())
    }
}

/// In a child: reads the services of a tree, and does so much of the work.
fn stage_of(stage: &str, tree: &Path) {
    let work = {
        let (stage, tree) = (stage.to_owned(), tree.to_owned());
        move || {
            let rules = Rules::builtin();
            for entry in std::fs::read_dir(tree.join("services")).expect("services").flatten() {
                work_on(&stage, &entry.path(), &rules);
            }
        }
    };
    std::thread::Builder::new().stack_size(512 << 20).spawn(work).expect("a thread").join().expect("no panic");
}

fn work_on(stage: &str, root: &Path, rules: &Rules) {
    if matches!(stage, "read" | "parse") {
        for folder in [root, &root.join("../../modules/network")] {
            for name in Disk.list(&folder.display().to_string()).unwrap_or_default() {
                let text = std::fs::read_to_string(folder.join(&name)).unwrap_or_default();
                if stage == "parse" {
                    std::hint::black_box(source::parse(FileId(0), name.as_str().into(), text.into()));
                } else {
                    std::hint::black_box(text);
                }
            }
        }
        return;
    }
    let project = Project::load(Arc::new(Disk), ProjectOptions::new(root.display().to_string()));
    let evaluation = Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone()));
    let graph = Graph::from_config(evaluation);
    for (_, resource) in graph.resources() {
        std::hint::black_box(resource.values());
    }
    if stage == "check" {
        let options = CheckOptions { today: "2026-11-22".to_owned(), ..CheckOptions::default() };
        std::hint::black_box(check::run(&graph, rules, &options));
    }
}

fn stages() {
    let own = std::env::current_exe().expect("the benchmark's own path").display().to_string();
    // Two sizes: the difference is what a service takes, without what the first one needs (rules, schema).
    let small = folder("small", &inputs::tree(50));
    let large = folder("large", &inputs::tree(250));
    let count = |stage: &str| {
        let [small, large] = [&small, &large].map(|tree| instructions(&[&own, "stage", stage, tree]));
        Some((large?.saturating_sub(small?)) as f64 / 40.0 / 1e6)
    };
    let Some(read) = count("read") else { return println!("valgrind is not installed: the stages are not counted") };
    let figures = ["parse", "evaluate", "check"].map(|stage| count(stage).unwrap_or(f64::NAN) - read);
    println!("| stages | million instructions a service | beside parsing |\n|---|---|---|");
    for (name, figure) in ["parse", "parse, evaluate", "parse, evaluate, check"].iter().zip(figures) {
        println!("| {name} | {figure:.2} | {:.1}x |", figure / figures[0]);
    }
    clear();
}

/// The controls that take longest on services whose values are evaluated already.
fn costs() {
    const ROUNDS: usize = 20;
    let tree = folder("costs", &inputs::tree(100));
    let services = std::fs::read_dir(Path::new(&tree).join("services")).expect("services").flatten();
    let graph = |root: PathBuf| {
        let project = Project::load(Arc::new(Disk), ProjectOptions::new(root.display().to_string()));
        Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), Schema::builtin().clone())))
    };
    let graphs: Vec<Graph> = services.map(|entry| graph(entry.path())).collect();
    let rules = Rules::builtin();
    let timed = |only: &str| {
        let only = Some(vec![only.to_owned()]);
        let options = CheckOptions { today: "2026-11-22".to_owned(), only, ..CheckOptions::default() };
        let judge = || graphs.iter().map(|graph| check::run(graph, &rules, &options).len()).sum::<usize>();
        let judgements = judge();
        let start = Instant::now();
        for _ in 0..ROUNDS {
            std::hint::black_box(judge());
        }
        (start.elapsed().as_secs_f64() * 1e6 / ROUNDS as f64, judgements)
    };
    let (nothing, _) = timed("");
    let mut costs: Vec<(f64, usize, &str)> = Vec::new();
    for entry in rules.entries() {
        let (time, judgements) = timed(&entry.id);
        costs.push((time - nothing, judgements, &entry.id));
    }
    costs.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("| control | judgements | microseconds each |\n|---|---|---|");
    for (time, judgements, id) in costs.iter().filter(|(_, judgements, _)| *judgements > 0).take(25) {
        println!("| {id} | {judgements} | {:.1} |", time / *judgements as f64);
    }
    clear();
}

/// What grows, and how it is made.
type Growth = (&'static str, fn(usize) -> inputs::Files, [usize; 3]);
const GROWTH: [Growth; 4] = [
    ("files", inputs::tree, [100, 200, 400]),
    ("instances", inputs::instances, [1_000, 2_000, 4_000]),
    ("findings", inputs::findings, [200, 400, 800]),
    ("module calls", inputs::modules, [15, 30, 60]),
];

/// What grows by more fails.
const STEEPEST: f64 = 1.1;
/// The address of a module is as long as it is deep.
const STEEPER: &str = "module calls";

fn growth() {
    if instructions(&[PROGRAM, "--version"]).is_none() {
        return println!("skipped: valgrind is not installed");
    }
    println!("| grows | sizes | million instructions | exponent |\n|---|---|---|---|");
    let mut steep = Vec::new();
    let mut row = |name: &'static str, sizes: [usize; 3], counts: [Option<u64>; 3]| {
        let counts = counts.map(|count| count.map_or(f64::NAN, |count| count as f64 / 1e6));
        let exponent = exponent(counts);
        let [small, middle, large] = counts;
        println!("| {name} | {sizes:?} | {small:.1} {middle:.1} {large:.1} | {exponent:.2} |");
        // What could not be counted is no proof either.
        if name != STEEPER && (exponent.is_nan() || exponent > STEEPEST) {
            steep.push(name);
        }
    };
    let lint = |rest: &[&str]| instructions(&[&[PROGRAM, "lint", "--no-config", "--no-fixes"], rest].concat());
    for (name, make, sizes) in GROWTH {
        row(name, sizes, sizes.map(|size| lint(&[&folder("growth", &make(size))])));
    }
    let tree = folder("controls", &inputs::tree(100));
    let sizes = [25, 50, 100];
    let counts = sizes.map(|size| lint(&["--rules", &folder("rules", &inputs::controls(size)), &tree]));
    row("controls", sizes, counts);
    clear();
    if !steep.is_empty() {
        println!("grows faster than its size: {}", steep.join(", "));
        std::process::exit(1);
    }
}

/// From steps of one factor: the logarithm of how much the second difference outgrows the first. What does not grow falls out.
fn exponent(counts: [f64; 3]) -> f64 {
    let ratio = (counts[2] - counts[1]) / (counts[1] - counts[0]);
    ratio.log2()
}

fn hostile() {
    println!("| input | size | MB | CPU s | peak MiB | status | limit |\n|---|---|---|---|---|---|---|");
    for case in inputs::HOSTILE {
        let files = (case.make)(case.full);
        let path = folder("hostile", &files);
        let target = Path::new(&path).join(case.path).display().to_string();
        let command = ["timeout", "300", PROGRAM, "lint", "--no-config", "--format", "json", &target];
        let cost = cost(&command);
        let output = Command::new(command[0]).args(&command[1..]).output().expect("a child process");
        let said = [output.stdout, output.stderr].concat();
        let names = !case.limit.is_empty() && String::from_utf8_lossy(&said).contains(case.limit);
        let limit = match (names, case.limit) {
            (true, limit) => limit,
            (false, "") => "",
            (false, _) => "not named",
        };
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.0} | {} | {limit} |",
            case.name,
            case.full,
            size(&files),
            cost.cpu,
            cost.megabytes,
            cost.status
        );
    }
    clear();
}

/// What is counted again and again.
fn counted() -> Vec<(&'static str, Vec<String>)> {
    let lint = |path: String| {
        vec!["lint".to_owned(), "--no-config".to_owned(), "--today".to_owned(), "2026-11-22".to_owned(), path]
    };
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/account-and-workload").display().to_string();
    vec![
        ("version", vec!["--version".to_owned()]),
        ("one file", lint(folder("one", &inputs::findings(1)))),
        ("tree of 100 files", lint(folder("tree", &inputs::tree(100)))),
        ("1000 instances", lint(folder("instances", &inputs::instances(1_000)))),
        ("100 findings with fixes", lint(folder("findings", &inputs::findings(100)))),
        ("modules 30 deep", lint(format!("{}/m000", folder("modules", &inputs::modules(30))))),
        ("the example with fixes", lint(example)),
    ]
}

/// Compares with `benches/counts.txt`, whose first line names the compiler.
fn counts(record: bool) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/counts.txt");
    let compiler = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let compiler = String::from_utf8_lossy(&compiler).trim().to_owned();
    let recorded = std::fs::read_to_string(&file).unwrap_or_default();
    if instructions(&[PROGRAM, "--version"]).is_none() {
        return println!("skipped: valgrind is not installed");
    }
    if !record && recorded.is_empty() {
        return println!("skipped: nothing is recorded in benches/counts.txt");
    }
    if !record && recorded.lines().next() != Some(&compiler) {
        return println!("skipped: the counts are recorded with another compiler than {compiler}");
    }
    let mut text = format!("{compiler}\n");
    let mut worse = false;
    println!("| run | instructions | recorded | |\n|---|---|---|---|");
    for (name, arguments) in counted() {
        let command: Vec<&str> = std::iter::once(PROGRAM).chain(arguments.iter().map(String::as_str)).collect();
        let count = instructions(&command).unwrap_or(0);
        text += &format!("{name}\t{count}\n");
        let line = recorded.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
        let ratio = line.map_or(f64::NAN, |before| count as f64 / before as f64);
        let verdict = if ratio > TOLERANCE { "WORSE" } else { "" };
        worse |= !record && (ratio > TOLERANCE || line.is_none());
        println!("| {name} | {count} | {} | {ratio:.3} {verdict} |", line.unwrap_or(0));
    }
    clear();
    if record {
        std::fs::write(&file, text).expect("the counts can be written");
    }
    if worse {
        println!(
            "worse by more than 5%: mend it, or record anew with a reason: cargo bench --bench tables -- counts --record"
        );
        std::process::exit(1);
    }
}
