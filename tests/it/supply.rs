//! What the crate is built from: `.cargo/deny.toml` says which licences, duplicates and sources there may be, the guide what each dependency is for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// A package that is built for this machine, directly or through another.
struct Package {
    name: String,
    version: String,
    licence: String,
    source: Option<String>,
    rust: Option<String>,
    direct: bool,
}

fn packages() -> &'static [Package] {
    static PACKAGES: OnceLock<Vec<Package>> = OnceLock::new();
    PACKAGES.get_or_init(|| {
        let version = Command::new("rustc").arg("-vV").output().unwrap();
        let version = String::from_utf8(version.stdout).unwrap();
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        let metadata = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--all-features", "--offline", "--locked"])
            .args(["--filter-platform", host])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
        let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let root = &metadata["resolve"]["root"];
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
        let own = nodes.iter().find(|node| node["id"] == *root).unwrap();
        let direct: BTreeSet<&str> =
            own["dependencies"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let package = |package: &Value| Package {
            name: text(&package["name"]).unwrap(),
            version: text(&package["version"]).unwrap(),
            licence: text(&package["license"]).unwrap_or_default(),
            source: text(&package["source"]),
            rust: text(&package["rust_version"]),
            direct: direct.contains(package["id"].as_str().unwrap()),
        };
        metadata["packages"].as_array().unwrap().iter().filter(|found| found["id"] != *root).map(package).collect()
    })
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn config() -> toml::Table {
    read(".cargo/deny.toml").parse().unwrap()
}

fn strings(value: &toml::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}

#[test]
fn every_licence_is_one_that_was_agreed_to() {
    let config = config();
    let allowed = strings(&config["licenses"]["allow"]);
    let mut used = BTreeSet::new();
    for package in packages() {
        let expression = Expression::parse_mode(&package.licence, ParseMode::LAX)
            .unwrap_or_else(|_| panic!("{}: {:?} is no licence", package.name, package.licence));
        let agreed = expression.evaluate(|licence| {
            let name = licence.to_string();
            let agreed = allowed.contains(&name.as_str());
            if agreed {
                used.insert(name);
            }
            agreed
        });
        assert!(agreed, "{} {}: {}", package.name, package.version, package.licence);
    }
    let unused: Vec<&&str> = allowed.iter().filter(|name| !used.contains(**name)).collect();
    assert!(unused.is_empty(), "no package has the licence {unused:?}");
}

#[test]
fn every_package_comes_from_the_registry() {
    for package in packages() {
        let source = package.source.as_deref().unwrap_or("a folder");
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{}", package.name);
    }
}

#[test]
fn packages_in_two_versions_are_known() {
    let config = config();
    let known: BTreeSet<&str> = strings(&config["bans"]["skip"]).into_iter().collect();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    packages().iter().for_each(|package| versions.entry(&package.name).or_default().push(&package.version));
    let several: BTreeSet<&str> =
        versions.into_iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| name).collect();
    assert_eq!(several, known);
}

#[test]
fn no_package_wants_a_newer_rust_than_the_crate_promises() {
    let parts = |version: &str| -> Vec<u32> { version.split('.').map(|part| part.parse().unwrap()).collect() };
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let promised = parts(manifest["package"]["rust-version"].as_str().unwrap());
    for package in packages() {
        let wanted = package.rust.as_deref().map(parts).unwrap_or_default();
        let newer = wanted.iter().take(2).gt(promised.iter().take(2));
        assert!(!newer, "{} {} wants Rust {wanted:?}", package.name, package.version);
    }
}

#[test]
fn the_guide_says_what_every_dependency_is_for() {
    let guide = read("src/guide/dependencies.md");
    let rows: BTreeMap<&str, &str> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .inspect(|(_, rest)| assert_eq!(rest.matches(" | ").count(), 3, "{rest}"))
        .collect();
    let mut missing = Vec::new();
    for package in packages().iter().filter(|package| package.direct) {
        match rows.get(package.name.as_str()) {
            Some(row) => assert!(row.contains(&format!("| {} |", package.licence)), "{}: {row}", package.name),
            None => missing.push(&package.name),
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    let direct = packages().iter().filter(|package| package.direct);
    let direct: BTreeSet<&str> = direct.map(|package| package.name.as_str()).collect();
    let gone: Vec<&&str> = rows.keys().filter(|name| !direct.contains(**name)).collect();
    assert!(gone.is_empty(), "no longer used: {gone:?}");
}

/// The names of all tests, told from the sources of tests.
fn tests(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tests(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            let names = source.split("#[test]\n").skip(1);
            found.extend(names.filter_map(|rest| Some(rest.split_once("fn ")?.1.split_once('(')?.0.to_owned())));
        }
    }
    found
}

#[test]
fn every_promise_of_safety_has_a_test() {
    let there = tests(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"));
    let page = read("SECURITY.md");
    let promises: Vec<&str> = page.lines().filter(|line| line.starts_with("| ") && line.contains('`')).collect();
    assert!(promises.len() > 10);
    for promise in promises {
        let (_, named) = promise.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        for name in named.split(", ") {
            assert!(there.contains(name.trim_matches('`')), "{name}: {promise}");
        }
    }
}
