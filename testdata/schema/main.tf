# The providers whose schema is embedded: src/schema/builtin.bin.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

resource "terraform_data" "builtin" {}
