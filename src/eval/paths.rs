//! Lexical paths, `/`-separated, as the configuration writes them.

/// `relative` seen from `directory`, without `.` and inner `..` steps; an absolute path stays as it is.
pub fn join(directory: &str, relative: &str) -> String {
    let path = if relative.starts_with('/') { relative.to_owned() } else { format!("{directory}/{relative}") };
    normalize(&path)
}

/// The path without `.` steps and with `..` resolved where something precedes it; `.` when nothing is left.
pub fn normalize(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            ".." if path.starts_with('/') && steps.is_empty() => {}
            step => steps.push(step),
        }
    }
    match (path.starts_with('/'), steps.is_empty()) {
        (true, _) => format!("/{}", steps.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => steps.join("/"),
    }
}

/// The last step of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path as `path.module` prints it for a module folder seen from the root folder (Terraform's working directory).
pub fn relative_to(root: &str, path: &str) -> String {
    if root == path {
        return ".".to_owned();
    }
    if root == "." {
        return path.to_owned();
    }
    if let Some(rest) = path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) {
        return rest.to_owned();
    }
    let root_steps: Vec<&str> = root.split('/').collect();
    let steps: Vec<&str> = path.split('/').collect();
    let shared = root_steps.iter().zip(&steps).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", root_steps.len() - shared);
    up.chain(steps[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_relates() {
        assert_eq!(join("a/b", "../c/./d"), "a/c/d");
        assert_eq!(join(".", "./modules/x"), "modules/x");
        assert_eq!(join("a", "../../x"), "../x");
        assert_eq!(join("a", "/etc/x"), "/etc/x");
        assert_eq!(normalize("./"), ".");
        assert_eq!(relative_to("a/b", "a/c"), "../c");
        assert_eq!(relative_to("a", "a/modules/x"), "modules/x");
        assert_eq!(relative_to(".", "modules/x"), "modules/x");
    }
}
