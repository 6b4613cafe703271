variable "environment" {
  type    = string
  default = "test"
}

resource "aws_s3_bucket" "logs" {
  bucket = "example-logs"
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true

  lifecycle {
    precondition {
      condition     = var.environment == "live"
      error_message = "Only in the live environment."
    }
  }
}

resource "aws_s3_bucket" "data" {
  bucket = "example-data"
}

resource "aws_ebs_volume" "data" {
  count             = length(aws_s3_bucket.logs.bucket)
  availability_zone = "us-east-1a"
  size              = 10
  encrypted         = aws_s3_bucket_public_access_block.logs.id == "x"
}

resource "aws_ebs_volume" "off" {
  count             = var.environment == "live" ? 1 : 0
  availability_zone = "us-east-1a"
  size              = 10
  snapshot_id       = aws_s3_bucket_public_access_block.logs.id
}

resource "aws_ebs_volume" "none" {
  count             = 0
  availability_zone = "us-east-1a"
  size              = 10
  snapshot_id       = aws_s3_bucket_public_access_block.logs.id
}

resource "aws_ebs_volume" "two" {
  count             = 2
  availability_zone = "us-east-1a"
  size              = 10
  iops              = length(aws_s3_bucket_public_access_block.logs.id)
}

resource "aws_instance" "web" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  key_name      = aws_s3_bucket_public_access_block.logs.id

  dynamic "metadata_options" {
    for_each = [var.environment]
    content {
      http_tokens = "required"
    }
  }
}
