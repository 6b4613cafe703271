//! Functions against what Terraform itself said, recorded in `testdata/console/`.

mod recorded;
