data "aws_iam_policy_document" "trail_bucket" {
  statement {
    sid       = "TrailAcl"
    actions   = ["s3:GetBucketAcl"]
    resources = ["arn:aws:s3:::${local.prefix}-trail"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }

  statement {
    sid       = "TrailWrite"
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::${local.prefix}-trail/AWSLogs/${var.account_id}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

module "trail_bucket" {
  source = "./modules/bucket"

  name              = "${local.prefix}-trail"
  expire_days       = 730
  kms_key_arn       = aws_kms_key.data.arn
  access_log_bucket = var.access_log_bucket
  policy_documents  = [data.aws_iam_policy_document.trail_bucket.json]
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "/aws/cloudtrail/${local.prefix}"
  retention_in_days = 365
  kms_key_id        = aws_kms_key.data.arn
}

resource "aws_iam_role" "trail" {
  name = "${local.prefix}-trail"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "trail" {
  name = "write-logs"
  role = aws_iam_role.trail.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:${var.region}:${var.account_id}:log-group:/aws/cloudtrail/${local.prefix}:*"
    }]
  })
}

resource "aws_cloudtrail" "this" {
  name                       = local.prefix
  s3_bucket_name             = module.trail_bucket.name
  kms_key_id                 = aws_kms_key.data.arn
  cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.trail.arn
  enable_log_file_validation = true
  is_multi_region_trail      = false
}
