resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket" "kept" {
  bucket = "example-kept"
}

resource "aws_s3_bucket_public_access_block" "kept" {
  bucket                  = aws_s3_bucket.kept.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_flow_log" "main" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "REJECT"
  log_destination = "arn:aws:s3:::example-logs"

  log_destination_type = "s3"
}

resource "aws_cloudtrail" "main" {
  name                       = "main"
  s3_bucket_name             = "example-logs"
  is_multi_region_trail      = true
  enable_log_file_validation = true
}

resource "aws_kms_key" "data" {
  description             = "data"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}
