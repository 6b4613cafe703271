module "logs" {
  source        = "./bucket"
  bucket_prefix = "acme-logs"
  versioning = {
    status     = true
    mfa_delete = false
  }
  lifecycle_rule = [
    {
      id      = "log"
      enabled = true
      filter  = { tags = { some = "value", another = "value2" } }
      transition = [
        { days = 30, storage_class = "ONEZONE_IA" },
        { days = 60, storage_class = "GLACIER" },
      ]
    },
    {
      id                                     = "log1"
      enabled                                = true
      abort_incomplete_multipart_upload_days = 7
      noncurrent_version_expiration          = { days = 300 }
      filter                                 = { prefix = "log1/", object_size_greater_than = 200000 }
    },
  ]
  cors_rule = jsonencode([{ allowed_methods = ["GET"], allowed_origins = ["*"] }])
}

module "off" {
  source        = "./bucket"
  create_bucket = false
}

module "plain" {
  source                  = "./bucket"
  bucket                  = "plain"
  block_public_acls       = false
  attach_deny_insecure    = true
  server_side_encryption_configuration = {
    rule = {
      apply_server_side_encryption_by_default = { sse_algorithm = "AES256" }
    }
  }
}
