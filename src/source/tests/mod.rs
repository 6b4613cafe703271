//! The parser against small trees, `terraform fmt`, hcl-edit, and damaged texts.

mod decode;
mod fmt;
mod generate;
mod robust;
mod second;
mod trees;
