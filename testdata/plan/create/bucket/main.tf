terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "key" {}
variable "name" {}
resource "aws_s3_bucket" "b" { bucket = var.name }
resource "aws_s3_bucket_versioning" "v" {
  bucket = aws_s3_bucket.b.id
  versioning_configuration { status = "Enabled" }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  bucket = aws_s3_bucket.b.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key
    }
  }
}
output "id" { value = aws_s3_bucket.b.id }
output "key" { value = var.key }
