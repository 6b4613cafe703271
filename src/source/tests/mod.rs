//! The parser against small trees, `terraform fmt`, hcl-edit, and damaged texts.

mod fmt;
mod generate;
mod robust;
mod trees;
