//! The corpus of the fuzz package, and every input that once broke something, through the doors again.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/doors.rs"]
mod doors;

#[test]
fn every_file_of_the_corpus_goes_through_its_door() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for door in doors::DOORS {
        let mut paths: Vec<_> =
            fs::read_dir(corpus.join(door.name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "{} has no corpus", door.name);
        for path in paths {
            println!("{}", path.display());
            (door.check)(&fs::read(&path).unwrap());
        }
    }
    let folders = fs::read_dir(corpus).unwrap().count();
    assert_eq!(folders, doors::DOORS.len(), "each folder of the corpus is a door's");
}
