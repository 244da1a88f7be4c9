//! Longer texts: how to begin, how it works, which files it reads and writes, why it is built this way.

#[doc = include_str!("dependencies.md")]
pub mod dependencies {}
#[doc = include_str!("design.md")]
pub mod design {}
#[doc = include_str!("first_minutes.md")]
pub mod first_minutes {}
#[doc = include_str!("formats.md")]
pub mod formats {}
#[doc = include_str!("languages.md")]
pub mod languages {}
#[doc = include_str!("many_machines.md")]
pub mod many_machines {}
#[doc = include_str!("method.md")]
pub mod method {}
#[doc = include_str!("../../SECURITY.md")]
pub mod security {}
#[doc = include_str!("tutorial.md")]
pub mod tutorial {}
