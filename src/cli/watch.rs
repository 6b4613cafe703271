//! `tfmend lint --watch`: lints again when a file changes.

use super::discover::is_source;
use super::error::CliError;
use super::flags::{LintArgs, Look};
use super::host::Host;
use super::lint::lint_once;
use super::settings::NAMES;
use super::{Answer, error};
use notify::{RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Editors write several files in a row.
const SETTLED: Duration = Duration::from_millis(80);

pub fn watch(args: &LintArgs, look: &Look, host: &Host) -> Result<Answer, CliError> {
    if args.input.paths.iter().any(|path| path == Path::new("-")) {
        return Err(CliError::usage("--watch: standard input does not change", "give a folder"));
    }
    let mut changes = Changes::of(&args.input.paths)?;
    loop {
        let screen = if host.output_is_terminal { "\x1b[2J\x1b[H" } else { "" };
        // A mistake in the settings is mended while it is watched.
        let answer = match lint_once(args, look, host) {
            Ok((answer, folders)) => {
                changes.add(&folders);
                answer
            }
            Err(error) => error::answer(&error),
        };
        let answer = answer.whole();
        host.print(&format!("{screen}{}", answer.out));
        host.say(&answer.err);
        host.say("watching for changes; Ctrl-C ends it\n");
        if !changes.wait() {
            return Ok(Answer::default());
        }
    }
}

/// Changes of Terraform files and settings below some folders.
struct Changes {
    watcher: notify::RecommendedWatcher,
    events: Receiver<PathBuf>,
    watched: Vec<PathBuf>,
}

impl Changes {
    fn of(paths: &[PathBuf]) -> Result<Changes, CliError> {
        let (sender, events) = channel();
        let handler = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if !event.kind.is_access() {
                event.paths.into_iter().for_each(|path| drop(sender.send(path)));
            }
        };
        let failed = |error: notify::Error| CliError::usage(format!("--watch: {error}"), "");
        let mut changes =
            Changes { watcher: notify::recommended_watcher(handler).map_err(failed)?, events, watched: Vec::new() };
        for path in paths {
            let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new(".")) };
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let real =
                folder.canonicalize().map_err(|error| CliError::unreadable(super::discover::shown(path), &error))?;
            changes.watcher.watch(&real, RecursiveMode::Recursive).map_err(failed)?;
            changes.watched.push(real);
        }
        Ok(changes)
    }

    /// Folders that were read too: modules outside of what was named.
    fn add(&mut self, folders: &[PathBuf]) {
        for folder in folders {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let Ok(real) = folder.canonicalize() else { continue };
            if !self.watched.iter().any(|watched| real.starts_with(watched))
                && self.watcher.watch(&real, RecursiveMode::NonRecursive).is_ok()
            {
                self.watched.push(real);
            }
        }
    }

    /// Waits until something of interest has changed and is quiet again; false when nothing more can come.
    fn wait(&self) -> bool {
        loop {
            match self.events.recv() {
                Ok(path) if matters(&path) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        while self.events.recv_timeout(SETTLED).is_ok() {}
        true
    }
}

fn matters(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    is_source(name) || NAMES.contains(&name) || path.extension().is_some_and(|ending| ending == "hcl")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_ends_the_wait() {
        let folder = std::env::temp_dir().join(format!("tfmend-watch-{}", std::process::id()));
        let (inside, outside) = (folder.join("live/one"), folder.join("modules/m"));
        for folder in [&inside, &outside] {
            std::fs::create_dir_all(folder).expect("a writable temporary folder");
        }
        let mut changes = Changes::of(&[folder.join("live")]).expect("folders can be watched");
        changes.add(std::slice::from_ref(&outside));
        for file in [inside.join("main.tf"), outside.join("main.tf"), inside.join("tfmend.toml")] {
            // Not of interest, and alone it would not end the wait.
            std::fs::write(folder.join("live/notes.txt"), "x").expect("writable");
            std::fs::write(&file, "locals {}\n").expect("writable");
            assert!(changes.wait(), "{}", file.display());
        }
        std::fs::write(folder.join("live/notes.txt"), "y").expect("writable");
        let unimportant = changes.events.recv_timeout(Duration::from_secs(5)).expect("the folder is watched");
        assert!(!matters(&unimportant));
        std::fs::remove_dir_all(&folder).expect("it is there");
    }
}
