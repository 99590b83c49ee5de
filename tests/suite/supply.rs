//! What rolebook is built on: crates of one registry under licenses that are allowed, each
//! once but for those that are known, as `deny.toml` says. Advisories are not looked up:
//! they are news, and need the network.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::arrange::{read, repository};

/// All crates of the lock file, those of tests and of other systems too. A machine that has only built
/// rolebook has not all of them yet.
fn crates() -> Vec<Value> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(repository());
    let output = command.output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn deny() -> Table {
    read(&repository().join("deny.toml")).parse().expect("TOML")
}

fn texts(list: &toml::Value) -> BTreeSet<&str> {
    list.as_array().expect("a list").iter().map(|one| one.as_str().expect("a text")).collect()
}

#[test]
fn every_license_is_one_that_is_allowed() {
    let (deny, crates) = (deny(), crates());
    let allowed = texts(&deny["licenses"]["allow"]);
    let exceptions: BTreeMap<&str, BTreeSet<&str>> = deny["licenses"]["exceptions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["crate"].as_str().expect("a name"), texts(&one["allow"])))
        .collect();
    for one in &crates {
        let (name, license) = (text(one, "name"), text(one, "license"));
        let may = |term: &str| {
            allowed.contains(term) || exceptions.get(name).is_some_and(|terms| terms.contains(term))
        };
        assert!(satisfied(license, &may), "{name}: {license:?}");
    }
    let names: BTreeSet<&str> = crates.iter().map(|one| text(one, "name")).collect();
    assert!(exceptions.keys().all(|name| names.contains(name)), "an exception for nothing");
}

/// Whether an SPDX expression holds. A slash is how some say OR.
fn satisfied(license: &str, may: &dyn Fn(&str) -> bool) -> bool {
    let license = license.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = license.split_whitespace().collect();
    let mut rest = words.as_slice();
    !words.is_empty() && any(&mut rest, may) && rest.is_empty()
}

/// Terms joined by OR, each one or more joined by AND, which binds more closely.
fn any(rest: &mut &[&str], may: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = all(rest, may);
    while let ["OR", after @ ..] = rest {
        *rest = after;
        holds |= all(rest, may);
    }
    holds
}

fn all(rest: &mut &[&str], may: &dyn Fn(&str) -> bool) -> bool {
    let mut holds = one(rest, may);
    while let ["AND", after @ ..] = rest {
        *rest = after;
        holds &= one(rest, may);
    }
    holds
}

fn one(rest: &mut &[&str], may: &dyn Fn(&str) -> bool) -> bool {
    match rest {
        ["(", after @ ..] => {
            *rest = after;
            let holds = any(rest, may);
            let Some((&")", after)) = rest.split_first() else { return false };
            *rest = after;
            holds
        }
        [term, "WITH", exception, after @ ..] => {
            let term = format!("{term} WITH {exception}");
            *rest = after;
            may(&term)
        }
        [term, after @ ..] => {
            *rest = after;
            may(term)
        }
        [] => false,
    }
}

#[test]
fn expressions_of_licenses_are_understood() {
    let may = |term: &str| matches!(term, "MIT" | "ISC");
    for license in ["MIT", "MIT/X", "X OR MIT", "MIT AND ISC", "(X OR MIT) AND ISC", "X AND Y OR MIT"] {
        assert!(satisfied(license, &may), "{license}");
    }
    for license in ["", "X", "MIT AND X", "MIT WITH X", "(MIT", "MIT ISC", "(X OR MIT) AND X"] {
        assert!(!satisfied(license, &may), "{license}");
    }
}

#[test]
fn every_crate_comes_from_the_one_registry_with_its_checksum() {
    let deny = deny();
    let registries = texts(&deny["sources"]["allow-registry"]);
    for one in crates() {
        if text(&one, "name") != "rolebook" {
            let source = text(&one, "source");
            let registry = source.strip_prefix("registry+").unwrap_or_default();
            assert!(registries.contains(registry), "{}: {source:?}", text(&one, "name"));
        }
    }
    let lock: Table = read(&repository().join("Cargo.lock")).parse().expect("TOML");
    for one in lock["package"].as_array().expect("packages") {
        let name = one["name"].as_str().expect("a name");
        assert!(name == "rolebook" || one.get("checksum").is_some(), "{name}");
    }
}

#[test]
fn no_crate_is_there_twice_that_nobody_knows_of() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in crates() {
        versions.entry(text(&one, "name").to_owned()).or_default().insert(text(&one, "version").to_owned());
    }
    let deny = deny();
    let mut known = BTreeMap::new();
    for one in deny["bans"]["skip"].as_array().expect("a list") {
        let one = one["crate"].as_str().expect("a name");
        *known.entry(one.split('@').next().expect("a name").to_owned()).or_default() += 1;
        let (name, version) = one.split_once('@').expect("a name and a version");
        assert!(versions.get(name).is_some_and(|found| found.contains(version)), "{one} is not there");
    }
    let twice = versions.into_iter().filter(|(_, versions)| versions.len() > 1);
    let more: BTreeMap<String, usize> = twice.map(|(name, found)| (name, found.len() - 1)).collect();
    assert_eq!(more, known);
}

/// The compiler refuses `unsafe` where this stands, whatever a module says.
#[test]
fn nothing_of_ours_is_unsafe() {
    let manifest: Table = read(&repository().join("Cargo.toml")).parse().expect("TOML");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}
