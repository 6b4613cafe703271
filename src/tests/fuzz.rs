//! The fuzz targets with a fixed seed. `cargo bench --profile fuzz --bench fuzz` runs them for longer.

#[path = "../../fuzz/targets/mod.rs"]
pub mod targets;

use targets::{Random, TARGETS};

/// Runs some executions of a target with the stack that the program has.
fn run(name: &'static str, executions: u64) {
    let target = *TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    let work = move || {
        for seed in 0..executions {
            let input = (target.input)(&mut Random::new(seed));
            let outcome = std::panic::catch_unwind(|| (target.run)(&input));
            assert!(outcome.is_ok(), "{name}, seed {seed}: {:?}", String::from_utf8_lossy(&input));
        }
    };
    let worker = std::thread::Builder::new().stack_size(512 << 20).spawn(work).expect("a thread");
    assert!(worker.join().is_ok(), "{name} has failed");
}

macro_rules! tests {
    ($($name:ident $executions:literal),*) => {
        $(#[test] fn $name() { run(stringify!($name), $executions); })*

        #[test]
        fn every_target_is_run() {
            let names = [$(stringify!($name)),*];
            assert!(TARGETS.iter().all(|target| names.contains(&target.name)));
            assert_eq!(TARGETS.iter().map(|target| target.share).sum::<u64>(), 1000);
        }
    };
}

tests!(
    parser 3_000, expression 3_000, suppressions 3_000, settings 3_000, outputs 1_000, plan 500, rules 200,
    configuration 150, fix 15
);
