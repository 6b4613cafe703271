terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "settings" {
  type = object({ name = string, key = string })
}

resource "aws_s3_bucket" "this" {
  bucket = var.settings.name
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.settings.key
    }
  }
}

resource "aws_sns_topic" "this" {
  name              = var.settings.name
  kms_master_key_id = var.settings.key
}

output "bucket" {
  value = aws_s3_bucket.this
}

output "topic" {
  value = aws_sns_topic.this
}
