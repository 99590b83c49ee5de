//! The program: everything is in the library.

use std::process::ExitCode;

/// Pages are made of many small pieces, for which the system's own is slow: see
/// `benches/README.md`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rolebook::cmd::run()
}
