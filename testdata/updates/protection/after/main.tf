resource "aws_s3_bucket" "data" {
  bucket = "example-data"
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

resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length = 14
}
