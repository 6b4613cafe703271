variable "name" {}
resource "aws_s3_bucket" "old" { bucket = "v1-${var.name}" }
output "settings" { value = { name = aws_s3_bucket.old.bucket, version = 1 } }
