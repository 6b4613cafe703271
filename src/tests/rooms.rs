//! The law of the rooms: a room uses only rooms above it in `lib.rs`; every room says what it never does.

use super::support::package;
use std::fs::read_to_string;
use std::path::PathBuf;

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let text = read_to_string(package().join("src/lib.rs")).expect("lib.rs is there");
    text.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect()
}

/// Every source file of a room.
fn files(room: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(package().join("src").join(room)).sort_by_file_name().into_iter().flatten();
    walk.map(|entry| entry.into_path()).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

#[test]
fn rooms_use_only_rooms_above_them() {
    let rooms = rooms();
    assert!(rooms.len() > 8, "lib.rs lists the rooms");
    let mut complaints = Vec::new();
    for (place, room) in rooms.iter().enumerate() {
        for file in files(room) {
            let is_test = file.to_string_lossy().contains("test");
            let text = read_to_string(&file).expect("source files are text");
            // Test modules at the end of a file may use anything.
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
            for (number, line) in code.lines().enumerate() {
                let Some(at) = line.find("crate::") else { continue };
                let used: String = line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let below = rooms.iter().position(|other| *other == used).is_some_and(|other| other > place);
                if below && !is_test {
                    complaints.push(format!("{}:{}: {room} uses {used}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_room_says_what_it_never_does() {
    for room in rooms() {
        let text = read_to_string(package().join("src").join(&room).join("mod.rs")).expect("a room is a folder");
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(head.iter().any(|line| line.starts_with("//! Never:")), "{room} does not say what it never does");
    }
}

#[test]
fn every_file_opens_with_its_purpose_and_stays_readable() {
    let mut complaints = Vec::new();
    for room in rooms() {
        for file in files(&room) {
            let text = read_to_string(&file).expect("source files are text");
            let is_test = file.to_string_lossy().contains("test");
            if !is_test && !text.starts_with("//! ") {
                complaints.push(format!("{} has no opening sentence", file.display()));
            }
            let lines = text.lines().count();
            if lines > 600 {
                complaints.push(format!("{} has {lines} lines", file.display()));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
