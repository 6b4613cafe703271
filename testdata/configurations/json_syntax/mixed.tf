resource "aws_s3_bucket_public_access_block" "one" {
  bucket              = aws_s3_bucket.one.bucket
  block_public_acls   = true
  block_public_policy = "true"
}
