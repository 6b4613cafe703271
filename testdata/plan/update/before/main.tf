resource "aws_kms_key" "gone" {
  description = "deleted by the plan"
}

resource "aws_kms_key" "stays" {
  description = "stays"
}

resource "aws_s3_bucket" "data" {
  bucket = "tfmend-data"
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_ebs_volume" "replaced" {
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "listed" {
  count             = 2
  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_sqs_queue" "old_name" {
  name = "moved"
}

resource "aws_sqs_queue" "forgotten" {
  name = "forgotten"
}

resource "aws_s3_bucket" "imported" {
  bucket = "tfmend-imported"
}

resource "aws_iam_user" "u" {
  name = "u"
}

resource "aws_iam_access_key" "k" {
  user = aws_iam_user.u.name
}
