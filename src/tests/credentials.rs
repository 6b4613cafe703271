//! What controls take for credentials appears in no output.

use super::cli::{Scratch, tfmend};

const FILES: [(&str, &str); 2] = [
    (
        "main.tf",
        r##"terraform {
  backend "s3" {
    bucket     = "example-state"
    secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  }
}

provider "aws" {
  region     = "us-east-1"
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = var.given
}

variable "given" {}

variable "db_password" {
  type = string
}

locals {
  note = "AKIAI44QH8DHBEXAMPLE"
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/sh\nexport DB_PASSWORD=hunter2hunter\n"
}
"##,
    ),
    ("terraform.tfvars", "db_password = \"correct-horse\"\ngiven = \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"\n"),
];

const SECRETS: [&str; 5] =
    ["wJalrXUtnFEMI", "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE", "hunter2hunter", "correct-horse"];

#[test]
fn credentials_in_code_are_found_and_never_shown() {
    let scratch = Scratch::with(&FILES);
    for format in ["text", "json", "sarif", "markdown", "github", "csv", "junit", "rdjson", "gitlab"] {
        let shown = tfmend(&["lint", "--no-config", "--format", format, &scratch.path("")]).out;
        for address in ["terraform.backend.s3", "provider.aws", "local.note", "var.db_password", "aws_instance.app"] {
            assert!(shown.contains(address), "{format} has no {address}\n{shown}");
        }
        for secret in SECRETS {
            assert!(!shown.contains(secret), "{format} shows {secret}\n{shown}");
        }
    }
}
