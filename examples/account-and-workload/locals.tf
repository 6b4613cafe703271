locals {
  prefix = "corp-example-${var.environment}"

  tags = {
    Environment = var.environment
    Owner       = "platform"
    ManagedBy   = "terraform"
  }

  # Everything that differs between buckets of the workload.
  buckets = {
    uploads = { expire_days = 30, block_public = true }
    assets  = { expire_days = 365, block_public = false }
  }

  database = {
    name           = "orders"
    engine_version = "16.4"
    encrypted      = false
  }
}
