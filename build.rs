//! Tells cargo to build again when a file of the embedded theme is added or
//! removed; `include_dir!` by itself notices neither.

fn main() {
    println!("cargo:rerun-if-changed=themes/default");
}
