use super::{is_formatted, whitespace};

fn formatted(text: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (range, by) in whitespace(text) {
        out.push_str(&text[at..range.start]);
        out.push_str(&by);
        at = range.end;
    }
    out + &text[at..]
}

/// `*.formatted.tf` is what `terraform fmt` made of `*.tf`.
#[test]
fn spacing_is_that_of_terraform_fmt() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/fix/format");
    let mut cases = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder is there").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".formatted.tf") else { continue };
        let before = std::fs::read_to_string(folder.join(format!("{stem}.tf"))).expect("readable");
        let after = std::fs::read_to_string(entry.path()).expect("readable");
        let ours = formatted(&before);
        let lines = ours.lines().zip(after.lines()).enumerate();
        for (number, (ours, theirs)) in lines {
            assert_eq!(ours, theirs, "{name}:{}", number + 1);
        }
        assert_eq!(ours, after, "{name}");
        assert!(is_formatted(&after), "{name}");
        cases += 1;
    }
    assert!(cases > 0);
}
