data "aws_iam_policy_document" "extra" {
  statement {
    sid       = "Partner"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::assets-prod/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
  }
}
module "assets" {
  source        = "./bucket"
  bucket        = "assets-prod"
  attach_policy = true
  policy        = data.aws_iam_policy_document.extra.json
  deny_insecure = true
  versioning    = { enabled = true }
  encryption = {
    rule = {
      bucket_key_enabled                       = true
      apply_server_side_encryption_by_default = { sse_algorithm = "aws:kms", kms_master_key_id = "alias/aws/s3" }
    }
  }
  cors_rule = [
    { allowed_methods = ["GET"], allowed_origins = ["https://example.com"], max_age_seconds = "300" },
    { allowed_methods = ["PUT", "POST"], allowed_origins = ["*"], allowed_headers = ["*"], expose_headers = ["ETag"] },
  ]
  lifecycle_rule = [
    {
      id         = "logs"
      enabled    = true
      filter     = { prefix = "logs/" }
      transition = [{ days = 30, storage_class = "STANDARD_IA" }, { days = 90, storage_class = "GLACIER" }]
      expiration = { days = 365, expired_object_delete_marker = false }
    },
    {
      id                            = "parts"
      status                        = "Enabled"
      abort_incomplete_multipart_upload_days = 7
      noncurrent_version_expiration = { noncurrent_days = 30 }
      filter                        = { and = { prefix = "tmp/", tags = { temporary = "yes" } } }
    },
  ]
  logging = { target_bucket = module.logs.id, target_prefix = "s3/" }
  tags    = { Team = "web" }
}
module "logs" {
  source     = "./bucket"
  bucket     = "logs-prod"
  versioning = {}
  grants     = jsonencode([{ type = "Group", permission = "WRITE", uri = "http://acs.amazonaws.com/groups/s3/LogDelivery" }])
}
module "none" {
  source        = "./bucket"
  create_bucket = false
}
output "policies" { value = [module.assets.policy, module.logs.policy, module.none.policy] }
