//! Authors: everybody whom a guide names, with what the configuration says of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{self, Config};
use crate::model::{Author, Role, RoleId};
use crate::route::Route;
use crate::slug::Slug;

/// The authors of `roles`, by slug. Names of one slug are one author, who is called
/// as the configuration has it, or as the first guide does.
pub(super) fn authors(roles: &[Arc<Role>], config: &Config) -> Vec<Author> {
    let known: BTreeMap<Slug, &config::Author> =
        config.authors.iter().map(|author| (Slug::of(&author.name), author)).collect();
    let mut authors: BTreeMap<Slug, Author> = BTreeMap::new();
    for (at, role) in roles.iter().enumerate() {
        for name in &role.authors {
            let slug = Slug::of(name);
            let author = authors.entry(slug.clone()).or_insert_with(|| {
                let known = known.get(&slug);
                Author {
                    name: known.map_or_else(|| name.clone(), |known| known.name.clone()),
                    about: known.and_then(|known| known.about.clone()),
                    url: known.and_then(|known| known.url.clone()),
                    route: Route::page(["authors", slug.as_str()]),
                    slug,
                    roles: Vec::new(),
                }
            });
            if author.roles.last() != Some(&RoleId(at)) {
                author.roles.push(RoleId(at));
            }
        }
    }
    authors.into_values().collect()
}
