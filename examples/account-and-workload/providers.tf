provider "aws" {
  region = var.region

  # A rehearsal plans against an empty account without asking AWS anything.
  skip_credentials_validation = var.rehearsal
  skip_metadata_api_check     = var.rehearsal
  skip_requesting_account_id  = var.rehearsal

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias  = "recovery"
  region = var.recovery_region

  skip_credentials_validation = var.rehearsal
  skip_metadata_api_check     = var.rehearsal
  skip_requesting_account_id  = var.rehearsal

  default_tags {
    tags = local.tags
  }
}
