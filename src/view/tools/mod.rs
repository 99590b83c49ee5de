//! Tools that run in a reader's browser, over data that the site publishes for them.
//! What they compute, `model` computes for pages too, and a test compares the two.

pub mod data;
