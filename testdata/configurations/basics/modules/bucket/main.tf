variable "name" {
  type = string
}

variable "options" {
  type = object({ versioned = bool, tags = map(string) })
}

resource "aws_s3_bucket" "this" {
  bucket = var.name
  tags   = merge(var.options.tags, { Name = var.name })
}

resource "aws_s3_bucket_versioning" "this" {
  count  = var.options.versioned ? 1 : 0
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = "Enabled"
  }
}

output "id" {
  value = aws_s3_bucket.this.id
}

output "name" {
  value = aws_s3_bucket.this.bucket
}
