//! Whole outputs kept as files below `tests/data/golden`, written only under `UPDATE_GOLDEN=1`.

use std::path::Path;
use std::{env, fs};

/// Compares with the file of that name, or writes it when asked to.
#[track_caller]
pub(crate) fn assert(name: &str, actual: impl AsRef<[u8]>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden").join(name);
    let actual = actual.as_ref();
    if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
        return;
    }
    let Ok(expected) = fs::read(&path) else {
        panic!("{} is missing; UPDATE_GOLDEN=1 writes it, then read it", path.display());
    };
    if expected == actual {
        return;
    }
    let (expected, actual) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(actual));
    let differs = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
    let at = differs.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(the end)").to_owned();
    panic!(
        "{} differs at line {}\nthere: {}\nnow:   {}\nIf the change is meant, UPDATE_GOLDEN=1 writes it, then read it.",
        path.display(),
        at + 1,
        line(&expected),
        line(&actual)
    );
}
