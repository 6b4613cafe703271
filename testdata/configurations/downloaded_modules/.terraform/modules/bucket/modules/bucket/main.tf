variable "name" { type = string }
variable "encrypt" {
  type    = bool
  default = false
}
module "names" {
  source = "../names"
  name   = var.name
}
resource "aws_s3_bucket" "this" {
  bucket = module.names.full
  tags   = { Path = basename(path.module) }
}
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  count  = var.encrypt ? 1 : 0
  bucket = aws_s3_bucket.this.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
output "settings" { value = { name = aws_s3_bucket.this.bucket, encrypted = length(aws_s3_bucket_server_side_encryption_configuration.this) == 1, version = 2 } }
