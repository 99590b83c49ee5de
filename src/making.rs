//! What takes longest to make: drawings, and highlighted code. Who makes them may remember
//! what was made before, and gives the same as if not. It makes nothing itself.

use crate::drawing::{self, fonts::Fonts};
use crate::markdown::highlight;

/// Who makes what takes long. None may give anything else than is given here.
pub trait Make: Sync {
    /// The PNG of an SVG, or what is wrong with the SVG.
    fn draw(&self, svg: &str, fonts: &Fonts) -> Result<Vec<u8>, String> {
        drawing::draw(svg, fonts)
    }

    /// Code as HTML, if its language (the first word after the fence) is known.
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        highlight::highlight(language, code)
    }
}

/// Makes everything anew.
pub struct Anew;

impl Make for Anew {}

/// Draws nothing, where nobody will look at it: all that comes before is done.
pub struct Undrawn;

impl Make for Undrawn {
    fn draw(&self, _: &str, _: &Fonts) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_are_those_of_the_crates() {
        let lock = include_str!("../Cargo.lock").replace('\r', "");
        for version in [drawing::VERSION, highlight::VERSION] {
            let (crates, _) = version.rsplit_once(", ").expect("a number of our own");
            for one in crates.split(", ") {
                let (name, version) = one.split_once(' ').expect("a version");
                let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
                assert!(lock.contains(&entry), "`VERSION` has another {name} than Cargo.lock");
            }
        }
    }
}
