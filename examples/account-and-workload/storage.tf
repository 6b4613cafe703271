module "bucket" {
  source   = "./modules/bucket"
  for_each = local.buckets

  name              = "${local.prefix}-${each.key}"
  expire_days       = each.value.expire_days
  block_public      = each.value.block_public
  kms_key_arn       = aws_kms_key.data.arn
  access_log_bucket = var.access_log_bucket
}

# Partners fetch exports; the module's policy does not fit, so this bucket has one of its own.
module "exports" {
  source = "./modules/bucket"

  name              = "${local.prefix}-exports"
  kms_key_arn       = aws_kms_key.data.arn
  access_log_bucket = var.access_log_bucket
  attach_policy     = false
}

resource "aws_s3_bucket_policy" "exports" {
  bucket = module.exports.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "LoaderWrites"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.account_id}:role/${local.prefix}-worker" }
        Action    = ["s3:PutObject", "s3:AbortMultipartUpload"]
        Resource  = "arn:aws:s3:::${local.prefix}-exports/*"
      },
    ]
  })
}
