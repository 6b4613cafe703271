//! Functions against what Terraform itself said, recorded in `testdata/console/`.

mod laws;
mod opentofu;
mod recorded;
